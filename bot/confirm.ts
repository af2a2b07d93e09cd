// Changes that wait for a second press: a minute long, for whoever asked, once.
import { bareCard, button, type Card } from '../core/cards/card.ts';
import type { Telling, Words } from '../core/cards/words/index.ts';
import type { Clock } from '../core/ports.ts';
import type { Args } from './commands/command.ts';
import type { Asked } from './response.ts';

const validMs = 60_000;

/** Names that no command has: what the two buttons stand for. */
export const decisions = { confirm: '+', cancel: '-' } as const;

interface Pending {
  /** The question whose answer holds the two buttons. */
  readonly asked: Asked;
  readonly name: string;
  readonly args: Args;
  /** What was asked. */
  readonly title: string;
}

export interface Confirmations {
  /** Remembers what waits under the id of its question. */
  keep(pending: Pending): void;
  /** What this member may still decide; a second time it is gone. */
  take(key: string, userId: string): Pending | null;
}

/** In memory: what waited in a process that ended is out of date. */
export function createConfirmations(clock: Clock): Confirmations {
  const waiting = new Map<string, { pending: Pending; until: number }>();
  return {
    keep(pending) {
      for (const [key, { until }] of waiting) if (until <= clock.now()) waiting.delete(key);
      waiting.set(pending.asked.id, { pending, until: clock.now() + validMs });
    },
    take(key, userId) {
      const found = waiting.get(key);
      if (found === undefined || found.pending.asked.userId !== userId) return null;
      waiting.delete(key);
      return found.until > clock.now() ? found.pending : null;
    },
  };
}

/** The card of a change with the buttons that decide about it. */
export function toConfirm(card: Card, key: string, { actions, confirm }: Words): Card {
  const args = { key };
  return {
    ...card,
    actions: [
      button('danger', actions.confirm, { command: decisions.confirm, args }),
      button('plain', actions.cancel, { command: decisions.cancel, args }),
    ],
    footer: [card.footer, confirm.valid].filter((text) => text !== '').join(' · '),
  };
}

/** What stands there once it was decided. */
export function decidedCard(decision: 'confirmed' | 'cancelled', { words, at }: Telling): Card {
  const { title, said } = words.confirm[decision];
  return { ...bareCard, tone: 'plain', title, summary: [said], at };
}
