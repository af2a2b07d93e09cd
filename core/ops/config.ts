// /config show: what holds and who decided it: watches file, environment, default, or a person meanwhile.
import * as z from 'zod';
import type { ConfigResult, WatchConfig } from './config-result.ts';
import { type Decisions, decisionsOf } from './decisions.ts';
import { planIn } from './digest-plan.ts';
import { stateOf, type Watched, type World, watchOf } from './world.ts';

export const configInput = z.strictObject({ watch: z.string().optional() });

export async function config(world: World, input: z.infer<typeof configInput>): Promise<ConfigResult> {
  const { clock, service, store, tracker, notifier, setup } = world;
  const asked = input.watch === undefined ? [...world.watches.values()] : [watchOf(world, input.watch)];
  const { version, roles } = service;
  const decisions = await decisionsOf(world);
  return {
    at: clock.now(),
    service: { name: 'vigie', version, node: setup?.node ?? 'unknown', roles },
    storage: store.kind,
    mlflow: tracker !== null,
    notifier: notifier?.name ?? 'none',
    settings: setup?.settings ?? [],
    replaced: {
      channel: decisions.of('channel'),
      operators: decisions.of('operators'),
      admins: decisions.of('admins'),
    },
    digest: planIn(world, decisions),
    watches: await Promise.all(asked.map((watched) => watchConfig(world, watched, decisions))),
  };
}

async function watchConfig(
  world: World,
  { watch, source }: Watched,
  decisions: Decisions,
): Promise<WatchConfig> {
  const { name, timezone, window, policy, mode, threshold, falseAlarmsPerWeek } = watch;
  const { cadenceMinutes, estimator, channel, champion } = watch;
  return {
    ...{ name, timezone, window, policy, mode, threshold, falseAlarmsPerWeek },
    ...{ cadenceMinutes, estimator, channel, champion },
    source: source.kind,
    origins: world.setup?.origins[name] ?? null,
    replaced: {
      threshold: (await stateOf(world, name)).threshold,
      policy: decisions.of('policy', name),
      channel: decisions.of('channel', name),
    },
  };
}
