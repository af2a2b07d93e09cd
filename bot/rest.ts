// The one way to Discord's REST API with the bot's token. No retries here: whoever calls knows what may be repeated.
import {
  DiscordAPIError,
  HTTPError,
  RateLimitError,
  REST,
  RESTEvents,
  type RouteLike,
} from '@discordjs/rest';
import { bounded } from '../core/bounded.ts';
import type { Clock, Metrics } from '../core/ports.ts';
import type { PictureFile } from './picture.ts';
import { broken, networkReason, Refusal, unreachable } from './refusal.ts';

/** Longer waits for a rate limit are given back to the caller. */
const longestRateLimitMs = 5_000;
const answerTimeoutMs = 10_000;
/** With the wait for a rate limit and the reading of the body. */
const requestTimeoutMs = 20_000;

/** Where it is told how Discord answers. */
export interface Meter {
  readonly clock: Pick<Clock, 'now'>;
  readonly metrics: Pick<Metrics, 'asked' | 'rateLimited'>;
}

export interface Access {
  /** Absent: nobody counts. */
  readonly meter?: Meter;
  readonly token: string;
  /** Null = Discord's own. */
  readonly apiBaseUrl: string | null;
  /** Ends what is under way, for a process that is about to end. */
  readonly over?: AbortSignal;
}

interface Request {
  readonly method: 'get' | 'post' | 'patch' | 'put' | 'delete';
  readonly route: RouteLike;
  readonly body?: unknown;
  /** Sent beside the body, whose `attachments` names them. */
  readonly files?: readonly PictureFile[];
  /** False for routes that carry a token of their own. */
  readonly auth?: boolean;
}

/**
 * Sends one request and returns the parsed answer.
 * @throws Refusal (4xx), AppError `upstream_unavailable` (network, timeout, 5xx, rate limit)
 */
export type Call = (request: Request) => Promise<unknown>;

export function createRest({ token, apiBaseUrl, meter, over }: Access): Call {
  const rest = new REST({
    ...(apiBaseUrl === null ? {} : { api: apiBaseUrl }),
    retries: 0,
    timeout: answerTimeoutMs,
    rejectOnRateLimit: ({ retryAfter }) => retryAfter > longestRateLimitMs,
  });
  if (meter !== undefined) rest.on(RESTEvents.RateLimited, ({ scope }) => meter.metrics.rateLimited(scope));
  return async ({ method, route, body, files = [], auth = true }) => {
    const ended = timed(meter);
    // The library forgets a token that was refused once; Discord refuses good ones during outages.
    rest.setToken(token);
    try {
      const content = {
        ...(body === undefined ? {} : { body }),
        ...(files.length === 0 ? {} : { files: [...files] }),
      };
      const answer = await bounded(requestTimeoutMs, over, (signal) =>
        rest[method](route, { auth, signal, ...content }),
      );
      ended(true);
      return answer;
    } catch (cause) {
      ended(cause instanceof DiscordAPIError || cause instanceof RateLimitError);
      throw scrubbed(cause);
    }
  };
}

/** Begins to measure; what it gives is told whether Discord answered. A refusal is an answer. */
export function timed(meter: Meter | undefined): (up: boolean) => void {
  if (meter === undefined) return () => {};
  const { clock, metrics } = meter;
  const begun = clock.now();
  return (up) => metrics.asked('discord', up, (clock.now() - begun) / 1000);
}

function scrubbed(cause: unknown): Error {
  if (cause instanceof DiscordAPIError)
    return new Refusal(cause.status, Number(cause.code) || 0, cause.message);
  if (cause instanceof HTTPError) return broken(cause.status);
  if (cause instanceof RateLimitError) return unreachable('rate limit');
  return unreachable(networkReason(cause));
}
