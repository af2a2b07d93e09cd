import { describe, expect, it } from 'vitest';
import { AppError } from '../../../core/errors.ts';
import { observationBuffer } from '../../../core/ops/observations.ts';
import type { Logger } from '../../../core/ports.ts';
import type { Observation } from '../../../core/store.ts';

const row = (id: number, watch = 'shop'): Observation => ({
  id: `r${id}`,
  watch,
  at: 0,
  storedAt: 0,
  expiresAt: 1,
  features: [1],
  version: 1,
  predicted: 'yes',
  probability: 0.9,
  via: 'http',
});
const rows = (first: number, count: number) => Array.from({ length: count }, (_, at) => row(first + at));

/** A store whose writes wait for `answer`, and the log that tells of losses. */
function open(answers: (Error | null)[] = []) {
  const writes: string[][] = [];
  const losses: unknown[] = [];
  const add = async (given: readonly Observation[]): Promise<number> => {
    writes.push(given.map(({ id }) => id));
    const answer = answers.shift() ?? null;
    if (answer !== null) throw answer;
    return given.length;
  };
  const log: Logger = {
    debug: () => {},
    info: () => {},
    warn: () => {},
    error: (_, facts) => losses.push(facts),
  };
  const observations = {
    add,
    after: async () => [],
    recent: async () => [],
    known: async () => new Set<string>(),
  };
  return { writes, losses, buffer: observationBuffer({ store: { observations } as never, log }) };
}

const away = () => new AppError('storage_unavailable', 'The database does not answer.');

describe('observations on their way to the store', () => {
  it('are written at once, and gather while a write is under way', async () => {
    const { writes, buffer } = open();
    buffer.add([row(1)]);
    buffer.add([row(2)]);
    buffer.add([row(3)]);
    await buffer.flush();
    expect(writes).toEqual([['r1'], ['r2', 'r3']]);
  });

  it('are written watch by watch', async () => {
    const { writes, buffer } = open();
    buffer.add([row(1), row(2, 'other'), row(3)]);
    await buffer.flush();
    expect(writes).toEqual([['r1', 'r3'], ['r2']]);
  });

  it('go on after nothing was added', async () => {
    const { writes, buffer } = open();
    buffer.add([]);
    await buffer.flush();
    buffer.add([row(1)]);
    await buffer.flush();
    expect(writes).toEqual([['r1']]);
  });

  it('wait for a store that is away, and keep their order', async () => {
    const { writes, losses, buffer } = open([away(), away()]);
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

  it('give up the oldest, and say so, when too many wait', async () => {
    const { writes, losses, buffer } = open([away()]);
    buffer.add(rows(1, 50_000));
    await buffer.flush();
    buffer.add(rows(50_001, 10));
    await buffer.flush();
    expect(losses).toEqual([{ rows: 10 }]);
    expect(writes[1]?.at(0)).toBe('r11');
    expect(writes[1]).toHaveLength(50_000);
  });

  it('are given up, and that is said, when the store refuses them', async () => {
    const cause = new Error('document too large');
    const { writes, losses, buffer } = open([cause]);
    buffer.add([row(1)]);
    await buffer.flush();
    buffer.add([row(2)]);
    await buffer.flush();
    expect(writes).toEqual([['r1'], ['r2']]);
    expect(losses).toEqual([{ watch: 'shop', rows: 1, err: cause }]);
  });
});
