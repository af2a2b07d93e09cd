// What a day came to, counted from what really happened, and told once.
import { afterEach, describe, expect, it } from 'vitest';
import { callerOf, minute, openStage, type Stage, vigie } from './stage.ts';

let stage: Stage;
afterEach(() => stage.close());
const viewer = callerOf('viewer');

describe('the digest', () => {
  it('counts checks, rows, incidents with their times, and retrainings, of its span alone', async () => {
    stage = await openStage({ watch: { policy: 'approve' } });
    await stage.arrive(1_000);
    await stage.patrol();
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

  it('is told once a day, whoever asks and however often', async () => {
    stage = await openStage();
    const other = stage.process('second');
    await Promise.all([
      stage.ops.postDigest({ day: '2026-01-05' }, vigie),
      other.ops.postDigest({ day: '2026-01-05' }, vigie),
    ]);
    await stage.ops.postDigest({ day: '2026-01-05' }, vigie);
    await stage.ops.postDigest({ day: '2026-01-06' }, vigie);
    const told = stage.mailbox.deliveries.map(({ news }) => news.thread);
    expect(told).toEqual(['digest:2026-01-05', 'digest:2026-01-06']);
  });
});
