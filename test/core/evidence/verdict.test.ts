import { describe, expect, it } from 'vitest';
import type { Cause, Evidence } from '../../../core/drift.ts';
import { brokenColumns, isPipeline, judgeFull, judgeSeed, proven } from '../../../core/evidence/verdict.ts';
import { reportOf } from '../../contracts/samples.ts';

const cause = (known: Partial<Cause>): Cause => ({
  kind: 'feature',
  of: 'age',
  share: 0.4,
  since: null,
  before: 'mean 1',
  after: 'mean 2',
  ...known,
});

const little: Evidence = {
  log: 1,
  bar: 8,
  suspicion: 1,
  suspected: false,
  standing: null,
  causes: [],
  signals: 9,
  learning: null,
};
const proof: Evidence = { ...little, log: 8, suspicion: 8, suspected: true, causes: [cause({})] };

const findings = {
  windowRows: 500,
  evidence: little,
  features: [],
  prediction: null,
  performance: null,
  estimate: null,
  dataScore: 0.1,
  skillScore: null,
};

describe('the verdict of mode full', () => {
  it.each([
    { name: 'no proof, low score', given: {}, verdict: 'ok', grade: 'none' },
    { name: 'no proof, high score', given: { dataScore: 0.3 }, verdict: 'ok', grade: 'unproven' },
    { name: 'proof, low score', given: { evidence: proof }, verdict: 'drift', grade: 'small' },
    {
      name: 'proof, score at the threshold',
      given: { evidence: proof, dataScore: 0.25 },
      verdict: 'drift',
      grade: 'large',
    },
    {
      name: 'an alarm that stands',
      given: { evidence: { ...little, standing: { rows: 40, at: 0 } } },
      verdict: 'drift',
      grade: 'small',
    },
    {
      name: 'proof on few rows',
      given: { evidence: proof, windowRows: 12 },
      verdict: 'drift',
      grade: 'small',
    },
  ])('$name: $verdict, $grade', ({ given, verdict, grade }) => {
    expect(judgeFull({ ...findings, ...given }, 0.25)).toMatchObject({ verdict, grade });
  });

  it('scores by the larger of data and skill', () => {
    expect(judgeFull({ ...findings, skillScore: 0.4 }, 0.25).score).toBe(0.4);
    expect(judgeFull({ ...findings, skillScore: 0.05 }, 0.25).score).toBe(0.1);
  });

  it('is proof from the bar on, and nothing below it', () => {
    expect(proven({ evidence: proof })).toBe(true);
    expect(proven({ evidence: { ...proof, log: 7.999 } })).toBe(false);
    expect(proven({ evidence: { ...proof, log: null } })).toBe(false);
  });

  it('takes an alarm for a broken pipeline when most of its evidence is of quality', () => {
    const missing = cause({ kind: 'missing', of: 'income', share: 0.6 });
    const reporting = (causes: readonly Cause[]) =>
      reportOf({ watch: 'shop', number: 1, evidence: { ...proof, causes } });
    expect(isPipeline(reporting([missing, cause({})]))).toBe(true);
    expect(isPipeline(reporting([{ ...missing, share: 0.5 }, cause({})]))).toBe(false);
    expect(isPipeline({ evidence: null })).toBe(false);
  });

  it('names the columns of a broken pipeline once each, and none of an alarm about the world', () => {
    const causes = [
      cause({ kind: 'missing', of: 'income', share: 0.5 }),
      cause({ kind: 'category', of: 'city', share: 0.2 }),
      cause({ kind: 'category', of: 'income', share: 0.2 }),
    ];
    expect(brokenColumns({ evidence: { ...proof, causes } })).toEqual(['income', 'city']);
    const outOfRange = [cause({ kind: 'range', of: 'hour', share: 0.99 })];
    expect(brokenColumns({ evidence: { ...proof, causes: outOfRange } })).toEqual([]);
    const world = [cause({ share: 0.6 }), cause({ kind: 'missing', of: 'income', share: 0.4 })];
    expect(brokenColumns({ evidence: { ...proof, causes: world } })).toEqual([]);
  });

  it('gives no verdict on too few rows', () => {
    expect(judgeFull({ ...findings, windowRows: 12 }, 0.25)).toEqual({
      verdict: 'insufficient_data',
      grade: 'none',
      score: null,
    });
  });
});

describe('the verdict of mode seed', () => {
  it('needs labels', () => {
    expect(judgeSeed({ ...findings, skillScore: null }, 0.25)).toMatchObject({
      verdict: 'insufficient_data',
      score: null,
    });
  });
});
