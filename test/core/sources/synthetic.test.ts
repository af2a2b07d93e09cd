import { describe, expect, it } from 'vitest';
import { steppedClock } from '../../../core/adapters/system.ts';
import { type Column, type Frame, selectRows } from '../../../core/frame/frame.ts';
import { generateRows, syntheticSource } from '../../../core/sources/synthetic.ts';
import type { Injection } from '../../../core/state.ts';
import { sourceContract } from '../../contracts/source.ts';

const hour = 3_600_000;
/** 06:00 UTC: sin of the phase is 1 and cos is 0. */
const six = Date.UTC(2026, 0, 5, 6);

function open(options: { seed?: number; injections?: readonly Injection[]; createdAt?: number } = {}) {
  const clock = steppedClock(options.createdAt ?? six);
  const source = syntheticSource({
    watch: 'demo',
    settings: { kind: 'synthetic', seed: options.seed ?? 42, rowsPerCheck: 50, history: 300 },
    cadenceMinutes: 2,
    clock,
    facts: async () => ({ createdAt: options.createdAt ?? six, injections: options.injections ?? [] }),
  });
  return { clock, source };
}

const read = (source: ReturnType<typeof open>['source'], limit = 100_000) =>
  source.read({ after: [], limit, schema: null });

function numbers(frame: Frame, name: string): Float64Array {
  const column: Column | undefined = frame.columns.find((one) => one.name === name);
  if (column?.kind !== 'numeric') throw new Error(`no numeric column ${name}`);
  return column.values;
}

const mean = (values: Float64Array) => values.reduce((sum, value) => sum + value, 0) / values.length;
const deviation = (values: Float64Array) =>
  Math.sqrt(mean(values.map((value) => (value - mean(values)) ** 2)));

sourceContract('the synthetic source', async () => ({ source: open().source }));

describe('the synthetic source', () => {
  it('has its history at once, and then 50 rows every two minutes', async () => {
    const { clock, source } = open();
    const history = await read(source);
    expect(history.frame.rows).toBe(300);
    clock.advance(120_000);
    expect((await source.read({ after: history.position, limit: 1_000, schema: null })).frame.rows).toBe(50);
    clock.advance(2_400);
    expect((await read(source)).frame.rows).toBe(351);
  });

  it('makes every row again exactly, whatever was read before', async () => {
    const { frame } = await read(open().source);
    const other = open();
    const { position } = await read(other.source, 100);
    const rest = await other.source.read({ after: position, limit: 1_000, schema: null });
    expect(rest.frame).toEqual(
      selectRows(
        frame,
        Uint32Array.from({ length: 200 }, (_, row) => 100 + row),
      ),
    );
  });

  it('makes other rows from another seed', async () => {
    const one = numbers((await read(open().source)).frame, 'amount');
    const other = numbers((await read(open({ seed: 43 }).source)).frame, 'amount');
    expect(one.filter((value, row) => value === other[row]).length).toBeLessThan(3);
  });

  it('gives each row the time at which it came to be, the last of the history at the beginning', async () => {
    const { times } = (await read(open().source)).frame;
    expect(times.at(-1)).toBe(six);
    expect(times[0]).toBe(six - 299 * 2_400);
  });

  it('goes on near now after a long stop', async () => {
    const { clock, source } = open();
    clock.advance(24 * hour);
    const late = await source.read({ after: [{ part: 'rows', rows: 301 }], limit: 100_000, schema: null });
    expect(late.frame.rows).toBe(5_000);
    expect(late.frame.times.at(-1)).toBe(six + 24 * hour);
    expect(late).toMatchObject({ more: false, position: [{ part: 'rows', rows: 300 + 24 * 1_500 }] });
  });
});

