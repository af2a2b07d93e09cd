import { describe, expect, it } from 'vitest';
import { generate } from '../../bench/drift/streams.ts';
import { walk } from '../../bench/drift/walk.ts';
import { compared, wholeLoop } from '../../bench/retrain/compared.ts';

const sine1 = generate('SINE1', 2_500, 1);

describe('the whole loop along a stream whose labels turn over every 2,500 rows', () => {
  it('promotes a model after every change, and is right where doing nothing is not', () => {
    const walked = walk(wholeLoop, sine1);
    expect(walked.retrains).toBeGreaterThanOrEqual(4);
    expect(walked.accuracy).toBeGreaterThan(0.8);
  });

  it('is held to what doing nothing and the best of five periods reach on the same rows', () => {
    const goals = { accuracy: 0.8, belowPeriodic: 0.005, promotions: 6, promotionsByPeriodic: 0.1 };
    const rows = compared([sine1], goals, { subject: 'streams', note: '' });
    const judged = rows.filter(({ targets }) => Object.keys(targets).length > 0);
    expect(judged.map(({ what }) => what)).toEqual([
      'SINE1: at worst above doing nothing',
      'SINE1: below periodic 250',
      'SINE1: tournaments the data gate stopped',
      'SINE1: promotions',
      'SINE1: promotions by retrains of periodic 250',
    ]);
    const accuracies = new Map(rows.map(({ what, ours }) => [what, ours.median]));
    const [whole = 0, nothing = 0] = ['the whole loop', 'do nothing'].map((name) =>
      accuracies.get(`SINE1: ${name}`),
    );
    expect(accuracies.get('SINE1: at worst above doing nothing')).toBeCloseTo(whole - nothing, 12);
  });

  it('has to reach an accuracy in the mean of five streams: of fewer the noise of their labels says more', () => {
    const short = [1, 2, 3, 4, 5].map((seed) => generate('SINE1', 400, seed));
    const heldTo = (streams: typeof short) =>
      compared(streams, { accuracy: 0.5 }, { subject: 'streams', note: '' }).find(({ what }) =>
        what.startsWith('SINE1: mean accuracy'),
      );
    const sum = short.reduce((so, stream) => so + walk(wholeLoop, stream).accuracy, 0);
    expect(heldTo(short)).toMatchObject({ targets: { least: 0.5 }, ours: { median: sum / 5 } });
    expect(heldTo(short.slice(1))).toBeUndefined();
  });
});
