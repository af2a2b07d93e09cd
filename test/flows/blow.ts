// When a process is killed: at a request of the fake Discord, after its answer, or in the middle of its own writing.
import { watch } from 'node:fs';
import type { FakeDiscord } from '../fakes/discord/server.ts';

export type Blow =
  /** At the n-th post or edit; what was asked for is done all the same or not. */
  | { readonly at: 'request'; readonly nth: number; readonly done: boolean }
  /** After the answer to the n-th post or edit, as soon as the log of the store has grown so many times. */
  | { readonly at: 'answer'; readonly nth: number; readonly writes: number }
  /** When the log has grown so many times. */
  | { readonly at: 'write'; readonly nth: number };

interface Target {
  readonly discord: Pick<FakeDiscord, 'events' | 'fail'>;
  /** The log of the store. */
  readonly log: string;
  kill(): void;
}

interface Aimed {
  fell(): boolean;
  /** Takes back what has not fallen. */
  off(): void;
}

interface Asked {
  readonly method: string;
  readonly path: string;
}

/** Posts and edits of messages, and the starts of threads. */
const tells = ({ method, path }: Asked) => method !== 'GET' && path.startsWith('/channels/');

export function aim(blow: Blow, { discord, log, kill }: Target): Aimed {
  let fallen = false;
  let told = 0;
  let left = blow.at === 'write' ? blow.nth : Number.POSITIVE_INFINITY;
  const strike = () => {
    if (!fallen) kill();
    fallen = true;
  };
  const onWrite = () => {
    left -= 1;
    if (left <= 0) strike();
  };
  const onRequest = (request: Asked) => {
    if (blow.at === 'write' || !tells(request)) return;
    told += 1;
    if (told !== blow.nth) return;
    if (blow.at === 'request') {
      // First the blow, then the cut: the process must not live to see its connection go.
      strike();
      discord.fail({ path: /./, with: blow.done ? 'lose' : 'drop' });
      return;
    }
    left = blow.writes;
    // The answer goes out in this turn of the loop.
    if (left === 0) setImmediate(strike);
  };
  const writing = watch(log, onWrite);
  discord.events.on('request', onRequest);
  return {
    fell: () => fallen,
    off() {
      writing.close();
      discord.events.off('request', onRequest);
    },
  };
}