// generateRows(seed, now, n) makes n rows in the n seconds before now: 3,600 of them span an hour.
describe('the hour of the day', () => {
  const n = 3_600;
  /** Mean over one hour around `hours`, of amount, rating and the share of channel app. */
  const at = (hours: number) => {
    const frame = generateRows(7, Date.UTC(2026, 0, 5, hours) + hour / 2, n);
    const channel = frame.columns.at(-1);
    const app = channel?.kind === 'categorical' ? channel.codes.filter((code) => code === 0).length / n : 0;
    return { amount: mean(numbers(frame, 'amount')), rating: mean(numbers(frame, 'rating')), app };
  };

  it.each([
    { hours: 0, sine: 0, cosine: 1 },
    { hours: 6, sine: 1, cosine: 0 },
    { hours: 12, sine: 0, cosine: -1 },
    { hours: 18, sine: -1, cosine: 0 },
  ])('moves the means as the sine of the day at $hours o clock', ({ hours, sine, cosine }) => {
    const { amount, rating, app } = at(hours);
    // 50 + 20 (0.4 sin), 600 + 80 (0.3 cos), 0.35 + 0.1 sin; four standard errors of 3,600 rows.
    expect(Math.abs(amount - (50 + 8 * sine))).toBeLessThan((4 * 20) / 60);
    expect(Math.abs(rating - (600 + 24 * cosine))).toBeLessThan((4 * 80) / 60);
    expect(Math.abs(app - (0.35 + 0.1 * sine))).toBeLessThan((4 * 0.5) / 60);
  });

  it('leaves the spread and the feature without a signal as they are', () => {
    const frame = generateRows(7, six, n);
    expect(Math.abs(deviation(numbers(frame, 'minutes')) - 3)).toBeLessThan(0.15);
    expect(Math.abs(mean(numbers(frame, 'load')) - 0.5)).toBeLessThan((4 * 0.1) / 60);
  });
});

describe('drift on command', () => {
  const injections: Injection[] = [
    { from: six + hour + 1, scenario: 'covariate', strength: 1 },
    { from: six + 2 * hour + 1, scenario: 'none', strength: 0 },
    { from: six + 3 * hour + 1, scenario: 'concept', strength: 1 },
  ];
  const afterHours = async (given: readonly Injection[]) => {
    const { clock, source } = open({ injections: given });
    clock.advance(4 * hour);
    // Rows that were consumed before the backlog's limit are still there to be made again.
    const upTo = [{ part: 'rows', rows: 300 + 4 * 1_500 }];
    return source.recent({ after: [], upTo, rows: 6_000, labelled: false, schema: null });
  };
  const slice = (frame: Frame, begin: number) =>
    selectRows(
      frame,
      Uint32Array.from({ length: 1_500 }, (_, row) => begin * 1_500 + row),
    );

  it('changes no row before it begins and none after it ends', async () => {
    const plain = await afterHours([]);
    const drifted = await afterHours(injections.slice(0, 2));
    expect(slice(drifted, 0)).toEqual(slice(plain, 0));
    expect(slice(drifted, 2)).toEqual(slice(plain, 2));
    expect(slice(drifted, 1)).not.toEqual(slice(plain, 1));
  });

  it('covariate: one standard deviation up, and half as much more spread', async () => {
    const plain = slice(await afterHours([]), 1);
    const drifted = slice(await afterHours(injections), 1);
    expect(mean(numbers(drifted, 'amount')) - mean(numbers(plain, 'amount'))).toBeCloseTo(20, 1);
    expect(deviation(numbers(drifted, 'minutes')) / deviation(numbers(plain, 'minutes'))).toBeCloseTo(1.5, 2);
  });

  it('concept: the same rows, other labels', async () => {
    const plain = slice(await afterHours([]), 3);
    const drifted = slice(await afterHours(injections), 3);
    expect(drifted.columns).toEqual(plain.columns);
    const changed = drifted.label.codes.filter((code, row) => code !== plain.label.codes[row]).length;
    expect(changed / 1_500).toBeGreaterThan(0.3);
  });
});
