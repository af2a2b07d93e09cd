// A numeric file to typed columns, by the product's own reader.
import { stat } from 'node:fs/promises';
import { fileReader } from '../../core/adapters/files/reader.ts';

/** Columns by name, in file order. @throws AppError as the reader does */
export async function readColumns(path: string): Promise<ReadonlyMap<string, Float64Array>> {
  const [file] = await fileReader.list(path);
  if (file === undefined) throw new Error(`${path} is not there`);
  const { size } = await stat(path);
  const columns = new Map<string, Float64Array>();
  let start = 0;
  for await (const { rows, cells, mark } of fileReader.read(file, null, { texts: [], skip: [] })) {
    // The first chunk tells how long rows are; of a typed array what is never written takes no memory.
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
