// Which model answered at a moment, and why: told from the records that every change of champion leaves.
import * as z from 'zod';
import { AppError } from '../errors.ts';
import { clockSkewMs, createTimeReader } from '../frame/time.ts';
import type { Succession } from '../model.ts';
import type { Watch } from '../watch.ts';
import type { ChampionAtResult } from './champion-result.ts';
import { runStateOf } from './track.ts';
import { changeState, type World, watchOf } from './world.ts';

export const championAtInput = z.strictObject({
  watch: z.string().optional(),
  /** ISO 8601; without a zone it is the watch's own clock. Left out: now. */
  at: z.string().max(40).optional(),
});

/**
 * Another process may have answered with the champion before for two seconds more, which is how old its memory may be.
 * @throws AppError `invalid_input` for what is no time, or lies ahead
 */
export async function championAt(
  world: World,
  input: z.infer<typeof championAtInput>,
): Promise<ChampionAtResult> {
  const { watch } = watchOf(world, input.watch);
  const now = world.clock.now();
  const at = input.at === undefined ? now : momentOf(input.at, watch, now);
  // Whoever died before it could move its record left it with the state.
  const { champion } = await changeState(world, watch.name, () => null);
  const found = await world.store.champions.around(watch.name, at);
  const known = knownBy(found, champion);
  const model = known.version === null ? null : await world.store.models.read(watch.name, known.version);
  const intent = model?.intent ?? found.brought?.intent ?? null;
  return {
    watch: watch.name,
    timezone: watch.timezone,
    at,
    elsewhere: watch.champion === 'external',
    ...known,
    since: found.last?.at ?? null,
    until: found.next?.at ?? null,
    change: found.last,
    brought: found.brought,
    next: found.next,
    model:
      model === null
        ? null
        : {
            trainedAt: model.trainedAt,
            rows: model.referenceRows,
            reference: model.reference,
            baseline: model.baseline,
          },
    run: await runStateOf(world, known.version === null ? null : intent),
  };
}

/** Before the first record nothing served, or nobody can tell: a store may be older than its records. */
function knownBy(
  { last, next }: Succession,
  champion: number | null,
): Pick<ChampionAtResult, 'recorded' | 'version'> {
  if (last !== null) return { recorded: true, version: last.to };
  const first = next === null ? champion : next.from;
  return { recorded: first === null, version: null };
}

function momentOf(text: string, { name, timezone }: Watch, now: number): number {
  const at = createTimeReader(timezone)(text);
  const wrong = Number.isNaN(at) ? 'is no time' : at > now + clockSkewMs ? 'lies ahead' : null;
  if (wrong === null) return Math.min(at, now);
  throw new AppError('invalid_input', `at: "${text}" ${wrong}.`, {
    faults: [{ path: 'at', message: wrong }],
    remedy: `Write it like 2026-11-24 14:00 (in ${timezone}, the zone of "${name}") or 2026-11-24T13:00:00Z.`,
  });
}
