// The text of a reference file: x decides the label, y means nothing.
import { chance } from '../core/evidence/rows.ts';

export function frameOfRows(rows: number): string {
  const random = chance(7);
  const lines = Array.from({ length: rows }, () => {
    const x = random.normal();
    const yes = x > 0 === random.uniform() < 0.95;
    return `${x.toFixed(4)},${random.normal().toFixed(4)},${yes ? 'yes' : 'no'}\n`;
  });
  return `x,y,label\n${lines.join('')}`;
}
