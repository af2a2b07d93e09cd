// Who may do what and which channel is whose: as the environment says, and as people have decided meanwhile.
import type { ChatDecisions } from '../core/ops/decisions.ts';
import type { Ops } from '../core/ops/index.ts';
import type { Clock, Logger } from '../core/ports.ts';
import type { RoleSettings } from './roles.ts';

/** A person waits for the first answer: a store that takes longer is asked again the next time. */
const patienceMs = 700;

/** What of the chat surface may change while it runs. */
export interface Live {
  readonly roles: RoleSettings;
  /** The watches that post into a channel. */
  readonly watchesOf: (channelId: string) => readonly string[];
}

interface Configured extends RoleSettings {
  readonly channelId: string;
  readonly watches: readonly { readonly name: string; readonly channel: string | null }[];
}

const undecided: ChatDecisions = { operators: null, admins: [], channel: null, channels: {} };

/** Reads once before anybody is answered. Neither rejects: where the store cannot be asked, what was known last holds. */
export async function openLive(
  { ops, clock, log }: { ops: Pick<Ops, 'chatDecisions'>; clock: Clock; log: Pick<Logger, 'warn'> },
  configured: Configured,
): Promise<() => Promise<Live>> {
  let known = liveOf(configured, undecided);
  const read = () =>
    ops.chatDecisions().then(
      (decisions) => {
        known = liveOf(configured, decisions);
      },
      (err: unknown) => log.warn('roles and channels could not be read: those known last hold', { err }),
    );
  await read();
  return async () => {
    const done = new AbortController();
    await Promise.race([read(), clock.sleep(patienceMs, done.signal)]);
    done.abort();
    return known;
  };
}

function liveOf(configured: Configured, { operators, admins, channel, channels }: ChatDecisions): Live {
  const general = channel ?? configured.channelId;
  return {
    roles: {
      operatorRoleIds: operators ?? configured.operatorRoleIds,
      adminRoleIds: configured.adminRoleIds,
      moreAdminRoleIds: admins,
    },
    watchesOf: (channelId) =>
      configured.watches
        .filter((watch) => (channels[watch.name] ?? watch.channel ?? general) === channelId)
        .map(({ name }) => name),
  };
}
