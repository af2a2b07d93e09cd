// A source of rows in a file, or in a folder of files that grow and multiply.
import { AppError } from '../errors.ts';
import { createFaults, type FaultList } from '../frame/faults.ts';
import type { Frame } from '../frame/frame.ts';
import { createTimeReader } from '../frame/time.ts';
import type { Batch, Source } from '../ports.ts';
import type { Position } from '../state.ts';
import type { FileSettings } from '../watch.ts';
import { frameOfPicks, type Pick } from './file-frame.ts';
import { type LabelFiles, labelFiles } from './file-labels.ts';
import { type FileRows, type Knowledge, newestRows, pickRows } from './file-picks.ts';
import { createTable, type Desk, type FileTable, loadSpan } from './file-table.ts';
import { createKnownIds } from './known-ids.ts';
import type { AnswerColumns } from './piece.ts';
import type { DataFile, RowReader } from './row-reader.ts';
import { createStock, rowsHeld } from './stock.ts';

interface FileSourceOptions {
  readonly settings: Omit<FileSettings, 'kind'>;
  /** IANA name: where the wall clock of times without a zone hangs. */
  readonly timezone: string;
  readonly reader: RowReader;
  readonly clock: { now(): number };
  /** Where a model served elsewhere spoke, when that is the model that is watched. */
  readonly answers?: AnswerColumns | null;
  /** Labels the store holds for these ids; they win over those of files. */
  readonly labelsOf: Knowledge['stored'];
}

/** What is in memory of a source. */
interface Shelf {
  readonly path: string;
  readonly desk: Desk;
  readonly tables: Map<string, FileTable>;
  readonly labels: LabelFiles | null;
  readonly knowledge: Knowledge;
}

type ReadRequest = Parameters<Source['read']>[0];
type RecentRequest = Parameters<Source['recent']>[0];

/**
 * Rows in the order of the files' names, then of the rows in them; a position counts the rows consumed of each file. A
 * deleted file keeps its count. The newest rows stay in memory (see stock.ts); older ones are read again when they are
 * asked for, except that labelled rows are looked for no further back than rows are held.
 * @throws AppError `invalid_config` for settings that cannot go together
 */
export function fileSource(options: FileSourceOptions): Source {
  const { settings, timezone, reader, clock, answers = null, labelsOf } = options;
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
  const reading = {
    reader,
    time,
    id,
    label,
    drop,
    answers,
    labelOptional: files !== null,
    timeOf: createTimeReader(timezone),
    now: () => clock.now(),
  };
  const shelf: Shelf = {
    path,
    desk: { reading, ids: createKnownIds(), stock: createStock() },
    tables: new Map(),
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
  const { knowledge, desk } = shelf;
  const faults = createFaults();
  const consumed = countsOf(after);
  const picks: Pick[] = [];
  await refreshLabels(shelf, faults);
  let left = limit;
  let more = false;
  for (const file of await filesOf(shelf, after)) {
    const start = consumed.get(file.name) ?? 0;
    const table = tableOf(shelf, file);
    const span = { from: start, to: start + left + 1, consumed: start, lastLine: 'settled' } as const;
    const pieces = await loadSpan(table, file, { span, desk });
    const end = Math.min(table.rows, start + left);
    if (table.unfinished) faults.add(() => unfinished(table));
    const rows = { pieces: async () => pieces, columns: () => table.mark?.columns ?? [] };
    if (end > start) picks.push(...(await pickRows(knowledge, rows, { start, end })));
    consumed.set(file.name, end);
    left -= end - start;
    more = table.rows > end;
    if (more) break;
  }
  const position = picks.length === 0 ? after : positionOf(consumed);
  const frame = await frameOfPicks(picks, { reading: desk.reading, schema, faults });
  return { frame, position, more, faults: faults.list() };
}

async function recent(shelf: Shelf, request: RecentRequest): Promise<Frame> {
  const { after, upTo, labelled, schema } = request;
  const [floors, ends] = [countsOf(after), countsOf(upTo)];
  const files = await filesOf(shelf, upTo);
  await refreshLabels(shelf, createFaults());
  const picks: Pick[] = [];
  let left = request.rows;
  let reach = Number.POSITIVE_INFINITY;
  for (const file of files.toReversed()) {
    const [lowest, end] = [floors.get(file.name) ?? 0, ends.get(file.name) ?? 0];
    if (left === 0 || reach <= 0 || end <= lowest) continue;
    const rows = fileRows(shelf, file, end);
    await rows.pieces(end, end);
    if (labelled) reach = Math.min(reach, rowsHeld(rows.columns().length));
    const floor = Math.max(lowest, end - reach);
    const found = await newestRows(shelf.knowledge, rows, { floor, end, left, labelled, schema });
    picks.unshift(...found);
    left -= found.reduce((sum, one) => sum + one.rows.length, 0);
    reach -= end - floor;
  }
  const { reading } = shelf.desk;
  return frameOfPicks(picks, { reading, schema, faults: createFaults() });
}

/** Rows of a file of which `consumed` were read before. */
function fileRows(shelf: Shelf, file: DataFile, consumed: number): FileRows {
  const table = tableOf(shelf, file);
  return {
    pieces: (from, to) =>
      loadSpan(table, file, { span: { from, to, consumed, lastLine: 'never' }, desk: shelf.desk }),
    columns: () => table.mark?.columns ?? [],
  };
}

async function refreshLabels({ labels }: Shelf, faults: FaultList): Promise<void> {
  if (labels === null || (await labels.refresh())) return;
  faults.add(() => ({ path: 'source.labels', message: 'there is no such file yet' }));
}

/** The files there are now. A single file that was read and then deleted is no error: its count stays. */
async function filesOf({ path, desk, tables }: Shelf, after: Position): Promise<readonly DataFile[]> {
  const files = await desk.reading.reader.list(path).catch((cause: unknown) => {
    if (cause instanceof AppError && cause.code === 'not_found' && after.length > 0) return [];
    throw cause;
  });
  const present = new Set(files.map(({ name }) => name));
  desk.ids.present(present);
  for (const table of tables.values()) {
    if (present.has(table.name) || table.mark === null) continue;
    // Its mark stays: when it comes back, it has to be the same file.
    desk.stock.cut(table.name, 0);
    Object.assign(table, { ...createTable(table.name), mark: table.mark, marks: table.marks });
  }
  return files;
}

function tableOf({ tables }: Shelf, file: DataFile): FileTable {
  const table = tables.get(file.name) ?? createTable(file.name);
  tables.set(file.name, table);
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
