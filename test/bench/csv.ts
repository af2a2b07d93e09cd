// Numeric CSV files: `readColumns` reads one as the product does, into one Float64Array a column, and is what the clock of
// the bench runs over; `writeNumericCsv` makes a seeded one whose numbers a test can hold against pandas.
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { threadedReader } from '../../core/adapters/files/reader.ts';

interface CsvSize {
  readonly rows: number;
  readonly columns: number;
  readonly seed: number;
}

/** Columns x0, x1, ... of bell-shaped numbers over four magnitudes, with six to seven significant digits. */
export async function writeNumericCsv(path: string, { rows, columns, seed }: CsvSize): Promise<void> {
  const random = uniform(seed);
  const file = createWriteStream(path);
  file.write(`${Array.from({ length: columns }, (_, at) => `x${at}`).join(',')}\n`);
  for (let row = 0; row < rows; row++) {
    const cells = Array.from({ length: columns }, (_, at) =>
      ((random() + random() + random() - 1.5) * 10 ** (at % 4)).toFixed(at % 2 === 0 ? 7 - (at % 4) : 6),
    );
    if (!file.write(`${cells.join(',')}\n`)) await once(file, 'drain');
  }
  file.end();
  await once(file, 'finish');
}

/** A linear congruential generator (Numerical Recipes): numbers from 0 to 1. */
function uniform(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

/** As main.ts makes it: its thread outlasts a file. */
const reader = threadedReader();

/** Every column of a numeric CSV file by name. */
export async function readColumns(path: string): Promise<ReadonlyMap<string, Float64Array>> {
  const [file] = await reader.list(path);
  if (file === undefined) throw new Error(`there is no ${path}`);
  const { size } = await stat(path);
  const columns = new Map<string, Float64Array>();
  let start = 0;
  for await (const { rows, cells, mark } of reader.read(file, null, { texts: [], skip: [] })) {
    // The first chunk tells how long rows are; what is not written of a typed array takes no memory.
    const room = Math.ceil((size / Math.max(1, mark.offset)) * mark.rows * 1.02) + 1;
    for (const [name, { values }] of cells) {
      const column = withRoom(columns.get(name), start + rows, room);
      column.set(values.subarray(0, rows), start);
      columns.set(name, column);
    }
    start += rows;
  }
  return new Map([...columns].map(([name, column]) => [name, column.subarray(0, start)]));
}

function withRoom(column: Float64Array | undefined, needed: number, room: number): Float64Array {
  if (column !== undefined && needed <= column.length) return column;
  const larger = new Float64Array(Math.max(needed, room));
  if (column !== undefined) larger.set(column);
  return larger;
}
