import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createNewestKeys } from '../../../core/sources/newest-keys.ts';

describe('the newest keys', () => {
  it('are known by what was set last', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.string(), fc.nat())), (entries) => {
        const keys = createNewestKeys(2);
        const expected = new Map(entries);
        for (const [key, value] of entries) keys.set(key, value);
        for (const [key, value] of expected) expect(keys.get(key)).toBe(value);
        expect(keys.get('a key longer than any that was set')).toBeUndefined();
      }),
    );
  });

  it('are told apart, a million of them', () => {
    const keys = createNewestKeys(5);
    for (let at = 0; at < 1_000_000; at++) keys.set(`2026-${at}`, at);
    let wrong = 0;
    for (let at = 0; at < 1_000_000; at++) if (keys.get(`2026-${at}`) !== at) wrong += 1;
    for (let at = 0; at < 1_000_000; at++) if (keys.get(`2025-${at}`) !== undefined) wrong += 1;
    expect(wrong).toBe(0);
  });

  it('push out the oldest ones once there are too many', () => {
    const keys = createNewestKeys(2);
    for (let at = 0; at < 3 * 2 ** 18; at++) keys.set(String(at), at);
    expect([0, 2 ** 18 - 1, 2 ** 18, 3 * 2 ** 18 - 1].map((at) => keys.get(String(at)))).toEqual([
      undefined,
      undefined,
      2 ** 18,
      3 * 2 ** 18 - 1,
    ]);
  });
});
