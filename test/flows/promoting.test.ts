// A version that a person names, and what is known of versions.
import { afterEach, describe, expect, it } from 'vitest';
import { callerOf, learned, refusalOf, type Stage } from './stage.ts';
import { threeVersions } from './versions.ts';

let stage: Stage;
afterEach(() => stage.close());
const admin = callerOf('admin');

describe('promoting', () => {
  it('lets any kept version serve, in one step, and /rollback leads back', async () => {
    stage = await threeVersions();
    const before = await stage.state();
    expect(await stage.ops.promote({ version: 1, reason: 'safer' }, admin)).toEqual({
      watch: 'shop',
      from: 3,
      to: 1,
    });
    const after = await stage.state();
    expect(after).toMatchObject({ champion: 1, previous: 3, lastVersion: 3, referenceEnd: before.position });
    const told = stage.mailbox.deliveries.at(-1)?.news;
    expect(told).toMatchObject({ kind: 'rolled_back', how: 'promoted', from: 3, to: 1, by: 'ada' });
    expect(await stage.ops.rollback({}, admin)).toMatchObject({ from: 1, to: 3 });
  });

  it('lets exactly the challenger serve that the gate kept out', async () => {
    stage = await learned(600);
    const { outcome } = await stage.ops.retrain({}, admin);
    expect(outcome).toMatchObject({ result: 'rejected', kept: 2 });
    const kept = await stage.store.models.read('shop', 2);
    const { versions } = await stage.ops.models({}, admin);
    expect(versions.map(({ version, serves, rejected }) => [version, serves, rejected])).toEqual([
      [2, null, true],
      [1, 'now', false],
    ]);
    await stage.ops.promote({ version: 2 }, admin);
    expect(await stage.state()).toMatchObject({ champion: 2, previous: 1, lastVersion: 2 });
    expect(await stage.store.models.read('shop', 2)).toEqual(kept);
  });

  it('leaves one audit record that names the version and the reason', async () => {
    stage = await threeVersions();
    stage.clock.advance(1);
    await stage.ops.promote({ version: 2, reason: 'safer' }, admin);
    const page = { limit: 1, before: null, after: null };
    const [newest] = await stage.store.audit.list({ watch: 'shop', traffic: false }, page);
    expect(newest?.entry).toMatchObject({
      operation: 'promote',
      args: { version: 2, reason: 'safer' },
      outcome: 'ok',
      led: { version: 2 },
    });
  });

  it('refuses what is not kept, what serves already, and everybody but admins', async () => {
    stage = await threeVersions();
    const unknown = await refusalOf(stage.ops.promote({ version: 9 }, admin));
    expect(unknown).toMatchObject({ code: 'not_found', remedy: 'Versions kept: 3, 2, 1.' });
    expect(await refusalOf(stage.ops.promote({ version: 3 }, admin))).toMatchObject({ code: 'conflict' });
    const operator = stage.ops.promote({ version: 1 }, callerOf('operator'));
    expect(await refusalOf(operator)).toMatchObject({ code: 'forbidden' });
    expect(await stage.state()).toMatchObject({ champion: 3, previous: 2 });
  });
});

describe('the versions of a watch', () => {
  it('are told with where each comes from and what it was worth', async () => {
    stage = await threeVersions();
    const { versions } = await stage.ops.models({}, callerOf('viewer'));
    expect(versions.map(({ version, serves, trigger }) => [version, serves, trigger])).toEqual([
      [3, 'now', 'manual'],
      [2, 'before', 'manual'],
      [1, null, 'first'],
    ]);
    expect(versions[0]).toMatchObject({ trainedBy: 'ada', estimator: 'logistic', rows: 600 });
    expect(versions[0]?.baseline?.accuracy).toBeGreaterThan(0.9);
    expect(await stage.ops.versionsOf('shop')).toEqual([3, 2, 1]);
  });
});
