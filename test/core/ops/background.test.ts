import { describe, expect, it } from 'vitest';
import { createBackground } from '../../../core/ops/background.ts';

/** A clock whose sleepers wake when they are told to. */
function open() {
  const asked: number[] = [];
  let wake = () => {};
  const sleep = (ms: number, signal?: AbortSignal) =>
    new Promise<void>((resolve) => {
      asked.push(ms);
      wake = resolve;
      signal?.addEventListener('abort', () => resolve());
    });
  return { asked, wake: () => wake(), background: createBackground({ sleep }) };
}

describe('work under way', () => {
  it('is waited for, with what it begins and whatever comes of it', async () => {
    const { background } = open();
    const order: string[] = [];
    let end = () => {};
    const first = new Promise<void>((resolve) => {
      end = resolve;
    }).then(() => {
      order.push('first');
      background.add(Promise.reject(new Error('broken')).catch(() => void order.push('second')));
    });
    background.add(first);
    background.add(Promise.reject(new Error('also broken')));
    const idle = background.idle().then(() => void order.push('idle'));
    end();
    await idle;
    expect(order).toEqual(['first', 'second', 'idle']);
  });

  it('is not waited for longer than six seconds', async () => {
    const { background, asked, wake } = open();
    background.add(new Promise(() => {}));
    const idle = background.idle();
    expect(asked).toEqual([6_000]);
    wake();
    await idle;
  });

  it('is nothing at first', async () => {
    await open().background.idle();
  });
});
