// News as live cards by a webhook's address alone: no bot, no token but the one in the address.
import type { Card } from '../core/cards/card.ts';
import { AppError } from '../core/errors.ts';
import type { News } from '../core/news.ts';
import type { Notifier, RunState } from '../core/ports.ts';
import { messageRef, plainBody } from './message.ts';
import { explained, isRefusal, networkReason, Refusal, refusalCodes, unreachable } from './refusal.ts';

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
}): Notifier {
  const address = parseAddress(options.url, options.apiBaseUrl);

  async function edited(message: string, body: object): Promise<boolean> {
    try {
      await send('PATCH', address(`/messages/${message}`, {}), body);
      return true;
    } catch (cause) {
      if (isRefusal(cause, refusalCodes.unknownMessage, refusalCodes.tooManyOldEdits)) return false;
      throw cause;
    }
  }

  return {
    name: 'webhook',
    async deliver(news, run, previous) {
      const body = plainBody(options.cardFor(news, run));
      try {
        if (previous !== null && (await edited(previous.message, body))) return previous;
        // Without `wait` Discord does not say which message it made, and a card could not be edited.
        return messageRef(await send('POST', address('', { wait: 'true' }), body));
      } catch (cause) {
        throw explained(cause, "the webhook's card");
      }
    },
  };
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
async function send(method: 'POST' | 'PATCH', url: string, body: object): Promise<unknown> {
  const { status, answer } = await exchange(method, url, body);
  if (status === 429) throw unreachable('rate limit');
  if (status >= 500) throw unreachable(`status ${status}`);
  if (status >= 400) throw refusalOf(status, answer);
  return answer;
}

async function exchange(
  method: string,
  url: string,
  body: object,
): Promise<{ status: number; answer: unknown }> {
  try {
    const response = await fetch(url, {
      method,
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
      // The address is the secret: it follows no redirection to another host.
      redirect: 'error',
      signal: AbortSignal.timeout(timeoutMs),
    });
    const text = await response.text();
    return { status: response.status, answer: parsed(text) };
  } catch (cause) {
    throw unreachable(networkReason(cause));
  }
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
