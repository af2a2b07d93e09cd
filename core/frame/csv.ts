// Labelled rows as the text of a CSV file, for a program of somebody else. Pure.
import type { Column, Frame } from './frame.ts';

/** Feature columns in order, then `label`; RFC 4180, a missing value is empty. */
export function csvOf({ rows, columns, label }: Frame): string {
  const all: Column[] = [...columns, { ...label, name: 'label' }];
  const lines = [all.map(({ name }) => quoted(name)).join(',')];
  for (let row = 0; row < rows; row++) lines.push(all.map((column) => cell(column, row)).join(','));
  return `${lines.join('\n')}\n`;
}

function cell(column: Column, row: number): string {
  if (column.kind === 'categorical') return quoted(column.categories[column.codes[row] ?? -1] ?? '');
  const value = column.values[row] ?? Number.NaN;
  return Number.isFinite(value) ? String(value) : '';
}

function quoted(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
