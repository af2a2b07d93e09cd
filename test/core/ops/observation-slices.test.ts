import { describe, expect, it } from 'vitest';
import { AppError } from '../../../core/errors.ts';
import type { Made } from '../../../core/ops/observations.ts';
import { openBuffer, row, rows } from './buffer.ts';

const away = () => new AppError('storage_unavailable', 'The database does not answer.');

describe('many observations on their way to the store', () => {
  it('are written in slices of a thousand without a pause, and what is left after one', async () => {
    const { writes, goOn, pauses, buffer } = openBuffer();
    buffer.addEach(1, 61);
    buffer.add(rows(61_001, 10));
    for (let turn = 0; turn < 10; turn++) await null;
    await buffer.flush();
    expect(pauses).toEqual([100, 0]);
    expect(writes.map(({ length }) => length)).toEqual([...Array.from({ length: 61 }, () => 1_000), 10]);
    expect(writes.flat()).toEqual(rows(1, 61_010).map(({ id }) => id));
    await goOn();
    buffer.add(rows(61_011, 10));
    buffer.add(rows(61_021, 10));
    await goOn();
    expect(pauses).toEqual([100, 0, 100]);
    expect(writes.slice(62).map(({ length }) => length)).toEqual([10]);
    await goOn();
    expect(writes.slice(62).map(({ length }) => length)).toEqual([10, 10]);
  });

  it('are written a few slices side by side, however many wait', async () => {
    const { writes, hold, release, buffer } = openBuffer();
    hold();
    buffer.addEach(1, 61);
    const flushed = buffer.flush();
    expect(writes).toHaveLength(8);
    release();
    await flushed;
    expect(writes).toHaveLength(61);
  });

  it('are tried again where a write failed, in their order, not where another succeeded beside it', async () => {
    const { writes, counts, buffer } = openBuffer([null, away(), null, away()]);
    buffer.addEach(1, 4);
    await buffer.flush();
    await buffer.flush();
    expect(writes.map((ids) => [ids[0], ids.length])).toEqual([
      ['r1', 1_000],
      ['r1001', 1_000],
      ['r2001', 1_000],
      ['r3001', 1_000],
      ['r1001', 1_000],
      ['r3001', 1_000],
    ]);
    expect(counts).toEqual({ stored: 4_000, lost: 0 });
  });

  it('of one request stay together, however many it takes them over the size of a write', async () => {
    const { writes, buffer } = openBuffer();
    buffer.add(rows(1, 1));
    buffer.add(rows(2, 900));
    buffer.add(rows(902, 500));
    buffer.add(rows(1_402, 1));
    await buffer.flush();
    expect(writes.map(({ length }) => length)).toEqual([1, 1_400, 1]);
  });

  it('of whole requests are written as they are, beside others, and cut where there is no more room', async () => {
    const { writes, numbers, counts, buffer } = openBuffer();
    const whole = (id: string): Made => ({
      kind: 'whole',
      numbers: Float64Array.of(1, 2, 3, 4, 5, 6, 7),
      request: (kept, count, storedAt) => ({ ...row(0), id, rows: count, storedAt, numbers: kept }) as never,
    });
    buffer.add([row(1)]);
    buffer.addAs('shop', 2, whole('a'));
    buffer.add([row(2)]);
    buffer.addAs('shop', 3, whole('b'));
    await buffer.flush();
    expect(writes).toEqual([['r1'], ['a 2 0', 'b 3 0'], ['r2']]);
    buffer.addAs('shop', 199_999, whole('c'));
    expect(buffer.addAs('shop', 7, whole('d'))).toBe(1);
    await buffer.flush();
    expect(writes.slice(3)).toEqual([['c 199999 0'], ['d 1 0']]);
    expect(numbers.at(-1)).toEqual([[1]]);
    expect(counts).toEqual({ stored: 200_007, lost: 6 });
  });

  it('of whole requests are the numbers that were taken, also when the store is away at first', async () => {
    const { numbers, buffer } = openBuffer([away()]);
    const whole = (...own: number[]): Made => ({
      kind: 'whole',
      numbers: Float64Array.from(own),
      request: (kept, rows) => ({ ...row(0), rows, numbers: kept }) as never,
    });
    buffer.addAs('shop', 2, whole(1, 2, 3, 4));
    await buffer.flush();
    buffer.addAs('shop', 1, whole(5, 6));
    await buffer.flush();
    buffer.addAs('shop', 1, whole(7, 8));
    await buffer.flush();
    expect(numbers).toEqual([
      [[1, 2, 3, 4]],
      [
        [1, 2, 3, 4],
        [5, 6],
      ],
      [[7, 8]],
    ]);
  });
});
