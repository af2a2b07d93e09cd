// The alias of a model that Vigie trained, moved in MLflow: a request to promote, decided here.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { RegisteredModels, RegisteredVersion } from '../../core/foreign.ts';
import { callerOf, openStage, type Stage, vigie } from './stage.ts';

describe('the alias of a trained model', () => {
  const alias: { points: RegisteredVersion | null } = { points: null };
  const registered: RegisteredModels = {
    aliased: async (name, asked) => (name === 'shop' && asked === 'champion' ? alias.points : null),
    read: async () => {
      throw new Error('its own models are never read back');
    },
  };
  const at = (version: string, ours: number | null, setByUs = false) => {
    alias.points = { name: 'shop', version, ours, setByUs };
  };
  let stage: Stage;
  const refusals = () =>
    stage.mailbox.deliveries.flatMap(({ news }) => (news.kind === 'failed' ? [news.message] : []));

  beforeEach(async () => {
    alias.points = null;
    stage = await openStage({ registered, tracked: true });
    await stage.arrive(600);
    await stage.patrol();
    await stage.ops.train({ watch: 'shop', force: true }, callerOf('admin'));
    await stage.ops.track({}, vigie);
  });
  afterEach(() => stage.close());

  it('promotes the version of ours that it is moved to, in the name of MLflow, once', async () => {
    expect((await stage.state()).champion).toBe(2);
    expect(await stage.ops.aliases({}, vigie)).toEqual({ done: 0 });
    stage.clock.advance(1_000);
    at('7', 1);
    expect(await stage.ops.aliases({}, vigie)).toEqual({ done: 1 });
    expect((await stage.state()).champion).toBe(1);
    expect(stage.mailbox.deliveries.at(-1)?.news).toMatchObject({
      kind: 'rolled_back',
      how: 'promoted',
      by: 'mlflow',
    });
    const page = { limit: 1, before: null, after: null };
    const [act] = await stage.store.audit.list({ watch: 'shop', traffic: false }, page);
    expect(act?.entry).toMatchObject({
      by: 'mlflow',
      via: 'job',
      operation: 'promote',
      args: { version: 1 },
    });
    await stage.ops.track({}, vigie);
    expect(await stage.ops.aliases({}, vigie)).toEqual({ done: 0 });
  });

  it('is no request where we set it, or where the version serves already', async () => {
    at('7', 1, true);
    expect(await stage.ops.aliases({}, vigie)).toEqual({ done: 0 });
    at('8', 2);
    expect(await stage.ops.aliases({}, vigie)).toEqual({ done: 0 });
    expect([(await stage.state()).champion, refusals()]).toEqual([2, []]);
  });

  it('is refused with the reason, once, where nobody trained that version here or it is gone', async () => {
    at('8', null);
    for (let minute = 0; minute < 3; minute++) await stage.ops.aliases({}, vigie);
    expect(refusals()).toEqual(['Version 8 of "shop" in MLflow was not trained here.']);
    at('9', 40);
    for (let minute = 0; minute < 3; minute++) await stage.ops.aliases({}, vigie);
    expect(refusals()).toEqual([
      'Version 8 of "shop" in MLflow was not trained here.',
      'Watch "shop" has no version 40.',
    ]);
    expect((await stage.state()).champion).toBe(2);
  });

  it('waits while something of ours is on its way to MLflow', async () => {
    stage.archive.state.away = true;
    await stage.ops.rollback({ watch: 'shop' }, callerOf('operator'));
    at('8', 2);
    expect(await stage.ops.aliases({}, vigie)).toEqual({ done: 0 });
    expect((await stage.state()).champion).toBe(1);
  });
});
