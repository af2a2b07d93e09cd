// The way back from a promotion, as a person takes it.
import { afterEach, describe, expect, it } from 'vitest';
import { callerOf, learned, type openStage, refusalOf, type Stage } from './stage.ts';

let stage: Stage;
afterEach(() => stage.close());
const operator = callerOf('operator');

const served = (options: Parameters<typeof openStage>[0] = {}) => learned(600, options);

/** Rounds of a turned regime until a challenger serves. */
async function promoted(one: Stage): Promise<void> {
  for (let round = 1; round <= 20; round++) {
    const [result] = await one.rounds(1, { turned: true });
    if (result?.retrain?.result === 'promoted') return;
  }
  throw new Error('no challenger was promoted');
}

describe('a rollback', () => {
  it('puts the previous version back, and a second one goes forward again', async () => {
    stage = await served();
    await promoted(stage);
    expect(await stage.ops.rollback({}, operator)).toEqual({ watch: 'shop', from: 2, to: 1 });
    expect(await stage.state()).toMatchObject({ champion: 1, previous: 2 });
    const row = { rows: [{ x: 1, y: 0 }] };
    expect(await stage.ops.predict(row, operator)).toMatchObject({ version: 1 });
    expect(await stage.ops.rollback({}, operator)).toEqual({ watch: 'shop', from: 1, to: 2 });
    expect(await stage.ops.predict(row, operator)).toMatchObject({ version: 2 });
  });

  it('needs an earlier version', async () => {
    stage = await served();
    expect((await refusalOf(stage.ops.rollback({}, operator))).code).toBe('conflict');
  });

  it('closes the open incident, and says so on its card', async () => {
    stage = await served({ watch: { policy: 'manual' } });
    await stage.ops.train({ force: true }, callerOf('admin'));
    await stage.rounds(8, { turned: true });
    expect(await stage.state()).toMatchObject({ monitor: 'ALARM' });
    await stage.ops.rollback({}, operator);
    expect(await stage.state()).toMatchObject({ monitor: 'OK', incident: { resolution: 'rolled_back' } });
    const kinds = stage.mailbox.deliveries.map(({ news }) => news.kind);
    expect(kinds.slice(-2).toSorted()).toEqual(['incident', 'rolled_back']);
    expect(await stage.metric('ml_open_incidents{watch="shop"}')).toBe(0);
  });

  it('is seen by other processes within two seconds', async () => {
    stage = await served();
    await stage.ops.train({ force: true }, callerOf('admin'));
    const other = stage.process('other');
    const row = { rows: [{ x: 1, y: 0 }] };
    expect(await other.ops.predict(row, operator)).toMatchObject({ version: 2 });
    await stage.ops.rollback({}, operator);
    stage.clock.advance(2_000);
    expect(await other.ops.predict(row, operator)).toMatchObject({ version: 1 });
  });
});
