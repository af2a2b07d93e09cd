// Rows of a shop, whose label follows one column until the world turns.
import type { Chance } from '../core/evidence/rows.ts';

export const shopHeader = 'id,at,x,y,label\n';

/** The label follows x, or its opposite. */
export function shopRows(
  random: Chance,
  rows: { count: number; turned: boolean; ago: number; prefix?: string },
): string {
  const begin = Date.now() - rows.ago;
  return Array.from({ length: rows.count }, (_, row) => {
    const x = random.normal();
    const label = x > 0 !== rows.turned ? 'yes' : 'no';
    const at = new Date(begin + row * 2_000).toISOString();
    return `${rows.prefix ?? (rows.turned ? 't' : 'r')}${row},${at},${x.toFixed(4)},${random.normal().toFixed(4)},${label}\n`;
  }).join('');
}
