// Why a check and a tournament ended as they did, as cards say it.
import { describe, expect, it } from 'vitest';
import { rowsForScore, trialReason, verdictReason } from '../../../core/cards/reasons.ts';
import { wordsOf } from '../../../core/cards/words/index.ts';
import type { Cause, DriftReport, Evidence } from '../../../core/drift.ts';
import { minimumRows } from '../../../core/evidence/compare.ts';
import { judge } from '../../../core/retraining/gate.ts';
import type { Trial } from '../../../core/retraining/outcome.ts';
import { largeDrift, noDrift, tooFewRows } from './fixtures.ts';
import { quality } from './measured.ts';
import { noon } from './moments.ts';
import { refusals, refusedFor } from './outcomes.ts';
import { en } from './words.ts';

const fr = wordsOf('fr');

function evidenceOf(facts: Partial<Evidence>): DriftReport {
  return { ...noDrift, evidence: noDrift.evidence && { ...noDrift.evidence, ...facts } };
}

function cause(kind: Cause['kind'], of: string | null, [before, after]: [string, string]): Cause {
  return { kind, of, share: 0.3, since: null, before, after };
}

describe('the reason of a verdict', () => {
  it('names the causes, strongest first, in the marks of the language', () => {
    const causes = [
      cause('error', null, ['0.900', '0.700']),
      cause('feature', 'age', ['mean 1', 'mean 2.5']),
      cause('missing', 'income', ['0.0 %', '31 %']),
    ];
    const report = evidenceOf({ log: 9, causes });
    expect(verdictReason(report, en)).toBe(
      'accuracy: 0.900 -> 0.700; age: mean 1 -> mean 2.5; income missing: 0.0 % -> 31 %',
    );
    expect(verdictReason(report, fr).replace(/[\u00a0\u202f]/g, ' ')).toBe(
      'exactitude : 0,900 -> 0,700 ; age : moyenne 1 -> moyenne 2,5 ; income (manquants) : 0,0 % -> 31 %',
    );
  });

  it('says how far the evidence has come where it proves nothing', () => {
    const little = { log: 1, bar: 8, causes: [], learning: null };
    expect(verdictReason(evidenceOf(little), en)).toBe('the evidence stands at 12 % of what an alarm takes');
    expect(verdictReason(evidenceOf({ ...little, log: -1 }), en)).toContain('at 0 % of');
    expect(verdictReason(evidenceOf({ ...little, standing: { rows: 40, at: noon } }), en)).toBe(
      'the alarm stands until thirty checks are quiet; since it, 12 % of another',
    );
    const learning = { signals: 14, because: 'short history' } as const;
    expect(verdictReason(evidenceOf({ ...little, learning }), en)).toBe(
      'all signals still learn what is usual',
    );
  });

  it('says how many rows are missing when there are too few', () => {
    expect(verdictReason(tooFewRows, en)).toBe('12 of 30 rows that a window needs');
    expect(rowsForScore).toBe(minimumRows);
  });

  it('says in mode seed how far accuracy fell, or which labels are missing', () => {
    const seed: DriftReport = { ...largeDrift, mode: 'seed', evidence: null };
    const { performance } = seed;
    expect(verdictReason({ ...seed, verdict: 'ok', threshold: 0.2 }, en)).toBe(
      'accuracy 0.781 against 0.912 on 214 rows: a drop of 0.131, not over the threshold 0.2',
    );
    const unlabelled = { ...seed, verdict: 'insufficient_data' } as const;
    expect(verdictReason({ ...unlabelled, performance: null }, en)).toContain('has no labels to measure');
    expect(
      verdictReason({ ...unlabelled, performance: performance && { ...performance, drop: null } }, en),
    ).toBe('none of the new rows has a label yet');
  });
});

describe('the reason of a decision', () => {
  const even = quality(0.8, 0.4, 0.8);
  const occasion = { trigger: 'manual', baseline: null, candidates: 1 } as const;
  const duel = (championOnly: number, challengerOnly: number) =>
    judge(
      { holdoutRows: 200, champion: even, challenger: even, championOnly, challengerOnly, segments: [] },
      occasion,
    );

  it('tells better, not better, and perhaps chance apart', () => {
    expect(trialReason(duel(0, 5), en)).toBe(
      'the challenger is better (right where the other is wrong: challenger 5, champion 0, of 200 holdout rows; p = 0.031, at most 0.05 needed)',
    );
    expect(trialReason(duel(2, 6), en)).toMatch(
      /^the challenger is ahead but that may be chance .* p = 0\.14,/,
    );
    expect(trialReason(duel(6, 2), en)).toMatch(/^the challenger is not better/);
    expect(trialReason(duel(2, 6), fr)).toMatch(/p = 0,14, il faut au plus 0,05\)$/);
  });

  it('names the guard that kept out one that was right more often', () => {
    expect(refusals.map((refusal) => trialReason(refusedFor(refusal), en))).toEqual([
      'even the best challenger reaches an accuracy of 0.931 where the champion once had 0.880: wrong labels, or a change that the features do not explain',
      'the challenger’s probabilities are worse: log-loss up by 0.031, at most 0.02 allowed',
      'the challenger’s probabilities keep less of what they promise: calibration error up by 0.051, at most 0.03 allowed',
      'the challenger is worse where city = Lyon (right where the other is wrong: challenger 1, champion 9, of 60 rows; p = 0.011)',
    ]);
  });

  it('says that the same regime with more rows has only to be no worse', () => {
    const grown: Trial = { ...duel(2, 2), continued: true, alpha: 0.8, refused: [], promote: true };
    expect(trialReason(grown, en)).toMatch(
      /^the same regime with twice the rows, and no worse .* p = 0\.69, at most 0\.8 needed\)$/,
    );
  });

  it('reads what older versions stored, which knew of the paired test alone', () => {
    const { refused: _, ...old } = duel(2, 6);
    expect(trialReason(old, en)).toMatch(/^the challenger is ahead but that may be chance/);
    const { refused: __, ...won } = duel(0, 5);
    expect(trialReason(won, en)).toMatch(/^the challenger is better/);
  });

  it('names the policy that kept a better one out', () => {
    expect(trialReason({ ...duel(0, 5), promote: false }, en)).toMatch(
      /^policy shadow never promotes; otherwise: the challenger is better/,
    );
  });
});
