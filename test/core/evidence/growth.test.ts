import { describe, expect, it } from 'vitest';
import type { Learning } from '../../../core/drift.ts';
import { type Doubt, doubtIn, growthOf, newlyArmed } from '../../../core/evidence/growth.ts';
import type { Plan } from '../../../core/evidence/plan.ts';

const day = 86_400_000;

function planOf(...reasons: (Learning | null)[]): Pick<Plan, 'signals'> {
  const one = {
    kind: 'missing',
    of: 'x',
    weight: 0,
    weightInAll: 0,
    usual: 0,
    bounds: [],
    falling: false,
  } as const;
  return { signals: reasons.map((learning) => ({ ...one, learning })) };
}

interface Given {
  rows: number;
  span?: number | null;
  features?: number;
  since: number;
  sinceSpan?: number | null;
  labels?: number;
  cycle?: number | null;
  doubt?: Doubt;
}

function growth(reason: Learning | null, given: Given) {
  const {
    rows,
    span = null,
    features = 5,
    since,
    sinceSpan = null,
    labels = 0,
    cycle = null,
    doubt = 'none',
  } = given;
  return growthOf(planOf(null, reason), {
    past: { rows, span, features },
    since: { rows: since, span: sinceSpan, labels, doubt },
    cycle,
  });
}

describe('a reference grows', () => {
  it('when it has doubled, or is long enough to calibrate on', () => {
    expect(growth('few rows', { rows: 300, since: 299 })).toBeNull();
    expect(growth('few rows', { rows: 300, since: 300 })).toBe(20_000);
    expect(growth('few rows', { rows: 600, since: 199 })).toBeNull();
    expect(growth('few rows', { rows: 600, since: 200 })).toBe(20_000);
  });

  it('when it holds two seasons', () => {
    const rows = { rows: 1_000, span: 10 * day, cycle: 7 * day };
    expect(growth('short history', { ...rows, since: 399, sinceSpan: 3.99 * day })).toBeNull();
    expect(growth('short history', { ...rows, since: 400, sinceSpan: 4 * day })).toBe(20_000);
  });

  it('when 300 labels have come to measure its accuracy on, however long it is', () => {
    expect(growth('few labels', { rows: 5_000, since: 900, labels: 299 })).toBeNull();
    expect(growth('few labels', { rows: 5_000, since: 900, labels: 300 })).toBe(20_000);
    expect(growth('few labels', { rows: 20_000, since: 900, labels: 300 })).toBe(20_000);
  });

  it('never where nothing learns, or more rows would not help', () => {
    expect(growth(null, { rows: 300, since: 9_000, labels: 9_000 })).toBeNull();
    expect(growth('restless history', { rows: 2_000, since: 9_000, labels: 9_000 })).toBeNull();
  });

  it('not while something is suspected, but for the season that nobody has seen twice', () => {
    for (const doubt of ['learning', 'armed'] as const) {
      expect(growth('few rows', { rows: 300, since: 900, doubt })).toBeNull();
      expect(growth('few labels', { rows: 300, since: 900, labels: 900, doubt })).toBeNull();
    }
    const twice = { rows: 1_000, span: 10 * day, since: 400, sinceSpan: 4 * day, cycle: 7 * day };
    expect(growth('short history', { ...twice, doubt: 'learning' })).toBe(20_000);
    expect(growth('short history', { ...twice, doubt: 'armed' })).toBeNull();
    const once = { ...twice, since: 2_000, cycle: 14 * day };
    expect(growth('short history', { ...once, doubt: 'learning' })).toBeNull();
  });

  it('though something is suspected, once the accuracy has held for three times as long', () => {
    const error = planOf(null, 'few rows').signals.map((signal) => ({
      ...signal,
      kind: 'error',
      learning: null,
    }));
    const signals = [...planOf(null, 'few rows').signals, ...error] as Plan['signals'];
    const grown = (rows: number, doubt: Doubt) =>
      growthOf(
        { signals },
        {
          past: { rows: 300, span: null, features: 5 },
          since: { rows, span: null, labels: rows, doubt },
          cycle: null,
        },
      );
    expect([grown(899, 'learning'), grown(900, 'learning'), grown(900, 'armed')]).toEqual([
      null,
      20_000,
      null,
    ]);
  });

  it('no more once it is full', () => {
    expect(growth('few labels', { rows: 20_000, since: 40_000 })).toBeNull();
    const seasons = { rows: 100_000, span: day, since: 100_000, sinceSpan: day, cycle: 7 * day };
    expect(growth('short history', seasons)).toBeNull();
  });
});

describe('the room it has', () => {
  // 10,000 rows a day.
  const busy = (days: number, features = 5) =>
    growth('short history', {
      ...{ rows: 10_000, span: day, features },
      ...{ since: 10_000, sinceSpan: day, cycle: days * day },
    });

  it('is 20,000 rows, or what two and a quarter seasons need', () => {
    expect(busy(0.5)).toBe(20_000);
    expect(busy(2)).toBe(45_000);
  });

  it('ends at 100,000 rows and at 3,000,000 cells', () => {
    expect(busy(7)).toBe(100_000);
    expect(busy(7, 60)).toBe(50_000);
    // A wide watch keeps what any watch has.
    expect(busy(2, 600)).toBe(20_000);
  });
});

describe('features are newly armed', () => {
  const feature = (learning: Learning | null): Pick<Plan, 'signals'> => {
    const cells = { shares: new Float64Array(), memories: [], kappas: [] };
    return { signals: [{ kind: 'feature', of: 'x', weight: 0, weightInAll: 0, learning, cells }] };
  };

  it('when some may prove drift and none could before', () => {
    expect(newlyArmed(feature('few rows'), feature(null))).toBe(true);
    expect(newlyArmed(feature('few rows'), feature('few rows'))).toBe(false);
    expect(newlyArmed(feature(null), feature(null))).toBe(false);
    expect(newlyArmed(planOf('few labels'), planOf(null))).toBe(false);
  });
});

describe('a suspicion', () => {
  it('is that of what learns while what is armed says less than half of an alarm', () => {
    expect(doubtIn({ suspected: false, log: 4, bar: 8 })).toBe('none');
    expect(doubtIn({ suspected: true, log: 3.9, bar: 8 })).toBe('learning');
    expect(doubtIn({ suspected: true, log: null, bar: 8 })).toBe('learning');
    expect(doubtIn({ suspected: true, log: 4, bar: 8 })).toBe('armed');
  });
});
