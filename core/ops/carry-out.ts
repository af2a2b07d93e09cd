// Carrying a piece of work out: what it comes to is kept, and meanwhile how far it is.
import { isCutShort, knownError } from '../errors.ts';
import type { Progressed, Work, WorkEnd } from '../work.ts';
import type { Call } from './operation.ts';
import type { World } from './world.ts';

/** Longer than the lease of a watch lasts: what was interrupted may begin again at once. */
export const aliveMs = 65_000;
const beatMs = 5_000;
const tellMs = 1_000;

/** Runs it to its end and keeps that, and meanwhile tells how far it is. */
export async function carryOut(
  world: World,
  work: Work,
  run: (progress: Call['progress']) => Promise<unknown>,
): Promise<Work> {
  const now: { told: Progressed } = { told: { step: null, share: 0 } };
  let cutShort = false;
  const over = new AbortController();
  const telling = keepTelling(world, work, () => now.told, over.signal);
  const end = await run((step, share) => {
    now.told = { step, share };
  }).then(
    (result) => succeeded(world, result),
    (cause: unknown) => {
      cutShort = isCutShort(cause);
      return failed(world, cause);
    },
  );
  over.abort();
  await telling;
  try {
    // What nobody ends counts as interrupted, and its key begins it again.
    if (!cutShort) await world.store.work.end({ ...work, ...now.told }, end);
  } catch (err) {
    // Whoever waits here is answered all the same; others are told that it was interrupted.
    world.log.error('how long work ended could not be stored', { id: work.id, err });
  }
  return { ...work, ...now.told, ...end };
}

function succeeded({ clock }: World, result: unknown): WorkEnd {
  return { state: 'succeeded', endedAt: clock.now(), result: JSON.stringify(result), error: null };
}

function failed({ clock }: World, cause: unknown): WorkEnd {
  const { code, message, remedy, faults } = knownError(cause);
  return { state: 'failed', endedAt: clock.now(), result: null, error: { code, message, remedy, faults } };
}

/** At most once a second; when nothing is new, often enough to count as alive. */
async function keepTelling(
  { clock, store, log }: World,
  { id, owner }: Work,
  progressed: () => Progressed,
  over: AbortSignal,
): Promise<void> {
  let last = progressed();
  let toldAt = clock.now();
  for (;;) {
    await clock.sleep(tellMs, over);
    if (over.aborted) return;
    const now = clock.now();
    const told = progressed();
    if (told === last && now - toldAt < beatMs) continue;
    [last, toldAt] = [told, now];
    await store.work.tell({ id, owner, aliveUntil: now + aliveMs, ...told }).catch((err: unknown) => {
      log.warn('the progress of long work could not be stored', { id, err });
    });
  }
}
