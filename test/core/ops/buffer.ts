// A buffer of observations before a store that is made up: what was written, counted, told, and how long it slept.
import type { Observation, OwnRow, RequestRows } from '../../../core/observation.ts';
import { observationBuffer } from '../../../core/ops/observations.ts';
import type { Logger } from '../../../core/ports.ts';

type Taken = Omit<OwnRow, 'storedAt'>;

export const row = (id: number, watch = 'shop'): Taken => ({
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
export const rows = (first: number, count: number) =>
  Array.from({ length: count }, (_, at) => row(first + at));

/** A store whose writes wait for `answer`, the log that tells of losses, and what was counted. */
export function openBuffer(answers: (Error | null)[] = [], onWrite = () => {}) {
  const writes: string[][] = [];
  const storedAt: number[] = [];
  /** Of the requests of each write, the first four. */
  const numbers: number[][][] = [];
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
      addRequests: async (given: readonly RequestRows[]): Promise<number> => {
        writes.push(given.map(({ id, rows, storedAt }) => `${id} ${rows} ${storedAt}`));
        numbers.push(given.map((request) => [...request.numbers.subarray(0, 4)]));
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
    add(watch, given.length, {
      kind: 'each',
      rowAt: (at, time) => ({ ...(given[at] as Taken), storedAt: time }),
    });
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
    numbers,
    storedAt,
    losses,
    counts,
    pauses,
    goOn,
    hold,
    release: () => release(),
    pass,
    buffer: { add: take, addAs: add, addEach: takeEach, flush },
  };
}
