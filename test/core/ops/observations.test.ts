import { describe, expect, it } from 'vitest';
import { AppError } from '../../../core/errors.ts';
import { openBuffer, row, rows } from './buffer.ts';

const away = () => new AppError('storage_unavailable', 'The database does not answer.');

describe('observations on their way to the store', () => {
  it('are written at once, and gather while a write is under way', async () => {
    const { writes, buffer } = openBuffer();
    buffer.add([row(1)]);
    buffer.add([row(2)]);
    buffer.add([row(3)]);
    await buffer.flush();
    expect(writes).toEqual([['r1'], ['r2', 'r3']]);
  });

  it('are written watch by watch', async () => {
    const { writes, buffer } = openBuffer();
    buffer.add([row(1)]);
    buffer.add([row(2)]);
    buffer.add([row(3, 'other')], 'other');
    buffer.add([row(4)]);
    await buffer.flush();
    expect(writes).toEqual([['r1'], ['r2', 'r4'], ['r3']]);
  });

  it('go on after nothing was added', async () => {
    const { writes, buffer } = openBuffer();
    buffer.add([]);
    await buffer.flush();
    buffer.add([row(1)]);
    await buffer.flush();
    expect(writes).toEqual([['r1']]);
  });

  it('wait for a store that is away, and keep their order', async () => {
    const { writes, losses, buffer } = openBuffer([away(), away()]);
    buffer.add([row(1)]);
    await buffer.flush();
    buffer.add([row(2)]);
    await buffer.flush();
    await buffer.flush();
    expect(writes).toEqual([['r1'], ['r1', 'r2'], ['r1', 'r2']]);
    await buffer.flush();
    expect(writes).toHaveLength(3);
    expect(losses).toEqual([]);
  });

  it('are refused, and that is counted and said once in ten seconds, when too many wait', async () => {
    const { writes, losses, counts, pass, buffer } = openBuffer([away(), away()]);
    expect(buffer.add(rows(1, 199_995))).toBe(199_995);
    await buffer.flush();
    expect(buffer.add(rows(199_996, 10))).toBe(5);
    expect(buffer.add(rows(200_006, 7))).toBe(0);
    expect(losses).toEqual([{ rows: 5 }]);
    pass(10_000);
    expect(buffer.add(rows(200_013, 3))).toBe(0);
    expect(losses).toEqual([{ rows: 5 }, { rows: 10 }]);
    await buffer.flush();
    await buffer.flush();
    expect(counts).toEqual({ stored: 200_000, lost: 15 });
    expect(writes.at(-1)?.at(-1)).toBe('r200000');
  });

  it('leave no pause behind when all are stored', async () => {
    const { goOn, pauses, buffer } = openBuffer();
    buffer.add([row(1)]);
    await goOn();
    buffer.add([row(2)]);
    await buffer.flush();
    expect(pauses).toEqual([100, 0]);
  });

  it('do not make who waits for them wait for later ones', async () => {
    const { writes, hold, release, buffer } = openBuffer();
    buffer.add(rows(1, 1_000));
    const flushed = buffer.flush();
    hold();
    buffer.add(rows(1_001, 2_000));
    await flushed;
    expect(writes.map(({ length }) => length)).toEqual([1_000, 2_000]);
    release();
  });

  it('are stored as of when they come to the store', async () => {
    const { storedAt, pass, buffer } = openBuffer();
    buffer.add([row(1)]);
    buffer.add([row(2)]);
    pass(70);
    await buffer.flush();
    expect(storedAt).toEqual([0, 70]);
  });

  it('are given up, and that is said, when the store refuses them', async () => {
    const cause = new Error('document too large');
    const { writes, losses, counts, buffer } = openBuffer([cause]);
    buffer.add([row(1)]);
    await buffer.flush();
    buffer.add([row(2)]);
    await buffer.flush();
    expect(writes).toEqual([['r1'], ['r2']]);
    expect(losses).toEqual([{ watch: 'shop', rows: 1, err: cause }]);
    expect(counts).toEqual({ stored: 1, lost: 1 });
  });
});
