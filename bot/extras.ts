// What channels take beside their cards, as far as this process has tried: the log hears of it once, /status as long as
// it lasts.
import type { Extra, Logger } from '../core/ports.ts';
import type { Refusal } from './refusal.ts';

type Tried = Omit<Extra, 'refused'>;

export interface Extras {
  readonly taken: (tried: Tried) => void;
  readonly refused: (tried: Tried, cause: Refusal) => void;
  readonly known: () => readonly Extra[];
}

export function createExtras(log: Pick<Logger, 'warn'>): Extras {
  const known = new Map<string, Extra>();
  const keyOf = ({ channel, what }: Tried) => `${channel} ${what}`;
  return {
    taken(tried) {
      known.set(keyOf(tried), { ...tried, refused: null });
    },
    refused(tried, cause) {
      const before = known.get(keyOf(tried));
      known.set(keyOf(tried), { ...tried, refused: cause.message });
      if (before === undefined || before.refused === null)
        log.warn(
          'incidents have no threads: give the bot Create Public Threads and Send Messages in Threads',
          {
            channel: tried.channel,
            err: cause,
          },
        );
    },
    known: () => [...known.values()],
  };
}
