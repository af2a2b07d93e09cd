// /cancel: whoever works on a watch is asked to stop, in whichever process that is. What serves stays as it is.
import * as z from 'zod';
import { AppError } from '../errors.ts';
import { workOn } from './lease.ts';
import type { Call } from './operation.ts';
import type { CancelResult } from './results.ts';
import { type World, watchOf } from './world.ts';

export const cancelInput = z.strictObject({ watch: z.string().optional() });

/**
 * Asks once and does not wait: the work ends within seconds and answers whoever began it.
 * @throws AppError `conflict` when nothing runs, or nothing that can be stopped
 */
export async function cancel(
  world: World,
  input: z.infer<typeof cancelInput>,
  { caller }: Call,
): Promise<CancelResult> {
  const { name } = watchOf(world, input.watch).watch;
  const id = workOn(name);
  const task = await world.store.leases.task(id);
  if (task !== null && !task.stoppable)
    throw new AppError('conflict', `What runs on watch "${name}" now is upkeep and cannot be cancelled.`, {
      remedy: 'Wait a moment: it is short.',
    });
  const stopped = task === null ? null : await world.store.leases.stop(id, caller.name);
  if (stopped === null)
    throw new AppError('conflict', `Nothing runs on watch "${name}" that could be cancelled.`, {
      remedy: 'It may have ended just now: see /status.',
    });
  const { operation, by, since } = stopped;
  return { watch: name, operation, by, since };
}
