// Numbers of rows that wait for the store.
import { describe, expect, it } from 'vitest';
import { type Kept, rowPages } from '../../../core/ops/row-pages.ts';

/** Numbers of a page. */
const page = 131_072;
const filled = (length: number, value: number) => new Float64Array(length).fill(value);
const sumOf = ({ numbers }: Kept) => numbers.reduce((sum, one) => sum + one, 0);

describe('numbers that are kept', () => {
  it('are a copy, and those of one request lie behind those of the one before', () => {
    const keep = rowPages();
    const own = filled(3, 1);
    const first = keep(own);
    const second = keep(filled(2, 2));
    own.fill(9);
    expect([...first.numbers]).toEqual([1, 1, 1]);
    expect(second.numbers.buffer).toBe(first.numbers.buffer);
    expect(second.numbers.byteOffset).toBe(first.numbers.byteOffset + 24);
  });

  it('stay as they are until they are released, whatever comes and goes meanwhile', () => {
    const keep = rowPages();
    const held = Array.from({ length: 50 }, (_, at) => keep(filled(10_000, at)));
    for (let turn = 0; turn < 200; turn++) keep(filled(9_999, -1)).release();
    expect(held.map(sumOf)).toEqual(held.map((_, at) => 10_000 * at));
  });

  it('are written over once all of their page are released, and not before', () => {
    const keep = rowPages();
    const [first, second] = [keep(filled(page / 2, 1)), keep(filled(page / 2, 2))];
    const next = keep(filled(page, 3));
    first.release();
    const other = keep(filled(page, 4));
    expect(other.numbers.buffer).not.toBe(second.numbers.buffer);
    expect(sumOf(second)).toBe(page);
    second.release();
    expect(keep(filled(5, 5)).numbers.buffer).toBe(second.numbers.buffer);
    expect([next, other].map(sumOf)).toEqual([3 * page, 4 * page]);
  });

  it('may be none, or more than a page has room for', () => {
    const keep = rowPages();
    const large = keep(filled(page + 1, 1));
    expect(keep(new Float64Array(0)).numbers).toHaveLength(0);
    expect(keep(filled(4, 7)).numbers.buffer).not.toBe(large.numbers.buffer);
    large.release();
    expect(sumOf(large)).toBe(page + 1);
  });
});
