// /status over a real store: what stands in the way of cards, runs and rows.
import { afterEach, describe, expect, it } from 'vitest';
import { AppError } from '../../../core/errors.ts';
import { createOps } from '../../../core/ops/index.ts';
import type { Extra, GatewayHealth, Notifier } from '../../../core/ports.ts';
import { callerOf, learned, minute, openStage, type Stage } from '../../flows/stage.ts';

let stage: Stage;
afterEach(() => stage.close());
const vera = callerOf('viewer');

describe('the status of the service', () => {
  it('has why cards and runs do not arrive, and what to do', async () => {
    stage = await openStage({ tracked: true });
    stage.archive.state.away = true;
    const remedy = 'Allow it to write there.';
    stage.mailbox.refusals.push(
      new AppError('forbidden', 'Vigie may not write in that channel.', { remedy }),
    );
    await stage.arrive(1_000);
    await stage.patrol();
    const { mlflow, notifications, trouble } = await stage.ops.status({}, vera);
    expect(mlflow).toMatchObject({ configured: true, queued: 1 });
    expect(trouble.runs.retrying).toMatchObject({ reason: 'MLflow does not answer.' });
    const reason = 'Vigie may not write in that channel.';
    expect(notifications.dead).toBe(1);
    expect(trouble.cards.dead).toMatchObject({ reason, remedy });
  });

  it('has the watches whose rows stopped coming, and since when', async () => {
    stage = await learned(1_000);
    await stage.rounds(4);
    const silentSince = async () => (await stage.ops.status({}, vera)).watches[0]?.silentSince;
    expect(await silentSince()).toBeNull();
    const stopped = stage.clock.now() + 2 * minute;
    for (let round = 0; round < 5; round++) {
      stage.clock.advance(2 * minute);
      await stage.patrol();
    }
    expect(await silentSince()).toBe(stopped);
  });

  it('has what channels refuse beside cards, in whichever process that was, until they take it again', async () => {
    stage = await openStage();
    const inA = { channel: 'a', what: 'thread', at: stage.clock.now() } as const;
    const inB = { ...inA, channel: 'b', what: 'line', refused: 'Missing Permissions' } as const;
    const tell = async (name: string, ...extras: Extra[]) => {
      const { world } = stage.process(name);
      const notifier: Notifier = { name, deliver: async () => null, extras: () => extras };
      const ops = createOps({ ...world, notifier });
      await ops.testCard({}, callerOf('operator'));
      await ops.deliver({}, callerOf('admin'));
    };
    const refused = async () => (await stage.ops.status({}, vera)).notifications.refused;
    await tell('first', { ...inA, refused: 'Missing Permissions' }, inB);
    expect(await refused()).toEqual([{ ...inA, refused: 'Missing Permissions' }, inB]);
    // A process that began later has tried one of them.
    await tell('second', { ...inA, refused: null });
    expect(await refused()).toEqual([inB]);
    stage.clock.advance(15 * 24 * 60 * minute);
    expect(await refused()).toEqual([]);
  });

  it('has how the connection to Discord stands, where this process opens one', async () => {
    stage = await openStage();
    expect((await stage.ops.status({}, vera)).gateway).toBeNull();
    const health: GatewayHealth = { state: 'standing by', problem: null, faults: 0 };
    const gateway = { health: () => health };
    expect((await createOps({ ...stage.world, gateway }).status({}, vera)).gateway).toEqual(health);
  });
});
