// What is kept of long work that ends otherwise than by itself.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AppError, cutShort } from '../../../core/errors.ts';
import { retrainInput } from '../../../core/ops/retrain.ts';
import { createWorks } from '../../../core/ops/work.ts';
import { callerOf, openStage, type Stage } from '../../flows/stage.ts';

const otto = callerOf('operator');

let stage: Stage;
beforeEach(async () => {
  stage = await openStage();
});
afterEach(() => stage.close());

function worksOf(owner: string, run: () => Promise<unknown>) {
  const { world } = stage.process(owner);
  const each = { facts: { scope: 'operate', input: retrainInput } as const, run };
  const works = createWorks(world, { train: each, retrain: each, check: each });
  const read = (id: string) => works.read({ id, wait: 0 }, { caller: otto, progress: () => {} });
  return { read, begin: (key: string) => works.begin({ operation: 'retrain', input: {}, key }, otto) };
}

describe('work that the end of its process cut short', () => {
  it('is told to who waits as failed, counts as interrupted, and its key begins it again', async () => {
    const first = worksOf('first', () => Promise.reject(cutShort()));
    const { work } = await first.begin('a-key');
    expect(work).toMatchObject({ state: 'failed', error: { message: cutShort().message } });
    stage.clock.advance(65_000);
    expect((await first.read(work.id)).state).toBe('interrupted');
    const again = await worksOf('second', async () => 'done').begin('a-key');
    expect(again).toMatchObject({ replayed: false, work: { state: 'succeeded', result: 'done' } });
  });

  it('is told from what somebody cancelled: that has failed, and stays so', async () => {
    const cause = new AppError('cancelled', 'The retrain was cancelled by ada.', { by: 'ada' });
    const first = worksOf('first', () => Promise.reject(cause));
    const { work } = await first.begin('a-key');
    stage.clock.advance(65_000);
    expect(await first.read(work.id)).toMatchObject({ state: 'failed', error: { message: cause.message } });
  });
});
