import { MessageChannel, receiveMessageOnPort } from 'node:worker_threads';
import { describe, expect, it } from 'vitest';
import { bytes, codes, doubles } from '../../../core/frame/arrays.ts';

/** What the other end of a channel gets, as a worker does. */
function crossed(value: unknown): { buffer: unknown; fill(value: number): unknown } {
  const { port1, port2 } = new MessageChannel();
  port1.postMessage(value);
  const got: unknown = receiveMessageOnPort(port2)?.message;
  port1.close();
  if (!(got instanceof Float64Array || got instanceof Int32Array || got instanceof Uint8Array)) {
    throw new TypeError('no array came across');
  }
  return got;
}

const makers = [
  ['doubles', doubles],
  ['codes', codes],
  ['bytes', bytes],
] as const;

describe.each(makers)('%s', (_, make) => {
  it('are zeros, as many as asked for', () => {
    for (const length of [0, 3, 100_000]) {
      const made = make(length);
      expect(made).toHaveLength(length);
      expect(made.every((value) => value === 0)).toBe(true);
    }
  });

  it('cross to a thread without a copy where there are a million: what it writes is seen here', () => {
    const here = make(1_000_000);
    const there = crossed(here);
    expect(there.buffer).toBeInstanceOf(SharedArrayBuffer);
    there.fill(7);
    expect([here[0], here[999_999]]).toEqual([7, 7]);
  });

  it('are plain memory where there are few', () => {
    const here = make(1_000);
    crossed(here).fill(7);
    expect(here[0]).toBe(0);
  });
});
