// The answer to one interaction: deferred at once, edited while the work goes on, and never lost:
// when Discord no longer takes edits, the last card goes to the channel.
import type { Card } from '../core/cards/card.ts';
import { AppError } from '../core/errors.ts';
import type { Clock, Logger } from '../core/ports.ts';
import type { Charts } from './chart/charts.ts';
import { escaped } from './markdown.ts';
import { cardBody } from './message.ts';
import { sendPictured } from './picture.ts';
import { isRefusal, refusalCodes } from './refusal.ts';
import { type Asked, createResponse, type Manner } from './response.ts';
import type { Call } from './rest.ts';

/** Between two edits that show progress: Discord counts edits. */
const progressEveryMs = 2_500;
/** Whoever waited longer than this is mentioned at the end. */
const longWorkMs = 60_000;
/** Waits before the last card is sent again. */
const retryAfterMs = [1_000, 2_000, 4_000];

export interface AnswerWorld {
  readonly call: Call;
  readonly charts: Charts;
  readonly clock: Clock;
  readonly log: Logger;
}

export interface Answer {
  /** False when another process has answered already: the command is not ours. */
  defer(): Promise<boolean>;
  /** Shows a card soon, at most one every 2.5 s; a newer one takes its place. */
  show(card: Card): void;
  /** Shows the last card, whatever it takes. Never throws. */
  finish(card: Card): Promise<void>;
  /**
   * Shows to the asker alone that it came to nothing: the answer the channel waits for is deleted. Where Discord no
   * longer lets it be, the failure takes its place. Never throws.
   */
  fail(card: Card): Promise<void>;
}

export function createAnswer(world: AnswerWorld, asked: Asked, manner: Manner): Answer {
  const { call, charts, clock, log } = world;
  const response = createResponse(call, asked, manner);
  const begun = clock.now();
  const ended = new AbortController();
  let waiting: Card | null = null;
  let showing: Promise<void> | null = null;
  let shownAt = Number.NEGATIVE_INFINITY;

  async function defer(): Promise<boolean> {
    try {
      await response.defer();
    } catch (cause) {
      if (isRefusal(cause, refusalCodes.alreadyAnswered)) return false;
      // Too late or unreachable: the work is done all the same and its card finds its way at the end.
      log.warn('interaction not deferred', { interaction: asked.id, err: cause });
    }
    return true;
  }

  /** Edits reach nobody's phone: who waited for long is told. */
  async function mention({ title }: Card): Promise<void> {
    if (clock.now() - begun <= longWorkMs) return;
    const content = `<@${asked.userId}> ${escaped(title)}`;
    const body = { content, allowed_mentions: { parse: [], users: [asked.userId] } };
    await response.followUp(body, manner !== 'public').catch((cause: unknown) => {
      log.debug('end not announced', { interaction: asked.id, err: cause });
    });
  }

  async function end(): Promise<void> {
    ended.abort();
    await showing;
  }

  async function showWaiting(): Promise<void> {
    while (waiting !== null) {
      await clock.sleep(Math.max(0, shownAt + progressEveryMs - clock.now()), ended.signal);
      const card: Card = waiting;
      if (ended.signal.aborted) break;
      waiting = null;
      shownAt = clock.now();
      await response.edit({ body: cardBody(card), files: [] }).catch((cause: unknown) => {
        log.debug('progress not shown', { interaction: asked.id, err: cause });
      });
    }
    showing = null;
  }

  return {
    defer,
    show(card) {
      waiting = card;
      if (!ended.signal.aborted) showing ??= showWaiting();
    },
    async finish(card) {
      await end();
      try {
        await repeated(clock, () => sendPictured({ charts, card, bodyOf: cardBody }, response.edit));
        await mention(card);
      } catch (cause) {
        log.warn('answer not editable, posting it', { interaction: asked.id, err: cause });
        await repeated(clock, () => sendPictured({ charts, card, bodyOf: cardBody }, response.post)).catch(
          (err: unknown) => {
            log.error('answer lost', { interaction: asked.id, err });
          },
        );
      }
    },
    async fail(card) {
      if (manner === 'hidden') return this.finish(card);
      await end();
      try {
        if (manner === 'public') await repeated(clock, response.withdraw);
        await repeated(clock, () => response.followUp(cardBody(card), true));
      } catch (cause) {
        log.warn('failure not shown to the asker alone', { interaction: asked.id, err: cause });
        await this.finish(card);
      }
    },
  };
}

/** Repeats what failed for reasons that may pass. */
async function repeated(clock: Clock, send: () => Promise<unknown>): Promise<unknown> {
  for (const wait of retryAfterMs) {
    try {
      return await send();
    } catch (cause) {
      if (!(cause instanceof AppError) || cause.code !== 'upstream_unavailable') throw cause;
      await clock.sleep(wait);
    }
  }
  return send();
}
