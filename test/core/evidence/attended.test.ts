import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  acknowledgeIncident,
  closeByHand,
  isMuted,
  markReminded,
  reminderDue,
  snoozeIncident,
  wakeIncident,
} from '../../../core/evidence/attended.ts';
import { changeOf } from '../../../core/evidence/changed.ts';
import { closeIncident, openIncident } from '../../../core/evidence/monitor.ts';
import {
  abandonRetraining,
  beginRetraining,
  cancelRetraining,
  endRetraining,
} from '../../../core/evidence/retrainings.ts';
import type { Incident } from '../../../core/news.ts';
import type { WatchState } from '../../../core/state.ts';
import { incidentOf, large, minute, ok, outcome, seeing, start } from './monitor-states.ts';

const open = seeing(start, large);
const ada = { by: 'ada', at: 9 * minute, note: 'looking' };
const until = (time: number | null) => ({ by: 'ada', at: 9 * minute, until: time, reason: null });

const evidence = {
  key: 'v1',
  bets: new Uint8Array(),
  origin: 0,
  rows: 9,
  slot: null,
  told: new Uint8Array(),
  changed: { row: 1, at: 2 },
  suspected: true,
  quiet: 0,
  calm: 0,
};
const backlog = {
  since: 0,
  from: null,
  until: null,
  checks: 90,
  rows: 900,
  alarms: 1,
  promotions: 0,
  rejections: 0,
  revision: 1,
};

describe('taking an incident', () => {
  it('is done once, by whoever is first', () => {
    const taken = acknowledgeIncident(open, ada);
    expect(taken.incident).toMatchObject({ acknowledged: ada, revision: 2, phase: 'firing' });
    expect(acknowledgeIncident(taken, { ...ada, by: 'bob' })).toBe(taken);
    expect(acknowledgeIncident(start, ada)).toBe(start);
  });

  it('outlasts its quiet end and its coming back', () => {
    const back = seeing(acknowledgeIncident(open, ada), ok, large);
    expect(back.incident).toMatchObject({ acknowledged: ada, fired: 2, phase: 'firing' });
    expect(reminderDue(back, 999 * minute)).toBeNull();
  });
});

describe('a snooze', () => {
  it('mutes for its time, or until the incident is resolved', () => {
    const timed = incidentOf(snoozeIncident(open, until(60 * minute)));
    expect([isMuted(timed, 60 * minute - 1), isMuted(timed, 60 * minute)]).toEqual([true, false]);
    const lasting = snoozeIncident(open, until(null));
    expect(isMuted(incidentOf(lasting), 9_999 * minute)).toBe(true);
    expect(incidentOf(seeing(lasting, ok)).snoozed).toBeNull();
  });

  it('for a time goes on over a quiet end and a promotion, so that a flapping alarm stays quiet', () => {
    const timed = snoozeIncident(open, until(60 * minute));
    expect(incidentOf(seeing(timed, ok, large)).snoozed).toEqual(until(60 * minute));
    expect(incidentOf(endRetraining(timed, outcome('promoted', 2))).snoozed).toEqual(until(60 * minute));
  });

  it('ends with what a person does to the incident', () => {
    const timed = snoozeIncident(open, until(60 * minute));
    for (const resolution of ['rolled_back', 'promoted'] as const)
      expect(incidentOf(closeIncident(timed, { resolution, at: 1 })).snoozed).toBeNull();
    expect(incidentOf(closeByHand(timed, { by: 'ada', reason: null }, 1)).snoozed).toBeNull();
  });

  it('tells the newest there is when it ends, and calls people anew', () => {
    const later = seeing(snoozeIncident(open, until(60 * minute)), { ...large, score: 0.52 });
    const awake = incidentOf(wakeIncident(later, 60 * minute));
    expect(awake).toMatchObject({ snoozed: null, calledAt: 60 * minute, latest: { score: 0.52 } });
    expect(awake.revision).toBe(incidentOf(later).revision + 1);
    expect(wakeIncident(open, 60 * minute)).toBe(open);
  });
});

describe('closing an incident by hand', () => {
  it('says who did, and begins the evidence anew', () => {
    const closed = closeByHand({ ...open, evidence }, { by: 'ada', reason: 'known' }, 7);
    expect(closed).toMatchObject({ monitor: 'OK', evidence: null });
    expect(closed.incident).toMatchObject({
      phase: 'resolved',
      resolution: 'closed',
      closed: { by: 'ada', reason: 'known' },
      closedAt: 7,
    });
    expect(closeByHand(start, { by: 'ada', reason: null }, 7)).toBe(start);
  });
});

