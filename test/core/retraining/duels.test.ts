import { describe, expect, it } from 'vitest';
import { duels } from '../../../core/retraining/duels.ts';
import { frameOf } from '../estimators/frame-of.ts';

function fixed(always: 'no' | 'yes', sure: number) {
  const shares = always === 'no' ? [sure, 1 - sure] : [1 - sure, sure];
  const schema = { features: [{ name: 'x', kind: 'numeric' as const }], classes: ['no', 'yes'] };
  return { estimator: 'majority', schema, parameters: { shares } };
}

describe('a duel', () => {
  const labels = ['yes', 'yes', 'yes', 'no', 'no', 'perhaps'];
  const holdout = frameOf({ x: labels.map((_, row) => row) }, labels);

  it('counts the rows only one of the two gets right', () => {
    const [duel] = duels({ champion: fixed('no', 0.8), challengers: [fixed('yes', 0.6)], holdout });
    expect(duel).toMatchObject({ holdoutRows: 6, championOnly: 2, challengerOnly: 3 });
    expect(duel?.champion.accuracy).toBeCloseTo(2 / 6, 12);
    expect(duel?.challenger.accuracy).toBeCloseTo(3 / 6, 12);
  });

  it('asks models of somebody else for what they answered, a row without an answer being no hit', () => {
    const model = { ...fixed('no', 1), estimator: 'onnx', parameters: null };
    const said = (codes: number[]) => ({
      predicted: {
        kind: 'categorical' as const,
        name: 'prediction',
        codes: Int32Array.from(codes),
        categories: ['no', 'yes'],
      },
      scores: null,
    });
    const answers = [said([0, 0, 0, 0, 0, -1]), said([1, 1, 0, 1, 0, -1])];
    const [duel] = duels({ champion: model, challengers: [model], holdout, answers });
    expect(duel).toMatchObject({ championOnly: 1, challengerOnly: 2 });
    expect(duel?.champion.accuracy).toBeCloseTo(2 / 6, 12);
    expect(duel?.challenger.accuracy).toBeCloseTo(3 / 6, 12);
  });

  it('measures how far stated probabilities are from what came true', () => {
    // "yes" is always promised with 0.6 and is true in 3 of 6 rows; always with 0.2, by the champion.
    const [duel] = duels({ champion: fixed('no', 0.8), challengers: [fixed('yes', 0.6)], holdout });
    expect(duel?.champion.ece).toBeCloseTo(0.3, 12);
    expect(duel?.challenger.ece).toBeCloseTo(0.1, 12);
  });

  it('counts them in the commonest categories where the champion is ahead', () => {
    const cities = Array.from({ length: 160 }, (_, row) =>
      row < 60 ? 'Paris' : row < 120 ? 'Lyon' : 'Nice',
    );
    const truth = cities.map((city) => (city === 'Lyon' ? 'yes' : 'no'));
    const [duel] = duels({
      champion: fixed('no', 0.8),
      challengers: [fixed('yes', 0.6)],
      holdout: frameOf({ city: cities }, truth),
    });
    expect(duel).toMatchObject({ championOnly: 100, challengerOnly: 60 });
    // Of Lyon the challenger is ahead, and of Nice there are fewer than fifty rows.
    expect(duel?.segments).toEqual([
      { feature: 'city', value: 'Paris', rows: 60, championOnly: 60, challengerOnly: 0 },
    ]);
  });

  it('measures the log-loss of the true class, a class unknown to the model costing the most', () => {
    const known = frameOf({ x: [1, 2] }, ['yes', 'no']);
    const [duel] = duels({ champion: fixed('no', 0.8), challengers: [fixed('yes', 0.6)], holdout: known });
    expect(duel?.champion.logLoss).toBeCloseTo(-(Math.log(0.2) + Math.log(0.8)) / 2, 12);
    const foreign = frameOf({ x: [1] }, ['perhaps']);
    const [lost] = duels({ champion: fixed('no', 0.8), challengers: [fixed('yes', 0.6)], holdout: foreign });
    expect(lost?.champion.logLoss).toBeCloseTo(-Math.log(1e-15), 6);
    expect(lost?.champion.auc).toBeNull();
  });
});
