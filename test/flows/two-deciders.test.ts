// Two people decide at once, in processes of their own: one decision holds, the other person is told what happened, and
// it is written down and told once. Both have read the same state before either writes.
import { afterEach, describe, expect, it } from 'vitest';
import { both } from './at-once.ts';
import { holed, spoilt } from './spoilt.ts';
import { callerOf, learned, minute, type Stage, vigie } from './stage.ts';
import { proposedOn, threeVersions, underApproval } from './versions.ts';

let stage: Stage;
afterEach(() => stage.close());

const ada = callerOf('admin', 'http');
const bob = { ...callerOf('admin', 'http'), name: 'bob' };
const day = 1_440 * minute;

describe('two people before a challenger that waits', () => {
  it('approve it: it serves once, and the other hears that it does', async () => {
    stage = await underApproval();
    const version = await proposedOn(stage);
    const made = await both(stage, {
      one: (ops) => ops.approve({ version }, ada),
      other: (ops) => ops.approve({ version }, bob),
    });
    expect(made.refusals).toMatchObject([
      { code: 'conflict', message: expect.stringContaining('it was decided about, and serves') },
    ]);
    expect(made.state).toMatchObject({ champion: version, previous: 1, monitor: 'PROBATION' });
    expect(made.reign.last).toMatchObject({ from: 1, to: version, by: 'ada' });
    expect(made.outcomes.toSorted()).toEqual(['ada ok', 'bob conflict']);
    expect(made.cards.filter(({ kind }) => kind === 'incident')).toHaveLength(1);
  });

  it.each(['one', 'other'] as const)(
    'approve and refuse it: what the %s wrote first holds, and is told',
    async (first) => {
      stage = await underApproval();
      const version = await proposedOn(stage);
      const made = await both(stage, {
        first,
        one: (ops) => ops.approve({ version }, ada),
        other: (ops) => ops.reject({ version }, bob),
      });
      const approved = first === 'one';
      expect(made.refusals).toMatchObject([
        {
          code: 'conflict',
          message: expect.stringContaining(approved ? 'it was decided about, and serves' : 'bob refused it'),
        },
      ]);
      expect(made.state).toMatchObject(
        approved
          ? { champion: version, proposal: null, incident: { phase: 'probation', rejections: 0 } }
          : { champion: 1, proposal: null, incident: { phase: 'rejected', rejections: 1 } },
      );
      expect(made.outcomes.toSorted()).toEqual(
        approved ? ['ada ok', 'bob conflict'] : ['ada conflict', 'bob ok'],
      );
      expect(made.cards.filter(({ kind }) => kind === 'incident')).toHaveLength(1);
    },
  );

  it.each(['one', 'other'] as const)(
    'approve it as its day ends, a moment behind: what the %s wrote first holds',
    async (first) => {
      stage = await underApproval();
      const version = await proposedOn(stage);
      stage.clock.advance(day);
      const made = await both(stage, {
        first,
        one: (ops) => ops.approve({ version }, ada),
        other: (ops) => ops.follow({}, vigie),
        late: 5,
      });
      const approved = first === 'one';
      expect(made.state).toMatchObject(
        approved
          ? { champion: version, proposal: null, incident: { phase: 'probation' } }
          : { champion: 1, proposal: null, incident: { phase: 'rejected', retrain: { declinedBy: null } } },
      );
      const late = { code: 'conflict', message: expect.stringContaining('nobody approved it in time') };
      expect(made.refusals).toMatchObject(approved ? [] : [late]);
      expect(made.outcomes).toEqual([approved ? 'ada ok' : 'ada conflict']);
      expect(made.cards.filter(({ kind }) => kind === 'incident')).toHaveLength(1);
    },
  );
});

describe('two people who change what serves', () => {
  const faster = expect.stringMatching(/Somebody else was faster: version \d of watch "shop" serves now/);

  it('roll back: it goes back once, not there and forth again', async () => {
    stage = await threeVersions();
    const made = await both(stage, {
      one: (ops) => ops.rollback({}, ada),
      other: (ops) => ops.rollback({}, bob),
    });
    expect(made.state).toMatchObject({ champion: 2, previous: 3 });
    expect(made.writes).toBe(1);
    expect(made.refusals).toMatchObject([{ code: 'conflict', message: faster }]);
    expect(made.reign.last).toMatchObject({ from: 3, to: 2, how: 'rolled_back' });
    expect(made.cards.map(({ kind }) => kind)).toEqual(['rolled_back']);
    expect(made.outcomes.filter((outcome) => /(ada|bob) conflict/.test(outcome))).toHaveLength(1);
  });

  it.each(['one', 'other'] as const)(
    'promote a version and roll back to another: what the %s wrote first holds',
    async (first) => {
      stage = await threeVersions();
      const made = await both(stage, {
        first,
        one: (ops) => ops.promote({ version: 1 }, ada),
        other: (ops) => ops.rollback({}, bob),
      });
      expect(made.state).toMatchObject({ champion: first === 'one' ? 1 : 2, previous: 3 });
      expect(made.writes).toBe(1);
      expect(made.refusals).toMatchObject([{ code: 'conflict', message: faster }]);
      expect(made.cards.map(({ kind }) => kind)).toEqual(['rolled_back']);
    },
  );

  it('promote the same version: it serves, and the other hears that it does already', async () => {
    stage = await threeVersions();
    const promoting = (by: typeof ada) => (ops: Stage['ops']) => ops.promote({ version: 1 }, by);
    const made = await both(stage, { one: promoting(ada), other: promoting(bob) });
    expect(made.state).toMatchObject({ champion: 1, previous: 3 });
    expect(made.refusals).toMatchObject([
      { code: 'conflict', message: 'Version 1 of watch "shop" serves already.' },
    ]);
  });
});

describe('two people before a batch in quarantine', () => {
  /** A pipeline that lost every second value until its batch was held. */
  async function held(): Promise<void> {
    stage = await learned(2_000);
    await stage.rounds(3);
    for (let round = 0; round < 6; round += 1) {
      stage.clock.advance(2 * minute);
      await spoilt(stage, holed);
      await stage.patrol();
    }
  }

  it.each(['one', 'other'] as const)(
    'release and discard it: what the %s wrote first holds, on one card',
    async (first) => {
      await held();
      const made = await both(stage, {
        first,
        one: (ops) => ops.release({ number: 1 }, ada),
        other: (ops) => ops.discard({ number: 1 }, bob),
      });
      const released = first === 'one';
      const { watches } = await stage.ops.quarantine({}, ada);
      expect(watches[0]?.batches).toMatchObject([
        {
          number: 1,
          lasting: false,
          ...(released ? { status: 'released', by: 'ada' } : { status: 'discarded', by: 'bob' }),
        },
      ]);
      expect(made.refusals).toHaveLength(1);
      expect(made.refusals[0]).toMatchObject({
        code: 'conflict',
        message: expect.stringMatching(
          released ? /was released by ada already/ : /was answered otherwise meanwhile/,
        ),
      });
      expect(made.state).toMatchObject({ quarantine: null, incident: { phase: 'resolved' } });
      expect(made.cards.filter(({ kind }) => kind === 'incident')).toHaveLength(1);
      expect(made.outcomes.slice(0, 2).toSorted()).toEqual(
        released ? ['ada ok', 'bob conflict'] : ['ada conflict', 'bob ok'],
      );
    },
  );
});
