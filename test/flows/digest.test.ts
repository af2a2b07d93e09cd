// What a day came to, counted from what really happened, and told once.
import { afterEach, describe, expect, it } from 'vitest';
import { callerOf, learned, minute, openStage, refusalOf, type Stage, vigie } from './stage.ts';

let stage: Stage;
afterEach(() => stage.close());
const viewer = callerOf('viewer');

describe('the digest', () => {
  it('counts checks, rows, incidents with their times, and retrainings, of its span alone', async () => {
    stage = await learned(1_000, { watch: { policy: 'manual' } });
    stage.clock.advance(20 * minute);
    await stage.arrive(500, { shift: 3 });
    await stage.patrol();
    stage.clock.advance(4 * minute);
    await stage.ops.acknowledge({}, callerOf('operator'));
    const open = await stage.ops.digest({}, viewer);
    expect(open.watches).toMatchObject([
      {
        watch: 'shop',
        rows: 500,
        incidents: 1,
        acknowledgedAfter: 4 * minute,
        resolvedAfter: null,
        open: { number: 1, owner: 'ada' },
        promotions: 0,
        rejections: 0,
      },
    ]);
    expect(open.watches[0]?.checks).toBe((await stage.state()).checks);
    expect(open.watches[0]?.accuracy).not.toBeNull();
    stage.clock.advance(2 * minute);
    await stage.ops.resolve({}, callerOf('operator'));
    await stage.ops.retrain({}, vigie);
    const over = await stage.ops.digest({ period: '7d', watch: 'shop' }, viewer);
    expect(over.watches).toMatchObject([{ open: null, resolvedAfter: 6 * minute }]);
    expect((over.watches[0]?.promotions ?? 0) + (over.watches[0]?.rejections ?? 0)).toBe(1);
    stage.clock.advance(2 * 1_440 * minute);
    const later = await stage.ops.digest({}, viewer);
    expect(later.watches).toMatchObject([
      { checks: 0, rows: 0, incidents: 0, accuracy: null, promotions: 0 },
    ]);
  });

  const told = () => stage.mailbox.deliveries.map(({ news }) => news.thread);
  /** As its job does, only less often. */
  const hours = async (count: number) => {
    for (let hour = 0; hour < count; hour++) {
      stage.clock.advance(60 * minute);
      await stage.ops.postDigest({ slot: Math.floor(stage.clock.now() / minute) }, vigie);
    }
  };

  it('is told once a day, whoever asks and however often, and late where nobody was there', async () => {
    stage = await openStage();
    const other = stage.process('second');
    const nine = { slot: Math.floor(stage.clock.now() / minute) };
    const asked = [stage.ops, other.ops, stage.ops].map((ops) => ops.postDigest(nine, vigie));
    expect((await Promise.all(asked)).some((answer) => answer.told)).toBe(true);
    await hours(23);
    expect(told()).toEqual(['digest:2026-01-05T9']);
    stage.clock.advance(5 * 60 * minute);
    await hours(1);
    expect(told()).toEqual(['digest:2026-01-05T9', 'digest:2026-01-06T9']);
  });

  it('is told at the hour a person chose, in its zone and channel, by every process and from then on', async () => {
    stage = await openStage();
    await stage.ops.status({}, viewer);
    await hours(1);
    expect(told()).toEqual(['digest:2026-01-05T9']);
    const operator = callerOf('operator');
    const plan = await stage.process('second').ops.setDigest({ hour: 8, zone: 'America/New_York' }, operator);
    // 10:00 in UTC is 5:00 there.
    expect(plan).toMatchObject({
      hour: 8,
      zone: 'America/New_York',
      off: false,
      next: Date.UTC(2026, 0, 5, 13),
    });
    expect((await stage.ops.setDigest({ channel: '<#55555>' }, operator)).hour).toBe(8);
    await hours(2);
    expect(told()).toEqual(['digest:2026-01-05T9']);
    await hours(24);
    expect(told()).toEqual(['digest:2026-01-05T9', 'digest:2026-01-05T8']);
    expect(stage.mailbox.deliveries.map(({ news }) => news.channel)).toEqual([null, '55555']);
    expect(await stage.ops.setDigest({ off: true }, operator)).toMatchObject({ off: true, next: null });
    await hours(24);
    expect(told()).toHaveLength(2);
    // A time turns it on again; what was due before is not made up for.
    expect(await stage.ops.setDigest({ hour: 6 }, operator)).toMatchObject({
      off: false,
      zone: 'America/New_York',
    });
    await hours(1);
    expect(told()).toHaveLength(2);
    expect(await stage.ops.resetDigest({}, operator)).toMatchObject({ hour: 9, zone: 'UTC', channel: null });
    await hours(24);
    expect(told().at(-1)).toBe('digest:2026-01-08T9');
  });

  it('refuses what is no time, and to change nothing', async () => {
    stage = await openStage();
    const operator = callerOf('operator');
    for (const input of [{}, { hour: 24 }, { hour: 8.5 }, { zone: 'Mars/Base' }, { channel: 'general' }])
      expect((await refusalOf(stage.ops.setDigest(input, operator))).code).toBe('invalid_input');
    expect((await refusalOf(stage.ops.setDigest({ hour: 8 }, viewer))).code).toBe('forbidden');
    expect((await refusalOf(stage.ops.resetDigest({}, operator))).code).toBe('conflict');
  });
});
