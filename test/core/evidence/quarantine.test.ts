// Rows are counted by hand: checks of 50 rows, a bar of 8 nats, so a check is quiet below 2.
import { describe, expect, it } from 'vitest';
import type { Cause, DriftReport, Evidence } from '../../../core/drift.ts';
import { closeIncident, observe } from '../../../core/evidence/monitor.ts';
import {
  decidedOn,
  lastingIn,
  opened,
  quarantine,
  settledQuarantine,
  shown,
} from '../../../core/evidence/quarantine.ts';
import type { WatchState } from '../../../core/state.ts';
import { incidentOf, large, minute, next, start } from './monitor-states.ts';

const position = (rows: number) => [{ part: 'rows.csv', rows }];
const before: WatchState = { ...start, position: position(1_000) };

const missing: Cause = {
  ...{ kind: 'missing', of: 'x', share: 0.6, before: '0.0 %', after: '50 %' },
  since: { rows: 120, at: minute / 2 },
};
const unseen: Cause = {
  ...{ kind: 'category', of: 'y', share: 0.3, before: '0.1 %', after: '9 %' },
  since: { rows: 80, at: minute },
};
const moved: Cause = {
  ...{ kind: 'feature', of: 'z', share: 0.1, before: '1', after: '2' },
  since: { rows: 700, at: 1 },
};

const evidence = (log: number | null, causes: readonly Cause[] = []): Evidence => ({
  ...{ log, bar: 8, suspicion: null, causes, suspected: true, standing: null, signals: 3, learning: null },
});
const alarm = { ...large, evidence: evidence(9, [missing, unseen, moved]) };

/** A check as the product takes it in, and what is written of it. */
function taken(state: WatchState, known: Partial<DriftReport>): WatchState {
  const report = next(state, known);
  const seen = quarantine(state, observe(state, report), { report, keptFor: 7 });
  return settledQuarantine({ ...seen, position: position((state.position[0]?.rows ?? 0) + report.newRows) });
}
const moving = ({ pending }: WatchState) => pending.filter(({ to }) => to === 'quarantine');
const held = (state: WatchState) => {
  const batch = lastingIn(state);
  if (batch === null) throw new Error('nothing is held back');
  return batch;
};
/** As after its pending list was moved. */
const written = (state: WatchState): WatchState => ({ ...state, pending: [] });

describe('an alarm of the quality of data', () => {
  it('holds the rows since the earliest of its changes, and says what is wrong with them', () => {
    const state = taken(before, alarm);
    expect(held(state)).toEqual({
      ...{ watch: 'shop', number: 1, revision: 1, origin: 'alarm', incident: incidentOf(state).id },
      reasons: [
        { kind: 'missing', of: 'x', before: '0.0 %', after: '50 %' },
        { kind: 'category', of: 'y', before: '0.1 %', after: '9 %' },
      ],
      // 120 rows ago began what is missing; the feature that moved is no fault of the data.
      ...{ rows: 120, after: 0, from: minute / 2, until: 2 * minute, openedAt: 2 * minute },
      ...{ end: position(1_050), examples: [], lasting: true },
      ...{ status: 'held', by: null, at: null, keptFor: 7 },
    });
    expect(state).toMatchObject({ monitor: 'QUARANTINE', quarantines: 1, incident: { held: 1 } });
    expect(moving(state)).toMatchObject([{ key: 'quarantine:shop:1:1', batch: held(state) }]);
  });

  it('holds the rows of its own check where no change is dated', () => {
    const undated = { ...missing, since: null };
    const state = taken(before, { ...large, evidence: evidence(9, [undated]) });
    expect(held(state)).toMatchObject({ rows: 50, from: 2 * minute, until: 2 * minute });
  });

  it.each([
    { share: 0.5, held: false },
    { share: 0.51, held: true },
  ])('of which faults make $share of the evidence holds rows: $held', ({ share, held: expected }) => {
    const causes = [
      { ...missing, share },
      { ...moved, share: 1 - share },
    ];
    const state = taken(before, { ...large, evidence: evidence(9, causes) });
    expect(lastingIn(state) !== null).toBe(expected);
    expect(state.monitor).toBe(expected ? 'QUARANTINE' : 'ALARM');
  });
});

