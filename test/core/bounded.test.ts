import { getEventListeners } from 'node:events';
import { setImmediate } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { bounded } from '../../core/bounded.ts';

/** A call that hangs until its signal aborts. */
const hanging = (signal: AbortSignal) =>
  new Promise<never>((_resolve, reject) => {
    const end = () => reject(signal.reason);
    if (signal.aborted) end();
    signal.addEventListener('abort', end);
  });

describe('a bounded call', () => {
  it('gives back what it came to, and leaves nothing behind', async () => {
    const over = new AbortController();
    expect(await bounded(60_000, over.signal, async () => 'answered')).toBe('answered');
    await expect(bounded(60_000, over.signal, () => Promise.reject(new Error('refused')))).rejects.toThrow(
      'refused',
    );
    expect(getEventListeners(over.signal, 'abort')).toEqual([]);
  });

  it('ends when its time is over', async () => {
    await expect(bounded(10, undefined, hanging)).rejects.toMatchObject({ name: 'TimeoutError' });
  });

  it('ends when its time is over, also where nobody but the call holds its limit', async () => {
    setFlagsFromString('--expose-gc');
    const collect: () => void = runInNewContext('gc');
    const ended = bounded(200, undefined, hanging);
    const expected = expect(ended).rejects.toMatchObject({ name: 'TimeoutError' });
    // What a turn of the loop has touched is held until its end.
    await setImmediate();
    collect();
    await expected;
  });

  it('ends with the process, for the same reason, also when that has begun to end before', async () => {
    const over = new AbortController();
    const calls = [1, 2].map(() => bounded(60_000, over.signal, hanging));
    over.abort(new Error('the end'));
    expect(await Promise.allSettled([...calls, bounded(60_000, over.signal, hanging)])).toEqual(
      Array(3).fill({ status: 'rejected', reason: over.signal.reason }),
    );
  });
});
