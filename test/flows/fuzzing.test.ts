// A short round of the fuzz over the real operations; the long one is a peer's (.ci/peers/fuzz.sh).
import { expect, it } from 'vitest';
import { fuzzReal } from './fuzzed.ts';

it('answers what its own document says, whatever is asked', async () => {
  const { fault, requests, seen } = await fuzzReal({ requests: 300, seed: 20_261_126 });
  expect(fault).toBeNull();
  expect(requests).toBe(300);
  // Not only refusals.
  const done = [...seen].filter(([key]) => key.endsWith(' 200'));
  expect(done.length).toBeGreaterThan(15);
  expect(Object.keys(Object.prototype)).toEqual([]);
  expect(({} as Record<string, unknown>)['x']).toBeUndefined();
});
