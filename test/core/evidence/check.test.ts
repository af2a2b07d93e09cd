import { describe, expect, it } from 'vitest';
import type { DriftReport } from '../../../core/drift.ts';
import { concatFrames, type Frame, sliceRows } from '../../../core/frame/frame.ts';
import type { EvidenceState } from '../../../core/state.ts';
import { type Change, chance, check, checked, notFinite, only, people, profiled, settings } from './rows.ts';

describe('mode full', () => {
  const random = chance(1);
  const reference = profiled(people(random, 2_000));
  const judged = (change: Partial<Change>, rows = 500) =>
    only(check({ ...reference, fresh: people(random, rows, change) }));
  const drifted = (report: DriftReport) =>
    report.features.filter((feature) => feature.drifted).map(({ name }) => name);

  it('finds nothing where nothing moved', () => {
    const report = judged({});
    expect(report).toMatchObject({ verdict: 'ok', grade: 'none', windowRows: 500, referenceRows: 2_000 });
    expect(drifted(report)).toEqual([]);
  });

  it('finds a feature that moved by a standard deviation, and blames that one', () => {
    const report = judged({ shift: 1 });
    expect(report.verdict).toBe('drift');
    expect(drifted(report)).toEqual(['age']);
    expect(report.evidence?.causes).toHaveLength(1);
    expect(report.evidence?.causes[0]).toMatchObject({
      of: 'age',
      before: expect.stringMatching(/^mean (39|40)\.\d$/),
      after: expect.stringMatching(/^mean (49|50)\.\d$/),
    });
  });

  it('finds missing values that appear', () => {
    expect(drifted(judged({ missing: 0.1 }))).toEqual(['income']);
  });

  it('blames what is missing, or was never seen, not the mean of what is left', () => {
    const blamed = (change: Partial<Change>) => judged(change).evidence?.causes[0];
    const gone = blamed({ missing: 0.1 });
    expect(gone).toMatchObject({
      kind: 'missing',
      of: 'income',
      after: expect.stringMatching(/^\d+(\.\d)? %$/),
    });
    expect(gone?.share).toBeGreaterThan(0.9);
    const unheard = blamed({ colours: ['red', 'blue', 'green', 'mauve'] });
    expect(unheard).toMatchObject({
      kind: 'category',
      of: 'colour',
      after: expect.stringMatching(/^2\d %$/),
    });
    // What moved for real is the feature's own, though some of it is out of range.
    expect(blamed({ shift: 4 })).toMatchObject({ kind: 'feature', of: 'age' });
  });

  it('finds a feature that is missing altogether', () => {
    const report = judged({ missing: 1 });
    expect(drifted(report)).toEqual(['income']);
    const income = report.features.find(({ name }) => name === 'income');
    expect(income).toMatchObject({ after: 'mean unknown (all missing)', ks: null, psi: null });
    expect(income?.effect).toBeGreaterThan(0.9);
    expect(report.dataScore).toBeGreaterThan(0.25);
  });

  it('finds values that appear where there were none', () => {
    const empty = profiled(people(random, 2_000, { missing: 1 }));
    const report = only(check({ ...empty, fresh: people(random, 500) }));
    expect(drifted(report)).toEqual(['income']);
  });

  it('takes a feature that was always missing and still is for unchanged', () => {
    const empty = profiled(people(random, 2_000, { missing: 1 }));
    const report = only(check({ ...empty, fresh: people(random, 500, { missing: 1 }) }));
    expect(report.verdict).toBe('ok');
    expect(notFinite(report)).toEqual([]);
  });

  it('finds a category nobody has seen before', () => {
    const report = judged({ colours: ['red', 'blue', 'green', 'mauve'] });
    expect(drifted(report)).toEqual(['colour']);
    expect(report.features.find(({ name }) => name === 'colour')?.after).toMatch(/^other 2\d %$/);
  });

  it('finds a category that is gone', () => {
    expect(drifted(judged({ colours: ['red', 'blue'] }))).toEqual(['colour']);
  });

  it('does not mind other dictionaries of the same categories', () => {
    expect(judged({ colours: ['green', 'blue', 'red'] }).verdict).toBe('ok');
  });

  it('has nothing against a constant feature, but notices when it changes', () => {
    expect(judged({}).features.find(({ name }) => name === 'same')).toMatchObject({
      effect: 0,
      drifted: false,
    });
    const fresh = people(random, 500);
    const columns = fresh.columns.map((column) =>
      column.name === 'same' && column.kind === 'numeric'
        ? { ...column, values: column.values.map((value) => value + 1) }
        : column,
    );
    expect(drifted(only(check({ ...reference, fresh: { ...fresh, columns } })))).toEqual(['same']);
  });

  it('says nothing on fewer than 30 rows', () => {
    const report = judged({}, 29);
    expect(report).toMatchObject({
      verdict: 'insufficient_data',
      grade: 'none',
      score: null,
      dataScore: null,
    });
    expect(report.features.every(({ effect, p }) => effect === null && p === null)).toBe(true);
    expect(judged({}, 30).verdict).toBe('ok');
  });

  it('looks back over the rows before, as far as the window reaches', () => {
    const context = people(random, 500);
    const fresh = people(random, 100);
    const report = only(check({ ...reference, context, fresh }));
    expect(report).toMatchObject({ newRows: 100, windowRows: 500 });
    const short = only(check({ ...reference, context: people(random, 20), fresh: people(random, 15) }));
    expect(short).toMatchObject({ newRows: 15, windowRows: 35 });
  });

  it('lets one slice after the other see only what had arrived by then', () => {
    const fresh = concatFrames(people(random, 500), people(random, 500, { shift: 1 }));
    const ends = Array.from({ length: 20 }, (_, slice) => 50 * (slice + 1));
    const slices = checked({ ...reference, fresh, ends });
    expect(slices.slice(0, 10).map(({ report }) => report.verdict)).toEqual(Array(10).fill('ok'));
    expect(slices.at(-1)?.report.verdict).toBe('drift');
    // The same rows check by check, the evidence kept in between, come to the same.
    let evidence: EvidenceState | null = null;
    ends.forEach((end, slice) => {
      const context = sliceRows(fresh, Math.max(0, end - 550), end - 50);
      const own = { ...reference, evidence, context, fresh: sliceRows(fresh, end - 50, end) };
      const [one] = checked({ ...own, at: 1_000 + slice * 120_000 });
      const expected = slices[slice]?.report;
      expect(one?.report).toMatchObject({ verdict: expected?.verdict, features: expected?.features });
      expect(one?.report.evidence?.log).toBe(expected?.evidence?.log);
      evidence = one?.evidence ?? null;
    });
  });

  it('has no NaN and no infinity anywhere', () => {
    const odd = [
      people(random, 500, { missing: 1 }),
      people(random, 1),
      people(random, 30, { missing: 0.99 }),
      outcomesLike(people(random, 100)),
    ];
    for (const fresh of odd) {
      for (const mode of ['full', 'seed'] as const) {
        const reports = check({ ...reference, fresh, settings: { ...settings, mode } });
        expect(notFinite(reports)).toEqual([]);
      }
    }
  });
});

/** The same rows without a label. */
function outcomesLike(frame: Frame): Frame {
  return { ...frame, label: { ...frame.label, codes: frame.label.codes.map(() => -1) } };
}
