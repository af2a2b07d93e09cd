// A numeric file to typed columns, by the product's own reader.
import { fileReader } from '../../core/adapters/files/reader.ts';

/** Columns by name, in file order. @throws AppError as the reader does */
export async function readColumns(path: string): Promise<ReadonlyMap<string, Float64Array>> {
  const [file] = await fileReader.list(path);
  if (file === undefined) throw new Error(`${path} is not there`);
  let names: readonly string[] = [];
  let parts: Float64Array[][] = [];
  for await (const { rows, mark } of fileReader.read(file, null)) {
    if (names.length === 0) {
      names = mark.columns;
      parts = names.map(() => []);
    }
    for (const [at, part] of parts.entries()) part.push(Float64Array.from(rows, (row) => Number(row[at])));
  }
  return new Map(names.map((name, at) => [name, joined(parts[at] ?? [])]));
}

function joined(parts: readonly Float64Array[]): Float64Array {
  const whole = new Float64Array(parts.reduce((sum, { length }) => sum + length, 0));
  let end = 0;
  for (const part of parts) {
    whole.set(part, end);
    end += part.length;
  }
  return whole;
}
