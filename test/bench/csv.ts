// Numeric CSV for tests and benches: a seeded file (100,000 x 21 is 21 MB) that pandas reads as well. `readColumns` in
// read-columns.ts reads it the way the product does, into one Float64Array a column.
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';

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