describe('a reminder', () => {
  const called = incidentOf(open).calledAt;

  it('is due a quarter of an hour after the alarm, and once more after an hour', () => {
    expect(reminderDue(open, called + 15 * minute - 1)).toBeNull();
    expect(reminderDue(open, called + 15 * minute)).toBe(1);
    const once = markReminded(open, 1);
    expect(reminderDue(once, called + 60 * minute - 1)).toBeNull();
    expect(reminderDue(once, called + 60 * minute)).toBe(2);
    expect(reminderDue(markReminded(once, 2), called + 9_999 * minute)).toBeNull();
  });

  it('is the second at once after a long stop', () => {
    expect(reminderDue(open, called + 60 * minute)).toBe(2);
  });

  it('changes nothing that a card shows', () => {
    expect(incidentOf(markReminded(open, 1)).revision).toBe(incidentOf(open).revision);
    expect(markReminded(start, 1)).toBe(start);
  });

  it.each([
    ['taken', acknowledgeIncident(open, ada)],
    ['snoozed', snoozeIncident(open, until(null))],
    ['being answered', beginRetraining(open)],
    ['over', seeing(open, ok)],
    ['part of a backlog', { ...open, backlog }],
    ['not there', start],
  ])('is not for one that is %s', (_, state) => {
    expect(reminderDue(state, called + 999 * minute)).toBeNull();
  });
});

describe('what a revision tells', () => {
  const change = (before: WatchState, after: WatchState) => changeOf(before.incident, incidentOf(after));

  it('is the most telling of what changed', () => {
    const taken = acknowledgeIncident(open, ada);
    const timed = snoozeIncident(open, until(60 * minute));
    const quiet = seeing(open, ok);
    const begun = beginRetraining(open);
    expect(change(start, open)).toBe('fired');
    expect(change(quiet, seeing(quiet, large))).toBe('fired_again');
    expect(change(open, seeing(open, { ...large, score: 0.9 }))).toBe('moved');
    expect(change(open, taken)).toBe('acknowledged');
    expect(change(open, timed)).toBe('snoozed');
    expect(change(timed, wakeIncident(timed, 60 * minute))).toBe('woken');
    expect(change(open, begun)).toBe('retraining');
    expect(change(begun, abandonRetraining(begun))).toBe('abandoned');
    expect(change(begun, cancelRetraining(begun, { by: 'bob', at: 9 }))).toBe('cancelled');
    expect(change(begun, endRetraining(begun, outcome('rejected')))).toBe('rejected');
    expect(change(open, quiet)).toBe('resolved');
    const over = seeing(timed, ok);
    expect(change(over, wakeIncident(over, 60 * minute))).toBe('resolved');
    expect(change(start, quiet)).toBe('resolved');
  });
});

/** Anything that can happen to a watch. */
const happenings: Record<string, (state: WatchState, at: number) => WatchState> = {
  alarm: (state) => seeing(state, large),
  calm: (state) => seeing(state, ok),
  begin: (state) => beginRetraining(state),
  promote: (state) => endRetraining(state, outcome('promoted', 2)),
  reject: (state) => endRetraining(state, outcome('rejected')),
  abandon: (state) => abandonRetraining(state),
  cancel: (state, at) => cancelRetraining(state, { by: 'bob', at }),
  take: (state, at) => acknowledgeIncident(state, { by: `at ${at}`, at, note: null }),
  snooze: (state, at) => snoozeIncident(state, { by: 'ada', at, until: at + 5, reason: null }),
  wake: (state, at) => wakeIncident(state, at),
  close: (state, at) => closeByHand(state, { by: 'ada', reason: null }, at),
  remind: (state) => markReminded(state, 1),
};

/** One incident after another: the first is over, and remembered with who took it. */
function followed(before: Incident, after: Incident, { pastIncidents }: WatchState): void {
  expect([before.phase, after.number]).toEqual(['resolved', before.number + 1]);
  const acknowledgedAt = before.acknowledged?.at ?? null;
  expect(pastIncidents.at(-1)).toMatchObject({ number: before.number, acknowledgedAt });
}

function shown({ phase, acknowledged, snoozed, fired }: Incident): string {
  return JSON.stringify([phase, acknowledged, snoozed, fired]);
}

/** One incident, before and after something: who took it stays, and what is shown anew is a revision more. */
function wentOn(before: Incident, after: Incident, state: WatchState): void {
  expect(after.revision).toBeGreaterThanOrEqual(before.revision);
  if (before.acknowledged !== null) expect(after.acknowledged).toEqual(before.acknowledged);
  if (shown(before) !== shown(after)) expect(after.revision).toBe(before.revision + 1);
  expect(after.closedAt === null).toBe(openIncident(state) !== null);
}

describe('whatever happens', () => {
  it('nobody who took an incident is forgotten, revisions only grow, and one incident is open at most', () => {
    const steps = fc.array(fc.constantFrom(...Object.keys(happenings)), { maxLength: 40 });
    fc.assert(
      fc.property(steps, (names) => {
        let state: WatchState = start;
        for (const [at, name] of names.entries()) {
          const before = state.incident;
          state = happenings[name]?.(state, at) ?? state;
          if (before === null || state.incident === null) continue;
          (before.id === state.incident.id ? wentOn : followed)(before, state.incident, state);
        }
      }),
      { seed: 5, numRuns: 500 },
    );
  });
});
