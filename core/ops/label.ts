// /label and POST /labels: true outcomes that come back by prediction id or row id.
import * as z from 'zod';
import { AppError } from '../errors.ts';
import type { LabelRecord } from '../observation.ts';
import type { Call } from './operation.ts';
import type { LabelResult } from './results.ts';
import { type Watched, type World, watchOf } from './world.ts';

const rowId = z.union([z.string().min(1).max(200), z.int()]).transform(String);
const value = z.union([z.string().min(1).max(200), z.number(), z.boolean()]).transform(String);

export const labelInput = z.strictObject({
  watch: z.string().optional(),
  labels: z
    .array(z.strictObject({ id: rowId, label: value }))
    .min(1)
    .max(1_000),
});

/** Stores labels; the last one for an id wins. Ids nobody predicted are named and not stored where that can be known. */
export async function label(
  world: World,
  input: z.infer<typeof labelInput>,
  { caller }: Call,
): Promise<LabelResult> {
  const watched = watchOf(world, input.watch);
  const { name } = watched.watch;
  const champion = await world.registry.champion(name);
  if (champion !== null) refuseUnknownClasses(input.labels, champion.model.schema.classes);
  await world.observations.flush();
  const known = await knownIds(
    world,
    watched,
    input.labels.map(({ id }) => id),
  );
  const at = world.clock.now();
  const expiresAt = at + watched.watch.retention.labels;
  const records = input.labels
    .filter(({ id }) => known === null || known.has(id))
    .map(({ id, label }): LabelRecord => ({ id, label, at, expiresAt, by: caller.name }));
  await world.store.labels.put(name, records);
  world.metrics.labelled(name, records.length);
  const unknown = known === null ? [] : input.labels.map(({ id }) => id).filter((id) => !known.has(id));
  return { watch: name, stored: records.length, unknown };
}

/** null: rows of this watch have their ids from a file, which may name them later than their labels come. */
async function knownIds(
  world: World,
  { watch, source }: Watched,
  ids: string[],
): Promise<Set<string> | null> {
  return source.kind === 'observed' ? world.store.observations.known(watch.name, ids) : null;
}

function refuseUnknownClasses(labels: readonly { label: string }[], classes: readonly string[]): void {
  const faults = labels.flatMap(({ label }, at) =>
    classes.includes(label)
      ? []
      : [{ path: `labels.${at}.label`, message: `is none of ${classes.join(', ')}` }],
  );
  const first = faults[0];
  if (first !== undefined) throw new AppError('invalid_input', `${first.path} ${first.message}`, { faults });
}
