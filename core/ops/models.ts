// /model: the versions that are kept, and what is known of each.
import * as z from 'zod';
import { proposalOf } from '../evidence/approval.ts';
import type { ModelVersion } from '../model.ts';
import type { WatchState } from '../state.ts';
import type { ModelInfo, ModelsResult } from './models-result.ts';
import { mostVersions } from './tidy.ts';
import { runStateOf } from './track.ts';
import { stateOf, type World, watchOf } from './world.ts';

export const modelsInput = z.strictObject({ watch: z.string().optional() });

export async function models(world: World, input: z.infer<typeof modelsInput>): Promise<ModelsResult> {
  const { watch } = watchOf(world, input.watch);
  const state = await stateOf(world, watch.name);
  const kept = await world.store.models.list(watch.name, mostVersions);
  const versions = await Promise.all(kept.map((version) => infoOf(world, version, state)));
  const { name, timezone, champion } = watch;
  return { watch: name, elsewhere: champion === 'external', timezone, versions };
}

async function infoOf(world: World, made: ModelVersion, state: WatchState): Promise<ModelInfo> {
  const { champion, previous, undone = [] } = state;
  const { version, decision, trigger, trainedAt, trainedBy, baseline, referenceRows, intent, model } = made;
  const proposed = proposalOf(state, world.clock.now())?.kept === version;
  return {
    version,
    serves: version === champion ? 'now' : version === previous ? 'before' : null,
    ...(proposed ? { proposed: true } : {}),
    rejected: decision === 'rejected' && !proposed,
    ...(undone.includes(version) ? { undone: true } : {}),
    estimator: model.estimator,
    trigger,
    trainedAt,
    trainedBy,
    baseline,
    rows: referenceRows,
    run: await runStateOf(world, intent),
  };
}
