// A retraining that finds every worker at another watch's: it waits its turn, and whoever asked sees how long the line is.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { lineBefore } from '../../core/compute/line.ts';
import { isCutShort } from '../../core/errors.ts';
import { createOps } from '../../core/ops/index.ts';
import type { Step } from '../../core/work.ts';
import { callerOf, learned, refusalOf, type Stage } from './stage.ts';

let stage: Stage;
let line: ReturnType<typeof lineBefore>;
let ops: Stage['ops'];
const ada = { ...callerOf('operator', 'discord'), id: '81' };
const bob = { ...callerOf('operator', 'shell'), name: 'bob' };

beforeEach(async () => {
  stage = await learned(600);
  line = lineBefore(1);
  const { world } = stage.process('worker');
  ops = createOps({ ...world, compute: { ...world.compute, line } });
});
afterEach(() => stage.close());

/** A retraining of another watch, that has its place. */
const another = () => line.enter(new AbortController().signal, () => {});

/** Asks for a retraining; resolves once it has heard that it waits. */
async function asked() {
  const steps: Step[] = [];
  let heard = (): void => {};
  const waits = new Promise<void>((resolve) => {
    heard = resolve;
  });
  const ended = ops.retrain({}, ada, (step) => {
    steps.push(step);
    heard();
  });
  ended.catch(() => {});
  await waits;
  return { steps, ended };
}

describe('a retraining while others have all workers', () => {
  it('says how many stand before it, moves up, and is held like any other', async () => {
    const leave = await another();
    const ahead = another();
    const { steps, ended } = await asked();
    expect(steps).toEqual([{ id: 'waiting', before: 2 }]);
    leave();
    expect(steps.at(-1)).toEqual({ id: 'waiting', before: 1 });
    (await ahead)();
    expect((await ended).outcome.result).toBe('rejected');
    expect(steps.map(({ id }) => id)).toContain('judging');
    // Its own place is free again.
    (await another())();
  });

  it('is told of as a job with its place in the line', async () => {
    const leave = await another();
    const begun = await ops.begin({ operation: 'retrain', input: {}, wait: 0, key: null }, callerOf('admin'));
    const { id } = begun.work;
    let { work } = begun;
    while (work.step === null) work = await ops.work({ id }, ada);
    expect(work).toMatchObject({ state: 'running', step: { id: 'waiting', before: 1 }, share: 0 });
    leave();
    expect(await ops.work({ id, wait: 60 }, ada)).toMatchObject({ state: 'succeeded' });
  });

  it('can be cancelled, and leaves nothing behind: no card, no line in the history', async () => {
    const leave = await another();
    const before = await stage.state();
    const { ended } = await asked();
    await stage.ops.cancel({}, bob);
    expect(await refusalOf(ended)).toMatchObject({ code: 'cancelled', by: 'bob' });
    expect(await stage.state()).toEqual(before);
    const page = { limit: 9, before: null, after: null };
    expect(await stage.store.retrains.list('shop', page)).toEqual([]);
    leave();
    (await another())();
  });

  it('is cut short by the end of the process, not failed, and the watch is free for the next', async () => {
    await another();
    const { ended } = await asked();
    line.close();
    expect(isCutShort(await ended.catch((cause: unknown) => cause))).toBe(true);
    expect((await stage.ops.retrain({}, bob)).outcome.result).toBe('rejected');
  });
});
