// The answer to one interaction: deferred at once, edited while the work goes on, and never lost:
// when Discord no longer takes edits, the last card goes to the channel.
import {
  InteractionResponseType,
  MessageFlags,
  type RESTPostAPIChannelMessageJSONBody,
  type RESTPostAPIInteractionCallbackJSONBody,
  Routes,
} from 'discord.js';
import type { Card } from '../core/cards/card.ts';
import { AppError } from '../core/errors.ts';
import type { Clock, Logger } from '../core/ports.ts';
import type { Charts } from './chart/charts.ts';
import { cardBody } from './message.ts';
import { type Pictured, sendPictured } from './picture.ts';
import { isRefusal, refusalCodes } from './refusal.ts';
import type { Call } from './rest.ts';

/** Between two edits that show progress: Discord counts edits. */
const progressEveryMs = 2_500;
/** Waits before the last card is sent again. */
const retryAfterMs = [1_000, 2_000, 4_000];

export interface AnswerWorld {
  readonly call: Call;
  readonly charts: Charts;
  readonly clock: Clock;
  readonly log: Logger;
}

/** What of an interaction an answer needs. */
export interface Asked {
  readonly id: string;
  readonly token: string;
  readonly applicationId: string;
  readonly channelId: string | null;
  readonly userId: string;
}

export interface Answer {
  /** False when another process has answered already: the command is not ours. */
  defer(): Promise<boolean>;
  /** Shows a card soon, at most one every 2.5 s; a newer one takes its place. */
  show(card: Card): void;
  /** Shows the last card, whatever it takes. Never throws. */
  finish(card: Card): Promise<void>;
}

/** `hidden` answers are seen by the asker alone and never go to the channel. */
export function createAnswer(world: AnswerWorld, asked: Asked, hidden: boolean): Answer {
  const { call, charts, clock, log } = world;
  const ended = new AbortController();
  let waiting: Card | null = null;
  let showing: Promise<void> | null = null;
  let shownAt = Number.NEGATIVE_INFINITY;

  async function defer(): Promise<boolean> {
    const body = {
      type: InteractionResponseType.DeferredChannelMessageWithSource,
      data: hidden ? { flags: MessageFlags.Ephemeral } : {},
    } satisfies RESTPostAPIInteractionCallbackJSONBody;
    const route = Routes.interactionCallback(asked.id, asked.token);
    try {
      await call({ method: 'post', route, body, auth: false });
    } catch (cause) {
      if (isRefusal(cause, refusalCodes.alreadyAnswered)) return false;
      // Too late or unreachable: the work is done all the same and its card finds its way at the end.
      log.warn('interaction not deferred', { interaction: asked.id, err: cause });
    }
    return true;
  }

  async function edit(message: Pick<Pictured, 'files'> & { readonly body: object }): Promise<void> {
    const route = Routes.webhookMessage(asked.applicationId, asked.token, '@original');
    await call({ method: 'patch', route, ...message, auth: false });
  }

  async function showWaiting(): Promise<void> {
    while (waiting !== null) {
      await clock.sleep(Math.max(0, shownAt + progressEveryMs - clock.now()), ended.signal);
      const card: Card = waiting;
      if (ended.signal.aborted) break;
      waiting = null;
      shownAt = clock.now();
      await edit({ body: cardBody(card), files: [] }).catch((cause: unknown) => {
        log.debug('progress not shown', { interaction: asked.id, err: cause });
      });
    }
    showing = null;
  }

  async function post(message: Pictured): Promise<void> {
    if (hidden || asked.channelId === null) return;
    const body: RESTPostAPIChannelMessageJSONBody = {
      ...message.body,
      content: `<@${asked.userId}>`,
      allowed_mentions: { parse: [], users: [asked.userId] },
      nonce: asked.id,
      enforce_nonce: true,
    };
    const route = Routes.channelMessages(asked.channelId);
    await call({ method: 'post', route, body, files: message.files });
  }

  return {
    defer,
    show(card) {
      waiting = card;
      if (!ended.signal.aborted) showing ??= showWaiting();
    },
    async finish(card) {
      ended.abort();
      await showing;
      try {
        await repeated(clock, () => sendPictured({ charts, card, bodyOf: cardBody }, edit));
      } catch (cause) {
        log.warn('answer not editable, posting it', { interaction: asked.id, err: cause });
        await repeated(clock, () => sendPictured({ charts, card, bodyOf: cardBody }, post)).catch(
          (err: unknown) => {
            log.error('answer lost', { interaction: asked.id, err });
          },
        );
      }
    },
  };
}

/** Repeats what failed for reasons that may pass. */
async function repeated(clock: Clock, send: () => Promise<void>): Promise<void> {
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
