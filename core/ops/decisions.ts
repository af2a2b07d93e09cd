// What people decided while the service runs, in place of the watches file and the environment. It is read anew each
// time: a decision holds in every process at once, and a restart changes nothing.
import type { Store } from '../store.ts';
import { isPolicy } from '../watch.ts';
import { type Watched, type World, watchOf } from './world.ts';

/** Settings that may be decided upon. `admins` adds to those of the environment, every other one replaces. */
export type SettingName = 'channel' | 'policy' | 'operators' | 'admins' | DigestSetting;
export type DigestSetting = 'digest hour' | 'digest zone' | 'digest channel' | 'digest off';

interface Decision {
  readonly value: string;
  readonly by: string;
  readonly at: number;
}

export interface Decisions {
  /** What holds of the service, or of a watch; null = nobody decided, or it was taken back. */
  of(name: SettingName, watch?: string | null): Decision | null;
  /** When one of these was decided or taken back last; 0 = never. */
  changedAt(names: readonly SettingName[]): number;
}

export async function decisionsOf({
  store,
}: {
  readonly store: Pick<Store, 'settings'>;
}): Promise<Decisions> {
  const all = await store.settings.list();
  return {
    of(name, watch = null) {
      const found = all.find((one) => one.name === name && one.watch === watch);
      if (found === undefined || found.value === null) return null;
      const { value, by, at } = found;
      return { value, by, at };
    },
    changedAt(names: readonly string[]) {
      const changes = all.filter(({ name }) => names.includes(name)).map(({ at }) => at);
      return Math.max(0, ...changes);
    },
  };
}

/** The named watch, or the only one, under the policy that holds now. @throws AppError as watchOf */
export async function currentWatch(world: World, name: string | undefined): Promise<Watched> {
  return withPolicy(watchOf(world, name), await decisionsOf(world));
}

export function withPolicy(watched: Watched, decisions: Decisions): Watched {
  const policy = decisions.of('policy', watched.watch.name)?.value ?? '';
  return isPolicy(policy) ? { ...watched, watch: { ...watched.watch, policy } } : watched;
}

/** Ids as they are kept: separated by commas. */
export const idsIn = (value: string): readonly string[] => value.split(',');

/** What a chat surface goes by; null = as its environment says. */
export interface ChatDecisions {
  readonly operators: readonly string[] | null;
  /** Beside those of the environment. */
  readonly admins: readonly string[];
  /** Where cards go that have no channel of their own. */
  readonly channel: string | null;
  /** By the name of the watch. */
  readonly channels: Readonly<Record<string, string>>;
}

export async function chatDecisions(world: World): Promise<ChatDecisions> {
  const decisions = await decisionsOf(world);
  const operators = decisions.of('operators');
  const admins = decisions.of('admins');
  const channels = [...world.watches.keys()].flatMap((watch) => {
    const channel = decisions.of('channel', watch);
    return channel === null ? [] : [[watch, channel.value] as const];
  });
  return {
    operators: operators && idsIn(operators.value),
    admins: admins === null ? [] : idsIn(admins.value),
    channel: decisions.of('channel')?.value ?? null,
    channels: Object.fromEntries(channels),
  };
}
