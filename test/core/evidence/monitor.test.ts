import { describe, expect, it } from 'vitest';
import type { DriftReport } from '../../../core/drift.ts';
import { closeIncident, expectIncident, openIncident } from '../../../core/evidence/monitor.ts';
import { incidentOf, large, many, minute, nothing, ok, seeing, small, start } from './monitor-states.ts';

describe('an incident in mode full', () => {
  it('opens with the first proof of drift, whatever its grade', () => {
    for (const proof of [large, small]) {
      const state = seeing(start, ok, proof);
      expect(state).toMatchObject({ monitor: 'ALARM', incidents: 1, quiet: 0, checks: 2 });
      expect(state.incident).toMatchObject({
        id: 'shop-1',
        number: 1,
        phase: 'firing',
        revision: 1,
        openedAt: 4 * minute,
        rejections: 0,
        retryAt: null,
      });
      expect(incidentOf(state).opened).toEqual(state.lastReport);
    }
  });

  it.each([
    ['nothing', ok],
    ['too little data', nothing],
    ['a high score without proof', { verdict: 'ok', grade: 'unproven', score: 0.9 } as const],
  ])('does not open for %s', (_, report) => {
    expect(seeing(start, ...many(5, report))).toMatchObject({ monitor: 'OK', incident: null, incidents: 0 });
  });

  it('is told again when the score moved by a fifth of what was told, and only then', () => {
    const open = seeing(start, large);
    expect(incidentOf(seeing(open, { ...large, score: 0.59 })).revision).toBe(1);
    expect(incidentOf(seeing(open, { ...large, score: 0.61 })).revision).toBe(2);
    expect(incidentOf(seeing(open, { ...large, score: 0.39 })).revision).toBe(2);
  });

  it('adds small steps up until they are worth telling', () => {
    const open = seeing(start, large);
    const steps = [0.55, 0.59, 0.62].map((score) => ({ ...large, score }));
    expect(incidentOf(seeing(open, ...steps.slice(0, 2))).revision).toBe(1);
    const told = incidentOf(seeing(open, ...steps));
    expect(told.revision).toBe(2);
    expect(told.latest.score).toBe(0.62);
  });

  it('measures small scores by the threshold: 0.01 to 0.04 is not worth telling', () => {
    const open = seeing(start, { ...small, score: 0.01 });
    expect(incidentOf(seeing(open, { ...small, score: 0.04 })).revision).toBe(1);
    expect(incidentOf(seeing(open, { ...small, score: 0.07 })).revision).toBe(2);
  });

  it('is over with the first check in which the alarm no longer stands', () => {
    const open = seeing(start, large, nothing);
    expect(open).toMatchObject({ monitor: 'ALARM' });
    const closed = seeing(open, ok);
    expect(closed).toMatchObject({ monitor: 'OK' });
    expect(closed.incident).toMatchObject({ phase: 'resolved', resolution: 'quiet', revision: 2 });
    expect(incidentOf(closed).latest).toEqual(closed.lastReport);
    expect(openIncident(closed)).toBeNull();
  });

  it('is followed by another one with the next number', () => {
    const again = seeing(start, large, ok, { ...large, rowsUntil: 35 * minute });
    expect(again).toMatchObject({ incidents: 2, monitor: 'ALARM' });
    expect(again.incident).toMatchObject({ id: 'shop-2', revision: 1, phase: 'firing', fired: 1 });
    expect(again.pastIncidents).toEqual([
      {
        number: 1,
        firedAt: 2 * minute,
        acknowledgedAt: null,
        closedAt: 4 * minute,
        resolution: 'quiet',
        fired: 1,
      },
    ]);
  });

  it('is the same one when it comes back within half an hour, and every time counts in the ledger', () => {
    const flapping = seeing(start, large, ok, { ...large, rowsUntil: 34 * minute });
    expect(flapping).toMatchObject({ incidents: 1, monitor: 'ALARM', pastIncidents: [] });
    expect(flapping.incident).toMatchObject({
      id: 'shop-1',
      revision: 3,
      phase: 'firing',
      resolution: null,
      fired: 2,
      openedAt: 2 * minute,
      calledAt: 6 * minute,
      closedAt: null,
    });
    expect(flapping.alarms.map(({ at }) => at)).toEqual([2 * minute, 34 * minute]);
    const said = expectIncident(flapping, { by: 'ada', reason: null }, 9);
    expect(said.alarms.map(({ expected }) => expected)).toEqual([true, true]);
  });

  it('is another one when a person or a promotion ended the last', () => {
    const closed = closeIncident(seeing(start, large), { resolution: 'rolled_back', at: 3 * minute });
    expect(seeing(closed, large)).toMatchObject({ incidents: 2, incident: { fired: 1 } });
  });

  it('goes into the ledger of the last 90 days', () => {
    const two = seeing(start, large, ok, { ...large, rowsUntil: 89 * 24 * 60 * minute });
    expect(two.alarms).toEqual([
      { at: 2 * minute, expected: false },
      { at: 89 * 24 * 60 * minute, expected: false },
    ]);
    const later = seeing(two, ok, { ...large, rowsUntil: 91 * 24 * 60 * minute });
    expect(later.alarms.map(({ at }) => at / (24 * 60 * minute))).toEqual([89, 91]);
  });
});

describe('the monitor without an incident', () => {
  const evidence = { log: 1, bar: 8, suspicion: 4.2, standing: null, causes: [], signals: 9 } as const;
  const calm: Partial<DriftReport> = { ...ok, evidence: { ...evidence, suspected: false, learning: null } };

  it('suspects for as long as the evidence does, and posts nothing', () => {
    const suspecting = { ...ok, evidence: { ...evidence, suspected: true, learning: null } };
    expect(seeing(start, suspecting)).toMatchObject({ monitor: 'SUSPECTED', incident: null });
    expect(seeing(start, suspecting, calm)).toMatchObject({ monitor: 'OK', incident: null });
  });

  it('learns while no signal may prove anything', () => {
    const learning = (signals: number) => ({
      ...ok,
      evidence: { ...evidence, suspected: false, learning: { signals, because: 'short history' as const } },
    });
    expect(seeing(start, learning(9)).monitor).toBe('LEARNING');
    expect(seeing(start, learning(8)).monitor).toBe('OK');
  });
});

describe('an incident in mode seed', () => {
  const seed = { mode: 'seed' } as const;
  const drift = { ...seed, ...large, score: 0.3 };
  const calm = { ...seed, ...ok, score: 0.1 };
  /** Under the threshold of 0.25, but not under nine tenths of it. */
  const warm = { ...seed, ...ok, score: 0.24 };

  it.each([
    { checks: [drift], opens: false },
    { checks: [drift, drift], opens: true },
    { checks: [drift, calm, drift], opens: true },
    { checks: [drift, calm, calm, drift], opens: false },
    { checks: [drift, { ...seed, ...nothing }, drift], opens: true },
  ])('opens after two of three checks: case %#', ({ checks, opens }) => {
    expect(openIncident(seeing(start, ...checks)) !== null).toBe(opens);
  });

  it.each([
    { checks: [calm, calm], closes: false },
    { checks: [calm, calm, calm], closes: true },
    { checks: [calm, warm, calm, calm], closes: false },
    { checks: [warm, warm, warm, warm], closes: false },
    { checks: [calm, drift, calm, calm], closes: false },
  ])('closes after three checks under nine tenths of the threshold: case %#', ({ checks, closes }) => {
    const open = seeing(start, drift, drift);
    expect(openIncident(seeing(open, ...checks)) === null).toBe(closes);
  });
});
