import { describe, expect, it } from 'vitest';
import type { DriftReport, Performance } from '../../../core/drift.ts';
import { asksForRetraining, closeIncident, observe, openIncident } from '../../../core/evidence/monitor.ts';
import { abandonRetraining, beginRetraining, endRetraining } from '../../../core/evidence/retrainings.ts';
import { firstState, type WatchState } from '../../../core/state.ts';
import {
  incidentOf,
  large,
  many,
  minute,
  next,
  nothing,
  ok,
  outcome,
  seeing,
  small,
  start,
} from './monitor-states.ts';

describe('asking for a retraining', () => {
  const asks = (state: WatchState, known: Partial<DriftReport>) => {
    const report = next(state, known);
    return asksForRetraining(observe(state, report), report);
  };
  const fallen = (sinceChange: number | null): { performance: Performance } => ({
    performance: {
      baseline: 0.9,
      baselineRows: 2_000,
      accuracy: 0.7,
      labelled: 500,
      drop: 0.2,
      interval: [0.1, 0.3],
      drifted: true,
      sinceChange,
    },
  });

  /** Labels of the new regime, and no loss by them. */
  const held = (): { performance: Performance } => ({
    performance: {
      ...fallen(null).performance,
      accuracy: 0.9,
      drop: 0,
      interval: [-0.1, 0.1],
      drifted: false,
    },
  });

  it.each([
    { name: 'no drift', known: ok, expected: false },
    { name: 'too little data', known: nothing, expected: false },
    { name: 'small drift of the features', known: small, expected: false },
    { name: 'large drift', known: { ...large, ...held() }, expected: true },
    { name: 'large drift without a label of the new regime', known: large, expected: false },
    { name: 'a confirmed loss, small', known: { ...small, ...fallen(300) }, expected: true },
    { name: 'mode seed, at once', known: { ...small, mode: 'seed' as const }, expected: true },
  ])('$name: $expected', ({ known, expected }) => {
    expect(asks(start, known)).toBe(expected);
  });

  it('waits for 200 rows of the new regime, an hour at most', () => {
    expect(asks(start, { ...large, ...fallen(199) })).toBe(false);
    expect(asks(start, { ...large, ...fallen(200) })).toBe(true);
    const open = seeing(start, { ...large, ...fallen(20) });
    expect(asks(open, { ...large, ...fallen(50), rowsUntil: 61 * minute })).toBe(false);
    expect(asks(open, { ...large, ...fallen(50), rowsUntil: 62 * minute })).toBe(true);
  });

  it('cools down for 30 minutes after a rejection, twice as long after each further one, a day at most', () => {
    let state = seeing(start, large);
    for (const wait of [30, 60, 120, 240, 480, 960, 1_440, 1_440]) {
      state = endRetraining(beginRetraining(state), outcome('rejected'));
      const rejectedAt = state.lastReport?.rowsUntil ?? 0;
      expect(incidentOf(state).retryAt).toBe(rejectedAt + wait * minute);
      const again = { ...large, ...held() };
      expect(asks(state, { ...again, rowsUntil: rejectedAt + wait * minute - 1 })).toBe(false);
      expect(asks(state, { ...again, rowsUntil: rejectedAt + wait * minute })).toBe(true);
    }
    expect(incidentOf(state).rejections).toBe(8);
  });

  it('does not cool down in mode seed', () => {
    const seed = { ...large, mode: 'seed' as const };
    const rejected = endRetraining(seeing(start, seed, seed), outcome('rejected'));
    expect(asks(rejected, seed)).toBe(true);
  });
});

describe('a retraining', () => {
  const open = seeing(start, large);

  it('is told when it begins, and when it ends in a promotion', () => {
    const begun = beginRetraining(open);
    expect(begun).toMatchObject({ monitor: 'ACTING', incident: { phase: 'retraining', revision: 2 } });
    const ended = endRetraining(begun, outcome('promoted', 2));
    expect(ended).toMatchObject({ monitor: 'OK', quiet: 0, recent: [] });
    expect(ended.incident).toMatchObject({
      phase: 'resolved',
      resolution: 'promoted',
      revision: 3,
      retrain: { version: 2 },
    });
  });

  it('goes back to firing with its reason when the challenger is rejected', () => {
    const ended = endRetraining(beginRetraining(open), outcome('rejected'));
    expect(ended).toMatchObject({ monitor: 'ALARM' });
    expect(ended.incident).toMatchObject({ phase: 'rejected', resolution: null, rejections: 1, revision: 3 });
    expect(openIncident(ended)).not.toBeNull();
  });

  it('shows the newest report on a card that is edited anyway', () => {
    const later = seeing(open, { ...large, score: 0.52 });
    expect(incidentOf(later).latest.number).toBe(1);
    expect(incidentOf(endRetraining(later, outcome('rejected'))).latest.number).toBe(2);
  });

  it('that breaks off leaves everything as it was', () => {
    expect(abandonRetraining(beginRetraining(open))).toMatchObject({
      monitor: 'ALARM',
      incident: { phase: 'firing', revision: 3 },
    });
    const rejected = endRetraining(open, outcome('rejected'));
    expect(abandonRetraining(beginRetraining(rejected)).incident).toMatchObject({ phase: 'rejected' });
    expect(abandonRetraining(open)).toBe(open);
  });

  it('without an incident opens none', () => {
    expect(beginRetraining(start)).toBe(start);
    expect(endRetraining(start, outcome('rejected')).incident).toBeNull();
    expect(endRetraining(start, outcome('promoted', 2))).toMatchObject({ monitor: 'OK', incident: null });
  });

  it('leaves a closed incident closed', () => {
    const closed = seeing(open, ...many(30, ok));
    expect(beginRetraining(closed)).toBe(closed);
    expect(endRetraining(closed, outcome('rejected')).incident).toEqual(closed.incident);
  });
});

describe('another version that comes to serve', () => {
  it.each(['rolled_back', 'promoted'] as const)('closes the open incident: %s', (resolution) => {
    const closed = closeIncident(seeing(start, large), { resolution, at: 9 });
    expect(closed).toMatchObject({
      monitor: 'OK',
      incident: { phase: 'resolved', resolution, closedAt: 9, revision: 2 },
    });
  });

  it('ends the learning where there is no incident, and forgets the checks before', () => {
    const learning = { ...firstState('shop', 0), recent: [true, true], quiet: 9 };
    expect(closeIncident(learning, { resolution: 'promoted', at: 9 })).toMatchObject({
      monitor: 'OK',
      incident: null,
      recent: [],
      quiet: 0,
    });
  });
});
