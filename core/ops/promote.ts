// /promote: a version that a person names serves from now on, whatever the gate would say.
import * as z from 'zod';
import { AppError } from '../errors.ts';
import type { ModelVersion } from '../model.ts';
import type { Call } from './operation.ts';
import type { SwitchResult } from './results.ts';
import { putBackElsewhere } from './rollback.ts';
import { switchVersion } from './switched.ts';
import { mostVersions } from './tidy.ts';
import { requireSameKind, requireServedHere, type World, watchOf } from './world.ts';

export const promoteInput = z.strictObject({
  watch: z.string().optional(),
  version: z.int().min(1),
  reason: z.string().max(500).optional(),
});

/** @throws AppError `not_found` for a version that is not kept, `conflict` for the champion, or before there is one */
export async function promote(
  world: World,
  input: z.infer<typeof promoteInput>,
  call: Call,
): Promise<SwitchResult> {
  const watched = watchOf(world, input.watch);
  requireServedHere(watched, putBackElsewhere);
  const { name } = watched.watch;
  const version = await keptVersion(world, name, input.version);
  requireSameKind(watched, version);
  const { version: to } = version;
  return switchVersion(world, watched, {
    call,
    how: 'promoted',
    reason: input.reason ?? null,
    versionsIn: ({ champion }) => {
      if (champion === null) throw new AppError('no_champion', `Watch "${name}" has no trained model yet.`);
      if (champion !== to) return { from: champion, to };
      throw new AppError('conflict', `Version ${to} of watch "${name}" serves already.`, {
        remedy: 'Name another version: /model list shows them.',
      });
    },
  });
}

/** @throws AppError `not_found` that names those there are */
export async function keptVersion(world: World, name: string, wanted: number): Promise<ModelVersion> {
  const found = await world.store.models.read(name, wanted);
  if (found !== null) return found;
  const kept = (await world.store.models.list(name, mostVersions)).map(({ version }) => version);
  throw new AppError('not_found', `Watch "${name}" has no version ${wanted}.`, {
    remedy: kept.length === 0 ? 'Train one with /train.' : `Versions kept: ${kept.join(', ')}.`,
  });
}
