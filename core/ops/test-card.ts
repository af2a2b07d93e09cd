// A card marked as a test, through the real outbox into the watch's own channel: whether it arrives is the answer.
import * as z from 'zod';
import { deliver } from './deliver.ts';
import type { Call } from './operation.ts';
import type { TestCardResult } from './results.ts';
import { singleNews } from './told.ts';
import { type World, watchOf } from './world.ts';

export const testCardInput = z.strictObject({ watch: z.string().optional() });

export async function testCard(
  world: World,
  input: z.infer<typeof testCardInput>,
  { caller }: Call,
): Promise<TestCardResult> {
  const watched = watchOf(world, input.watch);
  const at = world.clock.now();
  const news = singleNews('test', watched, { name: world.random.id(), at, facts: { by: caller.name } });
  await world.store.outbox.add(news);
  await deliver(world);
  const outcome = await world.store.outbox.outcomeOf(news.key);
  return {
    watch: watched.watch.name,
    notifier: world.notifier?.name ?? null,
    status: outcome?.status ?? 'due',
    reason: outcome?.reason ?? null,
  };
}
