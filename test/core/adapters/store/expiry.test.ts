// Rows and labels say themselves when they are over; the server's TTL index does the rest (test/core/adapters/embedded).
import { afterAll, beforeAll, expect, it } from 'vitest';
import { steppedClock } from '../../../../core/adapters/system.ts';
import { openTestStore } from '../../ops/store.ts';

let open: Awaited<ReturnType<typeof openTestStore>>;
beforeAll(async () => {
  open = await openTestStore(steppedClock(0));
});
afterAll(() => open.close());

const over = 86_400_000;

it.each(['observations', 'labels'])('%s are over at a date of their own', async (name) => {
  const times = { at: 1, storedAt: 2, expiresAt: over };
  await open.store.observations.add([
    {
      id: 'a',
      watch: 'shop',
      ...times,
      features: [],
      layout: 'x',
      predicted: null,
      score: null,
      via: 'http',
    },
  ]);
  await open.store.labels.put('shop', [{ id: 'a', label: 'yes', at: 1, expiresAt: over, by: 'ada' }]);
  const collection = open.db.collection(name);
  expect(await collection.findOne({})).toMatchObject({ expiresAt: new Date(over), at: 1 });
  const expiring = (await collection.indexes()).filter((index) => index['expireAfterSeconds'] !== undefined);
  expect(expiring).toMatchObject([{ key: { expiresAt: 1 }, expireAfterSeconds: 0 }]);
});
