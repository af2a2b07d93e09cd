// A small table of customers who leave or stay: the same rows at every run.

export const header = 'age,plan,churned';

/** Rows `first` to `end` (exclusive) as CSV lines; the older leave, every seventh does the opposite. */
export function customers(first: number, end: number): string[] {
  return Array.from({ length: end - first }, (_, at) => customer(first + at));
}

/** Lines with a line break behind each. */
export function csv(...lines: readonly string[]): string {
  return lines.map((line) => `${line}\n`).join('');
}

function customer(row: number): string {
  // 37 and 50 share no factor: fifty ages, all of them in any fifty rows.
  const age = 20 + ((row * 37) % 50);
  const leaves = age > 45 !== (row % 7 === 0);
  return [age, ['basic', 'pro', 'team'][row % 3], leaves ? 'yes' : 'no'].join(',');
}
