// Labels that come later, in files of their own: id and label, the last one of an id wins.
import { AppError } from '../errors.ts';
import { categoryAt } from '../frame/cells.ts';
import { createNewestKeys } from './newest-keys.ts';
import type { DataFile, FileMark, RowChunk, RowReader, Rows } from './row-reader.ts';

/** Labels of the newest four million ids. */
const generations = 17;

export interface LabelFiles {
  /** The label of each id so far, spelled as a class; null = the cell was missing, undefined = no label came. */
  readonly known: { get(id: string): string | null | undefined };
  /**
   * Reads what has grown. False = there is no such file yet.
   * @throws AppError `bad_data`
   */
  refresh(): Promise<boolean>;
}

interface LabelColumns {
  readonly path: string;
  readonly id: string;
  readonly label: string;
}

interface Progress {
  mark: FileMark | null;
  tail: RowChunk['tail'];
  stamp: string;
}

export function labelFiles(reader: RowReader, columns: LabelColumns): LabelFiles {
  const known = createLabels();
  const progress = new Map<string, Progress>();

  async function readFile(file: DataFile): Promise<void> {
    const state = progress.get(file.name) ?? { mark: null, tail: null, stamp: '' };
    if (state.stamp === file.stamp) {
      // Unchanged since the last read: a last line without its line break is not growing.
      if (state.mark !== null && state.tail !== null && state.tail !== 'half')
        put(known, file, { columns, names: state.mark.columns }, state.tail);
      return;
    }
    progress.set(file.name, state);
    for await (const chunk of reader.read(file, state.mark, { texts: [columns.id], skip: [] })) {
      put(known, file, { columns, names: chunk.mark.columns }, chunk);
      state.mark = chunk.mark;
      state.tail = chunk.tail;
    }
    state.stamp = file.stamp;
  }

  return {
    known,
    async refresh() {
      const files = await listed(reader, columns.path);
      for (const file of files) await readFile(file);
      return files.length > 0;
    },
  };
}

interface Labels {
  get(id: string): string | null | undefined;
  set(id: string, label: string | null): void;
}

function createLabels(): Labels {
  const codes = createNewestKeys(generations);
  const texts: string[] = [];
  const index = new Map<string, number>();
  return {
    get(id) {
      const code = codes.get(id);
      return code === undefined ? undefined : (texts[code] ?? null);
    },
    set(id, label) {
      const code = label === null ? -1 : (index.get(label) ?? texts.push(label) - 1);
      if (label !== null) index.set(label, code);
      codes.set(id, code);
    },
  };
}

async function listed(reader: RowReader, path: string): Promise<readonly DataFile[]> {
  try {
    return await reader.list(path);
  } catch (cause) {
    if (cause instanceof AppError && cause.code === 'not_found') return [];
    throw cause;
  }
}

function put(
  known: Labels,
  file: DataFile,
  { columns, names }: { columns: LabelColumns; names: readonly string[] },
  { rows, texts, cells }: Rows,
): void {
  if (names.length === 0) return;
  const lacking = [columns.id, columns.label].find((name) => !names.includes(name));
  if (lacking !== undefined) {
    throw new AppError('bad_data', `"${file.name}" has no column "${lacking}"`, {
      remedy: `Labels need the columns "${columns.id}" and "${columns.label}"; this file has ${names.slice(0, 50).join(', ')}.`,
      faults: [{ path: `${file.name}, column ${lacking}`, message: 'missing' }],
    });
  }
  const [ids, labels] = [texts.get(columns.id) ?? [], cells.get(columns.label)];
  for (let row = 0; row < rows; row++) {
    known.set(ids[row] ?? '', labels === undefined ? null : categoryAt(labels, row));
  }
}
