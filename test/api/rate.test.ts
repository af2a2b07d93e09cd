import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRate, sourceOf } from '../../api/rate.ts';

const now = 1_800_000_000_000;

describe('a rate of 60 a minute', () => {
  it('grants 60 at once, then says when the next one may come', () => {
    const rate = createRate(60);
    expect(Array.from({ length: 60 }, () => rate('a', now))).toEqual(Array(60).fill(0));
    expect(rate('a', now)).toBe(1);
    expect(rate('a', now + 999)).toBe(1);
    expect(rate('a', now + 1_000)).toBe(0);
    expect(rate('a', now + 1_000)).toBe(1);
  });

  it('holds each key to its own', () => {
    const rate = createRate(60);
    for (let asked = 0; asked < 61; asked += 1) rate('a', now);
    expect([rate('a', now), rate('b', now)]).toEqual([1, 0]);
  });

  it('takes a request that costs more at once or not at all, and never more than all there is', () => {
    const rate = createRate(60);
    expect([rate('a', now, 40), rate('a', now, 40), rate('a', now, 20)]).toEqual([0, 20, 0]);
    expect([rate('b', now, 900), rate('b', now)]).toEqual([0, 1]);
  });

  it('starts anew when the clock was set back', () => {
    const rate = createRate(60);
    expect(rate('a', now, 60)).toBe(0);
    expect(rate('a', now - 3_600_000)).toBe(0);
  });
});

it('no run of requests gets more than the burst and what a minute grants', () => {
  const gaps = fc.array(fc.integer({ min: 0, max: 5_000 }), { minLength: 1, maxLength: 300 });
  fc.assert(
    fc.property(gaps, fc.integer({ min: 1, max: 500 }), (waits, perMinute) => {
      const rate = createRate(perMinute);
      let at = now;
      const granted = waits.filter((wait) => {
        at += wait;
        return rate('a', at) === 0;
      });
      expect(granted.length).toBeLessThanOrEqual(perMinute + ((at - now) * perMinute) / 60_000 + 1e-6);
    }),
    { seed: 7 },
  );
});

it('whoever waits as long as told is let in', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 500 }), fc.integer({ min: 1, max: 40 }), (perMinute, more) => {
      const rate = createRate(perMinute);
      let at = now;
      for (let asked = 0; asked < perMinute + more; asked += 1) {
        const wait = rate('a', at);
        at += wait * 1000;
        if (wait > 0) expect(rate('a', at)).toBe(0);
      }
    }),
    { seed: 7 },
  );
});

it('a crowd of addresses is forgotten, the oldest first', () => {
  const rate = createRate(1);
  rate('first', now);
  rate('second', now);
  for (let other = 0; other < 9_999; other += 1) rate(`other ${other}`, now);
  expect([rate('first', now), rate('second', now) > 0]).toEqual([0, false]);
});

it.each([
  ['192.0.2.7', '192.0.2.7'],
  ['::ffff:192.0.2.7', '192.0.2.7'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2'],
  ['2001:db8:1:2::9', '2001:db8:1:2'],
  ['2001:db8::1', '2001:db8:0:0'],
  ['::1', '0:0:0:0'],
  [undefined, ''],
])('%s counts as %s', (address, source) => {
  expect(sourceOf(address)).toBe(source);
});
