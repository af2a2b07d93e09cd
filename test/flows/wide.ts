// A table so wide that a retraining on it takes seconds: long enough to be watched, and to be stopped.
import { chance } from '../core/evidence/rows.ts';

const columns = 600;
const names = Array.from({ length: columns }, (_, column) => `c${column}`);

/** Its first line, and the rows that a first model needs; a few of the columns say the label. */
export const narrowStart = () => [...names, 'label'].join(',').concat('\n', rows(1, 300));

/** Rows that come later. */
export const laterRows = () => rows(2, 1_700);

function rows(seed: number, count: number): string {
  const { normal } = chance(seed);
  return Array.from({ length: count }, () => {
    const cells = names.map(() => normal());
    const says = cells.slice(0, 5).reduce((sum, cell) => sum + cell, 0) > 0;
    return `${cells.map((cell) => cell.toFixed(1)).join(',')},${says ? 'yes' : 'no'}\n`;
  }).join('');
}
