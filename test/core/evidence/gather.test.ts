import { describe, expect, it } from 'vitest';
import { type Gathering, gathering } from '../../../core/evidence/gather.ts';
import type { MeanSignal, Plan } from '../../../core/evidence/plan.ts';
import type { EvidenceState } from '../../../core/state.ts';

const signal = (known: Partial<MeanSignal> = {}): MeanSignal => ({
  kind: 'error',
  of: null,
  weight: 1,
  weightInAll: 1,
  learning: null,
  usual: 0.1,
  bounds: [0.12, 0.12, 0.12, 0.12, 0.12],
  falling: false,
  ...known,
});
const planOf = (...signals: MeanSignal[]): Plan => ({
  key: 'v1',
  bar: Math.log(5_040),
  signals,
  ranges: [],
  categories: [],
  calibrator: null,
});
const plan = planOf(signal());
const wordless = () => ({ before: '', after: '' });

/** `rows` rows of which one in `every` is a miss (0 = none). */
const misses = (rows: number, every: number) =>
  Float64Array.from({ length: rows }, (_, row) => (every > 0 && row % every === 0 ? 1 : 0));

/** One check of ten rows, two minutes after the last. */
function checker(run: Gathering, streams = 1) {
  let check = 0;
  return (every: number, known: { starts?: boolean; rows?: number } = {}) => {
    const rows = known.rows ?? 10;
    check += 1;
    run.take({
      streams: Array.from({ length: streams }, () => misses(rows, every)),
      rows,
      at: check * 120_000,
      starts: known.starts ?? true,
    });
    return run.evidence(wordless);
  };
}

/** The state as a store hands it back. */
const kept = (run: Gathering): EvidenceState => ({ ...run.state(), slot: null, told: new Uint8Array(0) });

describe('the evidence of a watch', () => {
  it('reaches log A when errors go on, and says since when', () => {
    const run = gathering(plan, null, 0);
    const check = checker(run);
    for (let quiet = 0; quiet < 50; quiet++) expect(check(0).suspected).toBe(false);
    let checks = 0;
    while (!run.isProof()) {
      check(2);
      checks += 1;
    }
    // Half wrong instead of an eighth: KL(1/2, 0.12) = 0.43 nats a row, so log 5040 takes 20 rows at the very least.
    expect(checks).toBeGreaterThanOrEqual(2);
    expect(checks).toBeLessThanOrEqual(5);
    const [cause] = run.evidence(wordless).causes;
    expect(cause).toMatchObject({ kind: 'error', share: 1, since: { rows: 10 * checks, at: 51 * 120_000 } });
  });

  it('begins anew after an alarm, which stands until thirty checks with data were quiet', () => {
    const run = gathering(plan, null, 0);
    const check = checker(run);
    while (!run.isProof()) check(2);
    run.close();
    expect(run.evidence(wordless)).toMatchObject({ log: null, suspected: true });
    for (let quiet = 1; quiet < 30; quiet++) expect(check(0).standing).not.toBeNull();
    expect(check(0)).toMatchObject({ standing: null, suspected: false });
  });

  it('counts a further proof to the change that stands already', () => {
    const run = gathering(plan, null, 0);
    const check = checker(run);
    const alarm = () => {
      while (!run.isProof()) check(2);
      run.close();
      return check(2).standing?.at;
    };
    const first = alarm();
    expect([alarm(), alarm()]).toEqual([first, first]);
  });

  it('does not take a check without rows for a quiet one, nor for a start', () => {
    const run = gathering(plan, null, 0);
    const check = checker(run);
    check(2);
    check(0);
    const before = run.state();
    const said = run.evidence(wordless);
    check(0, { rows: 0 });
    expect(run.evidence(wordless)).toEqual(said);
    expect(run.state()).toEqual(before);
  });

  it('adds no start for the second half of a split check', () => {
    const whole = gathering(plan, null, 0);
    const split = gathering(plan, null, 0);
    const [one, two] = [checker(whole), checker(split)];
    for (let round = 0; round < 40; round++) {
      one(5);
      two(5, { rows: 5 });
      two(5, { rows: 5, starts: false });
    }
    const [first, second] = [whole, split].map((run) => run.evidence(wordless).log ?? 0);
    // The same rows with as many starts: only 32-bit rounding of the kept numbers differs.
    expect(second).toBeCloseTo(first ?? 0, 4);
  });

  it('is the same whether it was stored in between or not', () => {
    const going = gathering(plan, null, 0);
    let stopped = gathering(plan, null, 0);
    const check = checker(going);
    for (let round = 1; round <= 20; round++) {
      check(4);
      stopped = gathering(plan, kept(stopped), 0);
      stopped.take({ streams: [misses(10, 4)], rows: 10, at: round * 120_000, starts: true });
    }
    expect(stopped.state()).toEqual({ ...going.state(), origin: stopped.state().origin });
  });

  it('begins anew under another key: another champion, budget or cadence', () => {
    const run = gathering(plan, null, 0);
    const check = checker(run);
    while (!run.isProof()) check(2);
    const other = gathering({ ...plan, key: 'v2' }, kept(run), 0);
    expect(other.evidence(wordless)).toMatchObject({ log: null, standing: null, suspected: false });
  });

  it('proves nothing by signals that still learn, but suspects', () => {
    const run = gathering(planOf(signal({ weight: 0, learning: 'few rows' })), null, 0);
    const check = checker(run);
    for (let round = 0; round < 20; round++) check(2);
    expect(run.isProof()).toBe(false);
    expect(run.evidence(wordless)).toMatchObject({
      log: null,
      suspected: true,
      learning: { signals: 1, because: 'few rows' },
    });
  });

  it('weighs signals: half the weight costs ln 2', () => {
    const alone = gathering(plan, null, 0);
    const shared = gathering(
      planOf(signal({ weight: 0.5 }), signal({ weight: 0.5, of: 'x', kind: 'missing' })),
      null,
      0,
    );
    checker(alone)(2);
    shared.take({ streams: [misses(10, 2), null], rows: 10, at: 120_000, starts: true });
    const [one, half] = [alone, shared].map((run) => run.evidence(wordless).log ?? 0);
    expect((one ?? 0) - (half ?? 0)).toBeCloseTo(Math.LN2, 5);
  });

  it('is kept in less than 10 KB for thirty features', () => {
    // Features of twelve cells and four memories, two quality signals each, and what there is of the model.
    const cells = {
      shares: new Float64Array(12).fill(1 / 12),
      memories: [100, 400, 1600, 6400],
      kappas: [1, 1, 1, 1],
    };
    const features = Array.from({ length: 30 }, () => ({ ...signal(), kind: 'feature' as const, cells }));
    const quality = Array.from({ length: 60 }, () => signal({ kind: 'missing' }));
    const model = Array.from({ length: 4 }, () => signal());
    const { bets } = gathering({ ...plan, signals: [...features, ...quality, ...model] }, null, 0).state();
    expect(bets.byteLength).toBeLessThan(10_240);
  });
});
