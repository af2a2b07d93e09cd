// DELETE /observations/{id}: one row and its label are gone, and it is said where they still lie.
import * as z from 'zod';
import { tasks } from '../compute/tasks.ts';
import { AppError } from '../errors.ts';
import type { ForgetResult } from './results.ts';
import { mostVersions } from './tidy.ts';
import { type World, watchOf } from './world.ts';

export const forgetInput = z.strictObject({ watch: z.string().optional(), id: z.string().min(1).max(200) });

/** @throws AppError `not_found` when the watch has neither a row nor a label of this id */
export async function forget(world: World, input: z.infer<typeof forgetInput>): Promise<ForgetResult> {
  const { name } = watchOf(world, input.watch).watch;
  const { id } = input;
  // The row may still be on its way.
  await world.observations.flush();
  const observation = await world.store.observations.remove(name, id);
  const label = await world.store.labels.remove(name, id);
  if (!observation && !label)
    throw new AppError('not_found', `Watch "${name}" has no observation "${id}".`, {
      remedy: 'Check the id: rows of files are deleted in their file, and rows expire by themselves.',
    });
  return { watch: name, id, observation, label, references: await referencesWith(world, name, id) };
}

/** Reference windows are immutable: they hold their rows until the last version that was made of them is gone. */
async function referencesWith(world: World, watch: string, id: string): Promise<number[]> {
  const holders: number[] = [];
  for (const { version, reference } of await world.store.models.list(watch, mostVersions)) {
    const snapshot = await world.store.snapshots.read(reference);
    if (await world.compute.run(tasks.holds, { snapshot, id })) holders.push(version);
  }
  return holders;
}