describe('rows that come while a batch lasts', () => {
  it('wait outside while it is quiet, and join with those that waited once it is not', () => {
    const first = written(taken(before, alarm));
    const quiet = written(taken(first, { ...large, evidence: evidence(1.99) }));
    expect(held(quiet)).toMatchObject({ rows: 120, after: 50, until: 2 * minute, end: position(1_100) });
    const silent = written(taken(quiet, { ...large, newRows: 30, evidence: evidence(null) }));
    expect(held(silent)).toMatchObject({ rows: 120, after: 80, end: position(1_130) });
    const loud = written(taken(silent, { ...large, evidence: evidence(2) }));
    // 120 + (50 + 30) + 50.
    expect(held(loud)).toMatchObject({ rows: 250, after: 0, until: 8 * minute, end: position(1_180) });
    // Nothing of it leaves the state before it is over: the batch there is stored as it began.
    expect([quiet, silent, loud].flatMap(moving)).toEqual([]);
    expect(held(loud).revision).toBe(1);
  });

  it('join it where nothing is known of the evidence', () => {
    const state = taken(written(taken(before, alarm)), { ...large, evidence: null });
    expect(held(state)).toMatchObject({ rows: 170, after: 0 });
  });

  it('join it though the alarm rings again: a fault has one batch', () => {
    const state = taken(written(taken(before, alarm)), alarm);
    expect(state.quarantines).toBe(1);
    expect(held(state)).toMatchObject({ number: 1, rows: 170 });
  });
});

describe('the end of a batch', () => {
  const lasting = written(taken(taken(before, alarm), { ...large, evidence: evidence(1) }));

  it('comes with that of its incident: evidence and reference begin anew behind it, nobody has decided', () => {
    const closed = closeIncident(lasting, { resolution: 'quiet', at: 9 });
    const state = settledQuarantine({ ...closed, evidence: null });
    expect(state).toMatchObject({ quarantine: null, evidence: null, referenceEnd: position(1_100) });
    expect(moving(state)).toMatchObject([
      {
        key: 'quarantine:shop:1:2',
        batch: { revision: 2, lasting: false, status: 'held', by: null, rows: 120, after: 50 },
      },
    ]);
  });

  it('comes with a decision, also while its incident is open', () => {
    const said = { status: 'discarded', by: 'ada', at: 77 } as const;
    const state = settledQuarantine(decidedOn(lasting, said));
    expect(state.quarantine).toBeNull();
    expect(moving(state)).toMatchObject([{ batch: { ...said, revision: 2, lasting: false } }]);
  });

  it('is no end where there is no batch', () => {
    expect(decidedOn(before, { status: 'released', by: 'ada', at: 1 })).toBe(before);
    expect(settledQuarantine(before)).toBe(before);
  });

  it.each([
    { resolution: 'closed', incident: 'shop-2' },
    // It flaps: the card is the same, the batch is not.
    { resolution: 'quiet', incident: 'shop-1' },
  ] as const)(
    'lets the next fault have one of the next number after $resolution',
    ({ resolution, incident }) => {
      const over = written(settledQuarantine(closeIncident(lasting, { resolution, at: 9 })));
      const again = taken(over, alarm);
      expect(held(again)).toMatchObject({ number: 2, revision: 1, incident });
      expect(again).toMatchObject({ quarantines: 2, incident: { held: 2 } });
    },
  );

  it('is followed by none while the same incident goes on and does not ring again', () => {
    const decided = written(settledQuarantine(decidedOn(lasting, { status: 'released', by: 'ada', at: 1 })));
    const state = taken(decided, { ...large, evidence: evidence(9, [missing]) });
    expect(lastingIn(state)).toBeNull();
    expect(state.quarantines).toBe(1);
  });
});

describe('what a look before the training finds', () => {
  const found = {
    ...({ origin: 'training', reasons: [], rows: 40, after: 10, from: 5, until: 6, openedAt: 7 } as const),
    ...{ examples: ['r1'], keptFor: null },
  };

  it('is a batch that is over at once where no incident is open', () => {
    const state = settledQuarantine(opened(before, found));
    expect(state).toMatchObject({ quarantine: null, quarantines: 1, monitor: 'OK', incident: null });
    expect(moving(state)).toMatchObject([
      {
        key: 'quarantine:shop:1:1',
        batch: {
          ...found,
          incident: null,
          revision: 1,
          lasting: false,
          end: position(1_000),
          status: 'held',
        },
      },
    ]);
    expect(shown(before)).toBe(before);
  });

  it('lasts with the open incident, whose card shows it by a revision more', () => {
    const firing = observe(before, next(before, { ...large, evidence: evidence(9, [moved]) }));
    const { revision, id } = incidentOf(firing);
    const state = settledQuarantine(shown(opened(firing, found)));
    expect(held(state)).toMatchObject({ rows: 40, after: 10, incident: id, lasting: true });
    expect(state).toMatchObject({ monitor: 'QUARANTINE', incident: { held: 1, revision: revision + 1 } });
  });
});
