import { describe, expect, it } from 'vitest';
import { accuracyDrop } from '../../../core/evaluation/accuracy-drop.ts';
import { brierScore } from '../../../core/evaluation/brier.ts';
import { expectedCounts, expectedOfTwo } from '../../../core/evaluation/cbpe.ts';
import { clopperPearsonUpper } from '../../../core/evaluation/clopper-pearson.ts';
import { expectedCalibrationError } from '../../../core/evaluation/ece.ts';
import { fitIsotonic, isotonicAt } from '../../../core/evaluation/isotonic.ts';
import { logLoss } from '../../../core/evaluation/log-loss.ts';
import { mcnemar } from '../../../core/evaluation/mcnemar.ts';
import { rocAuc } from '../../../core/evaluation/roc-auc.ts';
import type { Interval } from '../../../core/evaluation/wilson.ts';
import { casesOf, columnAt, expectClose, numberAt, type VectorCase } from '../stats/vectors.ts';

const pair = (interval: Interval | undefined) => [interval?.low, interval?.high];

function drop(vector: VectorCase) {
  const { value } = accuracyDrop(
    { correct: numberAt(vector, 'baselineCorrect'), rows: numberAt(vector, 'baselineN') },
    { correct: numberAt(vector, 'currentCorrect'), rows: numberAt(vector, 'currentN') },
  );
  return {
    ...{ drop: value?.drop, z: value?.z, pOneSided: value?.pOneSided },
    ...{ wilson1: pair(value?.baseline), wilson2: pair(value?.current), ci: pair(value?.interval) },
  };
}

function upperBound(vector: VectorCase) {
  return clopperPearsonUpper(
    numberAt(vector, 'errors'),
    numberAt(vector, 'n'),
    numberAt(vector, 'confidence'),
  );
}

function test(vector: VectorCase) {
  const p = mcnemar({
    championOnlyRight: numberAt(vector, 'championOnlyRight'),
    challengerOnlyRight: numberAt(vector, 'challengerOnlyRight'),
  });
  return {
    pTwoSidedExact: p.twoSided,
    pChallengerBetterExact: p.challengerBetter,
    pChallengerBetterMidP: p.challengerBetterMidP,
  };
}

function cbpe(vector: VectorCase) {
  const p = columnAt(vector, 'calibratedProbability');
  const predicted = columnAt(vector, 'predicted');
  const {
    truePositives: TP,
    falsePositives: FP,
    falseNegatives: FN,
    trueNegatives: TN,
  } = expectedCounts(p, predicted);
  return {
    TP,
    FP,
    FN,
    TN,
    precision: TP / (TP + FP),
    recall: TP / (TP + FN),
    ...expectedOfTwo(p, predicted),
  };
}

/** The reference keeps a knot for each distinct x; ours only where the curve bends. */
function isotonic(vector: VectorCase) {
  const curve = fitIsotonic(columnAt(vector, 'x'), columnAt(vector, 'y'));
  const at = (x: Iterable<number>) => Array.from(x, (one) => isotonicAt(curve, one));
  const knots = [...new Set(columnAt(vector, 'x'))].sort((one, other) => one - other);
  return { knots, values: at(knots), predictions: at(columnAt(vector, 'predictAt')) };
}

function ece(vector: VectorCase) {
  const bins = vector.params?.bins;
  return expectedCalibrationError(columnAt(vector, 'probability'), columnAt(vector, 'label'), bins).value;
}

const adapters = {
  cbpe: { cases: 1, answer: cbpe },
  isotonic: { cases: 1, answer: isotonic },
  ece: { cases: 1, answer: ece },
  brier: {
    cases: 1,
    answer: (v: VectorCase) => brierScore(columnAt(v, 'probability'), columnAt(v, 'label')).value,
  },
  accuracyDrop: { cases: 5, answer: drop },
  clopperPearsonUpper: { cases: 5, answer: upperBound },
  mcnemar: { cases: 6, answer: test },
  rocAuc: { cases: 1, answer: (v: VectorCase) => rocAuc(columnAt(v, 'score'), columnAt(v, 'label')).value },
  logLoss: {
    cases: 1,
    answer: (v: VectorCase) => logLoss(columnAt(v, 'probability'), columnAt(v, 'label')).value,
  },
};

describe('the measures of a model agree with the reference vectors', () => {
  for (const [fn, { cases, answer }] of Object.entries(adapters)) {
    const vectors = casesOf(fn);
    it(`${fn} has all its ${cases} cases`, () => expect(vectors).toHaveLength(cases));
    it.each(vectors)('$id', (vector) => expectClose(answer(vector), vector.expected, vector));
  }
});
