// Rows of a pipeline that is broken, as they arrive in the file of a stage.
import { appendFile } from 'node:fs/promises';
import { chance } from '../core/evidence/rows.ts';
import type { Stage } from './stage.ts';

export interface Spoilt {
  readonly count: number;
  /** The text of y in the row. */
  readonly y: (row: number, drawn: string) => string;
}

/** Every second y is lost. */
export const holed: Spoilt = { count: 50, y: (row, drawn) => (row % 2 === 0 ? '' : drawn) };

let written = 0;

/** Rows that arrive now, whose y is spoilt; labels follow x as before. */
export async function spoilt(
  { clock, path }: Pick<Stage, 'clock' | 'path'>,
  { count, y }: Spoilt,
): Promise<void> {
  const random = chance(10_000 + written);
  const rows = Array.from({ length: count }, (_, row) => {
    const x = random.normal();
    const at = new Date(clock.now() - (count - 1 - row) * 1_000).toISOString();
    const label = x > 0 ? 'yes' : 'no';
    written += 1;
    return `s${written},${at},${x.toFixed(4)},${y(row, random.normal().toFixed(4))},${label}\n`;
  });
  await appendFile(path, rows.join(''));
}
