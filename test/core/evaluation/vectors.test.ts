import { describe, expect, it } from 'vitest';
import { accuracyDrop } from '../../../core/evaluation/accuracy-drop.ts';
import { clopperPearsonUpper } from '../../../core/evaluation/clopper-pearson.ts';
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

const adapters = {
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
