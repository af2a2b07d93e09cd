// The long round of the fuzz. FUZZ_REQUESTS says how many, FUZZ_SEED which ones.
import { expect, it } from 'vitest';
import { fuzzReal } from '../flows/fuzzed.ts';

const requests = Number(process.env['FUZZ_REQUESTS'] ?? 5_000);
const seed = Number(process.env['FUZZ_SEED'] ?? 20_261_126);

it(`answers ${requests} requests made of its own document (seed ${seed}) as that document says`, async () => {
  const { fault, requests: sent, seen } = await fuzzReal({ requests, seed });
  expect(fault).toBeNull();
  expect(sent).toBe(requests);
  const routes = new Set([...seen.keys()].map((key) => key.replace(/ \d+$/, '')));
  const done = [...seen.keys()].filter((key) => key.endsWith(' 200'));
  // Every route was asked, and more than half did what they are there for: the others want an incident, a row or a
  // challenger that is there.
  expect(done.length).toBeGreaterThan(0.5 * routes.size);
  expect(Object.keys(Object.prototype)).toEqual([]);
  expect(({} as Record<string, unknown>)['x']).toBeUndefined();
});
