import { describe, expect, it } from 'vitest';
import type { DriftReport } from '../../../core/drift.ts';
import { changeOf } from '../../../core/evidence/changed.ts';
import { carried, onProbation, undo } from '../../../core/evidence/on-probation.ts';
import { abandonRetraining, beginRetraining, endRetraining } from '../../../core/evidence/retrainings.ts';
import type { WatchState } from '../../../core/state.ts';
import { incidentOf, large, minute, next, ok, outcome, seeing, start } from './monitor-states.ts';

const tried = { ...outcome('promoted', 2), probation: true } as const;
const alarmed = seeing(start, large);

/** As the promotion itself leaves it: the challenger serves. */
function promotedFrom(state: WatchState): WatchState {
  return { ...endRetraining(beginRetraining(state), tried), champion: 2, previous: 1 };
}

function taking(
  state: WatchState,
  duels: { rows: number; oldOnly: number; newOnly: number },
  known: Partial<DriftReport> = ok,
) {
  const report = next(state, known);
  return onProbation(seeing(state, known), { report, duels, anew: false, maturity: 0 });
}

const even = { rows: 50, oldOnly: 2, newOnly: 3 };

describe('a promotion on probation', () => {
  it('leaves the incident open', () => {
    const state = promotedFrom(alarmed);
    expect(state).toMatchObject({ monitor: 'PROBATION', probation: { old: 1, rows: 0, since: null } });
    expect(incidentOf(state)).toMatchObject({ phase: 'probation', resolution: null, retryAt: null });
    expect(changeOf(beginRetraining(alarmed).incident, incidentOf(state))).toBe('on_probation');
  });

  it('outside an incident is a state of the watch alone', () => {
    expect(promotedFrom(start)).toMatchObject({
      monitor: 'PROBATION',
      incident: null,
      probation: { old: 1 },
    });
  });

  it('counts what each check adds, and edits the card a hundred rows apart', () => {
    const begun = promotedFrom(alarmed);
    const first = taking(begun, even).state;
    expect(incidentOf(first)).toMatchObject({ probation: even, revision: incidentOf(begun).revision });
    const second = taking(first, even).state;
    expect(second).toMatchObject({ monitor: 'PROBATION', probation: { rows: 100, oldOnly: 4, newOnly: 6 } });
    expect(incidentOf(second).revision).toBe(incidentOf(first).revision + 1);
    expect(changeOf(first.incident, incidentOf(second))).toBe('proving');
  });

  it('that is passed resolves the incident', () => {
    const { state, worse } = taking(promotedFrom(alarmed), { ...even, rows: 500 });
    expect(worse).toBe(false);
    expect(state).toMatchObject({ monitor: 'OK', probation: null });
    expect(incidentOf(state)).toMatchObject({
      phase: 'resolved',
      resolution: 'promoted',
      probation: { rows: 500 },
    });
  });

  it('that is passed without an incident tells nobody', () => {
    const { state } = taking(promotedFrom(start), { ...even, rows: 500 });
    expect(state).toMatchObject({ monitor: 'OK', probation: null, incident: null });
  });

  it('fires again where drift is proven against the new version, and is counted on', () => {
    const { state } = taking(promotedFrom(alarmed), even, large);
    expect(state).toMatchObject({ monitor: 'ALARM', incidents: 1, probation: { rows: 50 } });
    expect(incidentOf(state)).toMatchObject({ phase: 'firing', fired: 2, probation: null });
    const passed = taking(state, { ...even, rows: 500 }, large).state;
    expect(passed).toMatchObject({ monitor: 'ALARM', probation: null, incident: { phase: 'firing' } });
  });

  it('goes on after a retraining meanwhile that was kept out, or broke off', () => {
    const begun = promotedFrom(alarmed);
    const before = beginRetraining(begun);
    const kept = endRetraining(before, { ...outcome('rejected'), startedAt: 9 });
    expect(kept).toMatchObject({ monitor: 'PROBATION', probation: { old: 1 } });
    expect(incidentOf(kept)).toMatchObject({ phase: 'probation', retrain: { result: 'promoted' } });
    expect(changeOf(before.incident, incidentOf(kept))).toBe('rejected');
    expect(abandonRetraining(before)).toMatchObject({
      monitor: 'PROBATION',
      incident: { phase: 'probation' },
    });
  });
});

describe('a promotion that is proven worse', () => {
  const worse = { rows: 40, oldOnly: 12, newOnly: 0 };

  it('is undone: the version before serves, and the incident fires on with a cooldown', () => {
    const tested = taking(promotedFrom(alarmed), worse);
    expect(tested.worse).toBe(true);
    const { state } = undo(tested.state, 7) ?? expect.fail('nothing to undo');
    expect(state).toMatchObject({ champion: 1, previous: 2, probation: null, undone: [2], monitor: 'ALARM' });
    expect(incidentOf(state)).toMatchObject({
      phase: 'rejected',
      rejections: 1,
      undone: { at: 7, from: 2, to: 1, rows: 40, oldOnly: 12, newOnly: 0 },
    });
    expect(changeOf(tested.state.incident, incidentOf(state))).toBe('undone');
  });

  it('doubles the cooldown of a challenger kept out before', () => {
    const once = endRetraining(beginRetraining(alarmed), outcome('rejected'));
    const { state } = undo(taking(promotedFrom(once), worse).state, 7) ?? expect.fail('nothing to undo');
    const { retryAt, latest, rejections } = incidentOf(state);
    expect([rejections, (retryAt ?? 0) - (latest.rowsUntil ?? 0)]).toEqual([2, 60 * minute]);
  });

  it('closes an incident that began since: what it is about serves no more', () => {
    const { state } = undo(taking(promotedFrom(start), worse, large).state, 7) ?? expect.fail('no undoing');
    expect(state).toMatchObject({ champion: 1, monitor: 'OK', incidents: 1 });
    expect(incidentOf(state)).toMatchObject({
      phase: 'resolved',
      resolution: 'rolled_back',
      undone: { from: 2 },
    });
  });

  it('outside an incident goes back to OK', () => {
    const { state } = undo(taking(promotedFrom(start), worse).state, 7) ?? expect.fail('nothing to undo');
    expect(state).toMatchObject({ champion: 1, monitor: 'OK', incident: null });
  });

  it('does not end the incident before its evidence is quiet', () => {
    const { state } = undo(taking(promotedFrom(alarmed), worse).state, 7) ?? expect.fail('nothing to undo');
    const evidence = (quiet: number): WatchState['evidence'] => ({
      ...{ key: 'v1', bets: new Uint8Array(0), origin: 0, rows: 0, slot: null, told: new Uint8Array(0) },
      ...{ changed: null, suspected: false, quiet, calm: quiet },
    });
    expect(seeing({ ...state, evidence: evidence(29) }, ok)).toMatchObject({ monitor: 'ALARM' });
    const over = seeing({ ...state, evidence: evidence(30) }, ok);
    expect(over).toMatchObject({ monitor: 'OK', incident: { resolution: 'quiet' } });
  });

  it('needs a probation', () => {
    expect(undo(start, 7)).toBeNull();
  });
});

it('a probation that is carried to the same model on a larger reference keeps its counts', () => {
  const { state } = taking(promotedFrom(start), even);
  expect(carried(state)).toMatchObject({ probation: { ...even, carried: true } });
  expect(carried(start)).toEqual({ probation: null });
});
