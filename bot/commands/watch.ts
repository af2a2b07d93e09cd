// The option most commands share: which watch is meant, and what is assumed when nobody says.
import type { Ops } from '../../core/ops/index.ts';
import type { WatchStatus } from '../../core/ops/results.ts';
import { type Args, type Invocation, matching, type Option } from './command.ts';

export const watchOption: Option = {
  name: 'watch',
  description: {
    en: 'Which watch; may be left out where only one is possible',
    fr: 'Quelle veille ; inutile quand une seule est possible',
  },
  type: 'string',
  required: false,
  complete: async (ops, typed) => matching(ops.watchNames(), typed),
};

/** Input of an operation that only reads: the channel's watch stands in for one not named. */
export function readInput({ args, channelWatch }: Invocation): { watch?: string } {
  const { watch = channelWatch } = args;
  return watch === null ? {} : { watch: String(watch) };
}

/** The watch that was named so far, while a line is being written. */
export function watchIn({ watch }: Args): string | undefined {
  return watch === undefined ? undefined : String(watch);
}

/** Input of an operation that changes something: exactly the options that were given, nothing assumed. */
export function writeInput({ args }: Invocation): Args {
  return args;
}

/** The watch as the steps of a long operation name it; empty where only the operation knows. */
export function watchName(ops: Ops, { watch }: Args): string {
  if (watch !== undefined) return String(watch);
  const names = ops.watchNames();
  return names.length === 1 ? (names[0] ?? '') : '';
}

/** How the one watch stands that a change is about; null where it could be several, which its operation refuses. */
export async function statusOf({ ops, caller, args }: Invocation): Promise<WatchStatus | null> {
  const name = watchName(ops, args);
  const { watches } = await ops.status({}, caller);
  return watches.find(({ watch }) => watch === name) ?? null;
}
