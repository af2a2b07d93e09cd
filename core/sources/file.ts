// A source of rows in a file, or in a folder of files that grow and multiply.
import { AppError } from '../errors.ts';
import { createFaults, type FaultList } from '../frame/faults.ts';
import type { Frame } from '../frame/frame.ts';
import { createTimeReader } from '../frame/time.ts';
import type { Batch, Source } from '../ports.ts';
import type { Position } from '../state.ts';
import type { FileSettings } from '../watch.ts';
import { frameOfPicks, type Pick, rowsBetween } from './file-frame.ts';
import { type LabelFiles, labelFiles } from './file-labels.ts';
import { type Knowledge, newestRows, pickRows } from './file-picks.ts';
import { createTable, type FileTable, loadTable, type Reading } from './file-table.ts';
import type { DataFile, RowReader } from './row-reader.ts';

interface FileSourceOptions {
  readonly settings: Omit<FileSettings, 'kind'>;
  /** IANA name: where the wall clock of times without a zone hangs. */
  readonly timezone: string;
  readonly reader: RowReader;
  /** Labels the store holds for these ids; they win over those of files. */
  readonly labelsOf: Knowledge['stored'];
}

/** What is in memory of a source. */
interface Shelf {
  readonly path: string;
  readonly reading: Reading;
  readonly tables: Map<string, FileTable>;
  readonly seen: Set<string>;
  readonly labels: LabelFiles | null;
  readonly knowledge: Knowledge;
}

type ReadRequest = Parameters<Source['read']>[0];
type RecentRequest = Parameters<Source['recent']>[0];

/**
 * Rows in the order of the files' names, then of the rows in them; a position counts the rows consumed of each file. A
 * deleted file keeps its count. What was read stays in memory, as columns.
 * @throws AppError `invalid_config` for settings that cannot go together
 */
export function fileSource({ settings, timezone, reader, labelsOf }: FileSourceOptions): Source {
  const { path, time, id, label, labels, drop } = settings;
  if (labels !== null && (id === null || label === null)) {
    throw new AppError(
      'invalid_config',
      'a source with a file of labels needs the names of two columns in it',
      {
        remedy: 'Set "id" and "label" of the source beside "labels".',
      },
    );
  }
  const files =
    labels === null ? null : labelFiles(reader, { path: labels, id: id ?? '', label: label ?? '' });
  const shelf: Shelf = {
    path,
    reading: {
      reader,
      time,
      id,
      label,
      drop,
      labelOptional: files !== null,
      timeOf: createTimeReader(timezone),
    },
    tables: new Map(),
    seen: new Set(),
    labels: files,
    knowledge: { stored: labelsOf, filed: files?.known ?? new Map(), column: label },
  };
  // Two readers at once would both append what a file has grown by.
  const inTurn = queue();
  return {
    kind: 'file',
    // With ids of their own, rows can be labelled through the store.
    labels: label !== null || id !== null,
    read: (request) => inTurn(() => read(shelf, request)),
    recent: (request) => inTurn(() => recent(shelf, request)),
  };
}

function queue(): <T>(job: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve();
  return (job) => {
    const next = last.then(job, job);
    last = next.catch(() => undefined);
    return next;
  };
}

async function read(shelf: Shelf, { after, limit, schema }: ReadRequest): Promise<Batch> {
  const faults = createFaults();
  const consumed = countsOf(after);
  const picks: Pick[] = [];
  await refreshLabels(shelf, faults);
  let left = limit;
  let more = false;
  for (const file of await filesOf(shelf, after)) {
    const start = consumed.get(file.name) ?? 0;
    const table = await load(shelf, file, { rows: start + left + 1, consumed: start, lastLine: 'settled' });
    const end = Math.min(table.rows, start + left);
    if (table.unfinished) faults.add(() => unfinished(table));
    if (end > start) picks.push(await pickRows(shelf.knowledge, table, rowsBetween(start, end)));
    consumed.set(file.name, end);
    left -= end - start;
    more = table.rows > end;
    if (more) break;
  }
  const frame = frameOfPicks(picks, { reading: shelf.reading, schema, faults });
  return { frame, position: frame.rows === 0 ? after : positionOf(consumed), more, faults: faults.list() };
}

async function recent(shelf: Shelf, request: RecentRequest): Promise<Frame> {
  const { after, upTo, labelled, schema } = request;
  const [floors, ends] = [countsOf(after), countsOf(upTo)];
  const files = await filesOf(shelf, upTo);
  await refreshLabels(shelf, createFaults());
  const picks: Pick[] = [];
  let left = request.rows;
  for (const file of files.toReversed()) {
    const [floor, end] = [floors.get(file.name) ?? 0, ends.get(file.name) ?? 0];
    if (left === 0 || end <= floor) continue;
    const table = await load(shelf, file, { rows: end, consumed: end, lastLine: 'never' });
    const found = await newestRows(shelf.knowledge, table, { floor, end, left, labelled, schema });
    picks.unshift(...found);
    left -= found.reduce((sum, one) => sum + one.rows.length, 0);
  }
  return frameOfPicks(picks, { reading: shelf.reading, schema, faults: createFaults() });
}

async function refreshLabels({ labels }: Shelf, faults: FaultList): Promise<void> {
  if (labels === null || (await labels.refresh())) return;
  faults.add(() => ({ path: 'source.labels', message: 'there is no such file yet' }));
}

/** The files there are now. A single file that was read and then deleted is no error: its count stays. */
async function filesOf(shelf: Shelf, after: Position): Promise<readonly DataFile[]> {
  const files = await shelf.reading.reader.list(shelf.path).catch((cause: unknown) => {
    if (cause instanceof AppError && cause.code === 'not_found' && after.length > 0) return [];
    throw cause;
  });
  const present = new Set(files.map(({ name }) => name));
  for (const table of shelf.tables.values()) if (!present.has(table.name)) forget(shelf, table);
  return files;
}

function forget(shelf: Shelf, table: FileTable): void {
  table.ids.forEach((id, row) => {
    if (!table.repeated.has(row)) shelf.seen.delete(id);
  });
  shelf.tables.delete(table.name);
}

async function load(
  { tables, reading, seen }: Shelf,
  file: DataFile,
  wanted: Omit<Parameters<typeof loadTable>[2]['wanted'], 'seen'>,
): Promise<FileTable> {
  const table = tables.get(file.name) ?? createTable(file.name);
  tables.set(file.name, table);
  await loadTable(table, file, { wanted: { ...wanted, seen }, reading });
  return table;
}

function unfinished(table: FileTable) {
  const path = `${table.name} row ${table.rows + 1}`;
  return { path, message: 'is not written to its end; it is left until it is' };
}

function countsOf(position: Position): Map<string, number> {
  return new Map(position.map(({ part, rows }) => [part, rows]));
}

function positionOf(counts: ReadonlyMap<string, number>): Position {
  const read = [...counts].filter(([, rows]) => rows > 0).map(([part, rows]) => ({ part, rows }));
  return read.sort((first, second) => (first.part < second.part ? -1 : 1));
}
