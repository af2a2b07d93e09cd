// Watches with several versions: one that waits for a person, or three of which the last serves.
import { callerOf, learned, type Stage } from './stage.ts';

/** A watch whose challengers wait for a person. */
export const underApproval = () => learned(600, { watch: { policy: 'approve' } });

/** Raises an alarm on it, until a challenger has passed the gate; its version. */
export async function proposedOn(stage: Stage): Promise<number> {
  for (let round = 1; round <= 20; round++) {
    const [result] = await stage.rounds(1, { turned: true });
    if (result?.retrain?.result === 'proposed') return result.retrain.kept ?? 0;
  }
  throw new Error('no challenger passed the gate');
}

/** Three versions; the third serves, the second served before. */
export async function threeVersions(): Promise<Stage> {
  const stage = await learned(600);
  for (let more = 0; more < 2; more++) {
    await stage.arrive(50);
    await stage.ops.train({ force: true }, callerOf('admin'));
  }
  return stage;
}
