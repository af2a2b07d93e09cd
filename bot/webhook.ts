// News as live cards by a webhook's address alone: no bot, no token but the one in the address.
import { bounded } from '../core/bounded.ts';
import type { Card } from '../core/cards/card.ts';
import { AppError } from '../core/errors.ts';
import type { News } from '../core/news.ts';
import type { MessageRef, Notifier, RunState } from '../core/ports.ts';
import type { Charts } from './chart/charts.ts';
import { callingBody, messageRef, plainBody } from './message.ts';
import { type Pictured, sendPictured } from './picture.ts';
import {
  broken,
  explained,
  isRefusal,
  networkReason,
  Refusal,
  refusalCodes,
  unreachable,
} from './refusal.ts';
import { type Meter, timed } from './rest.ts';

const timeoutMs = 15_000;
const apiVersion = 'v10';

/**
 * Delivers at least once: webhooks know no nonce, so a post whose answer was lost is posted again.
 * @throws AppError `invalid_config` when the address is not a webhook's
 */
export function createWebhookNotifier(options: {
  url: string;
  /** Null = the server in the address. */
  apiBaseUrl: string | null;
  cardFor: (news: News, run: RunState) => Card;
  /** Whom a reminder calls. */
  roleIds: readonly string[];
  charts: Charts;
  /** Absent: nobody counts. */
  meter?: Meter;
  /** See Access. */
  over?: AbortSignal;
}): Notifier {
  const address = parseAddress(options.url, options.apiBaseUrl);
  const send = sender(options);

  async function edited(id: string, message: Pictured): Promise<boolean> {
    try {
      await send('PATCH', address(`/messages/${id}`, {}), message);
      return true;
    } catch (cause) {
      if (isRefusal(cause, refusalCodes.unknownMessage, refusalCodes.tooManyOldEdits)) return false;
      throw cause;
    }
  }

  async function told(previous: MessageRef | null, message: Pictured): Promise<MessageRef> {
    if (previous !== null && (await edited(previous.message, message))) return previous;
    // Without `wait` Discord does not say which message it made, and a card could not be edited.
    return messageRef(await send('POST', address('', { wait: 'true' }), message));
  }

  return {
    name: 'webhook',
    async deliver(news, run, previous) {
      try {
        const card = options.cardFor(news, run);
        // A message of its own: who edits the card calls nobody.
        const calls = news.kind === 'reminder';
        const called = (calls ? news.roleIds : undefined) ?? options.roleIds;
        const bodyOf = calls ? () => callingBody(card, called) : plainBody;
        return await sendPictured({ ...options, card, bodyOf }, (message) =>
          told(calls ? null : previous, message),
        );
      } catch (cause) {
        throw explained(cause, "the webhook's card");
      }
    },
  };
}

/** How the webhook is called. @throws AppError with its remedy; `invalid_config` when the address is not a webhook's */
export async function webhookName(url: string, apiBaseUrl: string | null): Promise<string> {
  const address = parseAddress(url, apiBaseUrl);
  try {
    const answer = await sender({})('GET', address('', {}), null);
    const name = typeof answer === 'object' && answer !== null ? Reflect.get(answer, 'name') : null;
    return typeof name === 'string' ? name : 'without a name';
  } catch (cause) {
    throw explained(cause, 'the webhook');
  }
}

/** The webhook's address with a path and parameters behind it. */
type Address = (path: string, parameters: Record<string, string>) => string;

/** discord.js' own parser refuses every host but three, discordapp.com and local servers among the refused. */
function parseAddress(url: string, apiBaseUrl: string | null): Address {
  const found = URL.canParse(url) ? new URL(url) : null;
  const path = /^(.*)\/webhooks\/(\d+)\/([\w-]+)\/?$/.exec(found?.pathname ?? '');
  if (found === null || path === null) {
    throw new AppError('invalid_config', 'DISCORD_WEBHOOK_URL is not the address of a Discord webhook.', {
      remedy: 'Copy it from Discord: channel settings, Integrations, Webhooks, Copy Webhook URL.',
    });
  }
  const [, prefix = '', id = '', token = ''] = path;
  const api =
    apiBaseUrl === null ? `${found.origin}${prefix.replace(/\/v\d+$/, '')}` : apiBaseUrl.replace(/\/$/, '');
  const thread = found.searchParams.get('thread_id');
  const inThread: Record<string, string> = thread === null ? {} : { thread_id: thread };
  return (behind, parameters) => {
    const query = new URLSearchParams({ ...parameters, ...inThread }).toString();
    return `${api}/${apiVersion}/webhooks/${id}/${token}${behind}${query === '' ? '' : `?${query}`}`;
  };
}

/** @throws Refusal (4xx), AppError `upstream_unavailable` (network, timeout, 5xx, rate limit) */
type Send = (method: 'GET' | 'POST' | 'PATCH', url: string, message: Pictured | null) => Promise<unknown>;

function sender({ meter, over }: { meter?: Meter; over?: AbortSignal }): Send {
  return async (method, url, message) => {
    const ended = timed(meter);
    const { status, answer } = await bounded(timeoutMs, over, (signal) =>
      exchange({ method, url, signal }, message),
    ).catch((cause: unknown) => {
      ended(false);
      throw cause;
    });
    ended(status < 500);
    if (status === 429) meter?.metrics.rateLimited('user');
    return answerOf(status, answer);
  };
}

function answerOf(status: number, answer: unknown): unknown {
  if (status === 429) throw unreachable('rate limit');
  if (status >= 500) throw broken(status);
  if (status >= 400) throw refusalOf(status, answer);
  return answer;
}

async function exchange(
  { method, url, signal }: { method: string; url: string; signal: AbortSignal },
  message: Pictured | null,
): Promise<{ status: number; answer: unknown }> {
  try {
    const response = await fetch(url, {
      method,
      ...(message === null ? {} : contentOf(message)),
      // The address is the secret: it follows no redirection to another host.
      redirect: 'error',
      signal,
    });
    const text = await response.text();
    return { status: response.status, answer: parsed(text) };
  } catch (cause) {
    throw unreachable(networkReason(cause));
  }
}

/** JSON; with files a form that holds the JSON beside them. */
function contentOf({ body, files }: Pictured): Pick<RequestInit, 'headers' | 'body'> {
  const json = JSON.stringify(body);
  if (files.length === 0) return { headers: { 'content-type': 'application/json' }, body: json };
  const form = new FormData();
  form.set('payload_json', json);
  for (const [at, { name, data, contentType }] of files.entries())
    form.set(`files[${at}]`, new Blob([Uint8Array.from(data)], { type: contentType }), name);
  return { body: form };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function refusalOf(status: number, answer: unknown): Refusal {
  const body: { code?: unknown; message?: unknown } =
    typeof answer === 'object' && answer !== null ? answer : {};
  const code = typeof body.code === 'number' ? body.code : 0;
  return new Refusal(status, code, typeof body.message === 'string' ? body.message : 'no reason given');
}
