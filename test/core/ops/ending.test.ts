import { describe, expect, it } from 'vitest';
import { lineBefore } from '../../../core/compute/line.ts';
import { isCutShort } from '../../../core/errors.ts';
import { endingOf } from '../../../core/ops/ending.ts';

function open(lost = 0) {
  const order: string[] = [];
  const over = new AbortController();
  const note = (what: string) => async () => void order.push(what);
  const world = {
    background: { add: () => {}, idle: async (ms = 6_000) => void order.push(`idle ${ms}`) },
    compute: {
      line: lineBefore(1),
      run: () => Promise.reject(new Error('nothing runs here')),
      stop: note('compute'),
    },
    observations: { add: () => 0, flush: async () => order.push('flush') && lost },
  };
  over.signal.addEventListener('abort', () => order.push('over'));
  return { order, over, ending: endingOf(world, over) };
}

describe('the end of what is under way', () => {
  it('waits, cuts short what goes on, lets it give back what it holds, and keeps what was answered', async () => {
    const { order, over, ending } = open();
    await ending.finish();
    expect(order).toEqual(['idle 6000', 'over', 'compute', 'idle 2000', 'flush']);
    expect(isCutShort(over.signal.reason)).toBe(true);
  });

  it('can be made to come sooner', async () => {
    const { order, over, ending } = open();
    await ending.cut();
    const { reason } = over.signal;
    await ending.finish();
    expect(order).toEqual(['over', 'compute', 'compute', 'idle 2000', 'flush']);
    expect(over.signal.reason).toBe(reason);
  });

  it('says how many rows behind answers could not be stored', async () => {
    await expect(open(7).ending.finish()).rejects.toMatchObject({
      code: 'storage_unavailable',
      message: '7 rows behind answers could not be stored.',
    });
  });
});
