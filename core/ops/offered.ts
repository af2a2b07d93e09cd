// What options offer while somebody writes a command.
import type { FeatureInfo } from './results.ts';
import { mostVersions } from './tidy.ts';
import { type World, watchOf } from './world.ts';

export async function versionsOf(world: World, watch: string | undefined): Promise<number[]> {
  const { name } = watchOf(world, watch).watch;
  return (await world.store.models.list(name, mostVersions)).map(({ version }) => version);
}

/** What a prediction needs, each with a typical value of the reference window. */
export async function featuresOf(world: World, watch: string | undefined): Promise<FeatureInfo[]> {
  const champion = await world.registry.required(watchOf(world, watch).watch.name);
  const profile = await world.registry.profile(champion);
  return profile.features.map(({ name, kind, typical }) => ({ name, kind, example: typical }));
}
