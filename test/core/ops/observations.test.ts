import { describe, expect, it } from 'vitest';
import { AppError } from '../../../core/errors.ts';
import type { Observation, OwnRow } from '../../../core/observation.ts';
import { observationBuffer } from '../../../core/ops/observations.ts';
import type { Logger } from '../../../core/ports.ts';

type Taken = Omit<OwnRow, 'storedAt'>;

const row = (id: number, watch = 'shop'): Taken => ({
  id: `r${id}`,
  watch,
  at: 0,
  expiresAt: 1,
  features: [1],
  version: 1,
  predicted: 'yes',
  probability: 0.9,
  via: 'http',
});
const rows = (first: number, count: number) => Array.from({ length: count }, (_, at) => row(first + at));

/** A store whose writes wait for `answer`, the log that tells of losses, and what was counted. */
function open(answers: (Error | null)[] = [], onWrite = () => {}) {
  const writes: string[][] = [];
  const storedAt: number[] = [];
  const losses: unknown[] = [];
  const counts = { stored: 0, lost: 0 };
  const resumes: (() => void)[] = [];
  const pauses: number[] = [];
  let now = 0;
  /** What a write waits for. */
  let gate: Promise<void> | null = null;
  let release = () => {};
  const hold = () => {
    gate = new Promise((resolve) => {
      release = () => {
        gate = null;
        resolve();
      };
    });
  };
  const store = {
    observations: {
      add: async (given: readonly Observation[]): Promise<number> => {
        writes.push(given.map(({ id }) => id));
        onWrite();
        for (const each of given) storedAt.push(each.storedAt);
        await gate;
        const answer = answers.shift() ?? null;
        if (answer !== null) throw answer;
        return given.length;
      },
    },
  };
  const log: Logger = {
    debug: () => {},
    info: () => {},
    warn: () => {},
    error: (_, facts) => losses.push(facts),
  };
  const metrics = {
    observed: (_: string, result: 'stored' | 'lost', given: number) => {
      counts[result] += given;
    },
  };
  const sleep = (ms: number, signal?: AbortSignal) => {
    pauses.push(ms);
    return new Promise<void>((resolve) => {
      resumes.push(resolve);
      signal?.addEventListener('abort', () => {
        pauses.push(0);
        resolve();
      });
    });
  };
  const clock = { now: () => now, sleep };
  const { add, flush } = observationBuffer({ store: store as never, log, metrics, clock });
  const take = (given: readonly Taken[], watch = 'shop') =>
    add(watch, given.length, (at, time) => ({ ...(given[at] as Taken), storedAt: time }));
  const takeEach = (first: number, requests: number) => {
    for (let request = 0; request < requests; request++) take(rows(first + request * 1_000, 1_000));
  };
  const goOn = async () => {
    for (const resume of resumes.splice(0)) resume();
    for (let turn = 0; turn < 20; turn++) await null;
  };
  const pass = (ms: number) => {
    now += ms;
  };
  return {
    writes,
    storedAt,
    losses,
    counts,
    pauses,
    goOn,
    hold,
    release: () => release(),
    pass,
    buffer: { add: take, addEach: takeEach, flush },
  };
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
    buffer.add([row(1)]);
    buffer.add([row(2)]);
    buffer.add([row(3, 'other')], 'other');
    buffer.add([row(4)]);
    await buffer.flush();
    expect(writes).toEqual([['r1'], ['r2', 'r4'], ['r3']]);
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

  it('are refused, and that is counted and said once in ten seconds, when too many wait', async () => {
    const { writes, losses, counts, pass, buffer } = open([away(), away()]);
    expect(buffer.add(rows(1, 99_995))).toBe(99_995);
    await buffer.flush();
    expect(buffer.add(rows(99_996, 10))).toBe(5);
    expect(buffer.add(rows(100_006, 7))).toBe(0);
    expect(losses).toEqual([{ rows: 5 }]);
    pass(10_000);
    expect(buffer.add(rows(100_013, 3))).toBe(0);
    expect(losses).toEqual([{ rows: 5 }, { rows: 10 }]);
    await buffer.flush();
    await buffer.flush();
    expect(counts).toEqual({ stored: 100_000, lost: 15 });
    expect(writes.at(-1)?.at(-1)).toBe('r100000');
  });

  it('are written in slices of a thousand without a pause, and what is left after one', async () => {
    const { writes, goOn, pauses, buffer } = open();
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
    const { writes, hold, release, buffer } = open();
    hold();
    buffer.addEach(1, 61);
    const flushed = buffer.flush();
    expect(writes).toHaveLength(8);
    release();
    await flushed;
    expect(writes).toHaveLength(61);
  });

  it('are tried again where a write failed, in their order, not where another succeeded beside it', async () => {
    const { writes, counts, buffer } = open([null, away(), null, away()]);
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
    const { writes, buffer } = open();
    buffer.add(rows(1, 1));
    buffer.add(rows(2, 900));
    buffer.add(rows(902, 500));
    buffer.add(rows(1_402, 1));
    await buffer.flush();
    expect(writes.map(({ length }) => length)).toEqual([1, 1_400, 1]);
  });

  it('leave no pause behind when all are stored', async () => {
    const { goOn, pauses, buffer } = open();
    buffer.add([row(1)]);
    await goOn();
    buffer.add([row(2)]);
    await buffer.flush();
    expect(pauses).toEqual([100, 0]);
  });

  it('do not make who waits for them wait for later ones', async () => {
    const { writes, hold, release, buffer } = open();
    buffer.add(rows(1, 1_000));
    const flushed = buffer.flush();
    hold();
    buffer.add(rows(1_001, 2_000));
    await flushed;
    expect(writes.map(({ length }) => length)).toEqual([1_000, 2_000]);
    release();
  });

  it('are stored as of when they come to the store', async () => {
    const { storedAt, pass, buffer } = open();
    buffer.add([row(1)]);
    buffer.add([row(2)]);
    pass(70);
    await buffer.flush();
    expect(storedAt).toEqual([0, 70]);
  });

  it('are given up, and that is said, when the store refuses them', async () => {
    const cause = new Error('document too large');
    const { writes, losses, counts, buffer } = open([cause]);
    buffer.add([row(1)]);
    await buffer.flush();
    buffer.add([row(2)]);
    await buffer.flush();
    expect(writes).toEqual([['r1'], ['r2']]);
    expect(losses).toEqual([{ watch: 'shop', rows: 1, err: cause }]);
    expect(counts).toEqual({ stored: 1, lost: 1 });
  });
});
