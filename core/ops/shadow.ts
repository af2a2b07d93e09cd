// The version before a champion on probation, as a check asks it: beside the champion, on the same rows.
import type { CheckInput, Shadow } from '../evidence/check.ts';
import type { WatchState } from '../state.ts';
import { answered } from './answered.ts';
import type { World } from './world.ts';

/** null = there is no probation. @throws AppError of a model of somebody else */
export async function shadowOf(
  world: World,
  { watch, probation }: WatchState,
  rows: Pick<CheckInput, 'labelledContext' | 'fresh'>,
): Promise<Shadow | null> {
  if (probation == null) return null;
  const { model } = await world.registry.version(watch, probation.old);
  const [context, fresh] = await Promise.all(
    [rows.labelledContext, rows.fresh].map(async (frame) => (await answered(world, model, frame)).answers),
  );
  return { model, answers: context === undefined || fresh === undefined ? null : { context, fresh } };
}
