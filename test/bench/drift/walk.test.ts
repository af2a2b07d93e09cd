import { describe, expect, it } from 'vitest';
import { judge } from './judged.ts';
import { type Policy, policies } from './policies.ts';
import { generate } from './streams.ts';
import { lastLabelAccuracy, leadIn, walk } from './walk.ts';

const sine1 = generate('SINE1', 3_000, 1);
const policy = (name: string): Policy => {
  const found = policies.find((each) => each.name === name);
  if (found === undefined) throw new Error(`there is no policy ${name}`);
  return found;
};

describe('a walk along a stream whose labels turn over every 3,000 rows', () => {
  it('finds every change with our bet, cries none, and is right where doing nothing is not', () => {
    const walked = walk(policy('ours'), sine1);
    expect(judge(walked, sine1)).toMatchObject({ missed: 0, false: 0 });
    // The tenth of the labels that is noise leaves 0.9; each change costs some 200 rows.
    expect(walked.accuracy).toBeGreaterThan(0.8);
    expect(walk(policy('do nothing'), sine1).accuracy).toBeLessThan(0.62);
  });

  it('retrains by the calendar and by the dummy as often as they say', () => {
    const rows = sine1.rows.rows - leadIn;
    expect(walk(policy('periodic 500'), sine1)).toMatchObject({ alarms: [], retrains: rows / 500 });
    const { alarms } = walk(policy('alarm every 2,000 rows'), sine1);
    expect(alarms[0]).toBe(leadIn + 1_999);
  });

  it('is the same each time', () => {
    expect(walk(policy('DDM'), sine1)).toEqual(walk(policy('DDM'), sine1));
  });

  it('has the last label as its humblest rival', () => {
    // Independent rows of two even classes: a coin.
    expect(lastLabelAccuracy(sine1)).toBeCloseTo(0.5, 1.5);
  });
});
