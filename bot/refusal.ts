// What Discord's refusals mean to the rest of the product. Pure. The errors of the libraries carry URLs and bodies,
// and URLs of webhooks and interactions hold tokens: nothing of them but status, code and message gets past this file.
import { AppError, type ErrorCode } from '../core/errors.ts';

/** https://discord.com/developers/docs/topics/opcodes-and-status-codes#json */
export const refusalCodes = {
  unknownChannel: 10003,
  unknownMessage: 10008,
  unknownWebhook: 10015,
  unknownInteraction: 10062,
  notTheAuthor: 50005,
  missingAccess: 50001,
  missingPermission: 50013,
  invalidWebhookToken: 50027,
  tooManyOldEdits: 30046,
  alreadyAnswered: 40060,
  tooLarge: 40005,
  invalidForm: 50035,
  threadArchived: 50083,
  threadExists: 160004,
} as const;

interface Meaning {
  readonly code: ErrorCode;
  readonly remedy: string;
}

const meanings: Readonly<Record<number, Meaning>> = {
  [refusalCodes.unknownChannel]: {
    code: 'not_found',
    remedy:
      "Check DISCORD_CHANNEL_ID, the watch's channel and /config show, and that the bot was invited to that server.",
  },
  [refusalCodes.unknownWebhook]: {
    code: 'not_found',
    remedy: 'The webhook was deleted: make a new one and put its address into DISCORD_WEBHOOK_URL.',
  },
  [refusalCodes.invalidWebhookToken]: {
    code: 'unauthorized',
    remedy: "Copy the webhook's address again into DISCORD_WEBHOOK_URL.",
  },
  [refusalCodes.missingAccess]: {
    code: 'forbidden',
    remedy:
      'Let the bot see the channel (View Channel), and invite it with the scopes bot and applications.commands.',
  },
  [refusalCodes.missingPermission]: {
    code: 'forbidden',
    remedy: 'Give the bot Send Messages and Embed Links in the channel.',
  },
};

const byStatus: Readonly<Record<number, Meaning>> = {
  401: {
    code: 'unauthorized',
    remedy: 'Copy the token again: DISCORD_TOKEN, or the address in DISCORD_WEBHOOK_URL.',
  },
  403: { code: 'forbidden', remedy: "Check the bot's permissions in the server and the channel." },
  404: { code: 'not_found', remedy: 'Check the ids and addresses in the DISCORD_ settings.' },
};

/** Discord understood and said no. */
export class Refusal extends Error {
  readonly status: number;
  /** Discord's own code; 0 when it gave none. */
  readonly code: number;

  constructor(status: number, code: number, message: string) {
    super(`Discord answered ${status} (${code}): ${withoutTokens(message)}`);
    this.name = 'Refusal';
    this.status = status;
    this.code = code;
  }
}

/** A server between us and Discord may repeat the address or the header of a request it does not take. */
function withoutTokens(message: string): string {
  return message
    .replace(/\b(webhooks|interactions)\/(\d+)\/[^\s/?"',]+/g, '$1/$2/***')
    .replace(/\bBot [\w-]+\.[\w-]+\.[\w-]+/g, 'Bot ***');
}

/** Discord, or a server like it, broke over the request. */
class Breakdown extends Error {}

/** Discord could not be reached or could not answer: the same request may work later. */
export function unreachable(reason: string, cause?: Breakdown): AppError {
  return new AppError('upstream_unavailable', `Discord cannot be reached (${reason}).`, {
    remedy: 'Nothing to do when it passes; else check the network and DISCORD_API_BASE_URL.',
    cause,
  });
}

/** The same for an answer of status 500 and above. */
export function broken(status: number): AppError {
  return unreachable(`status ${status}`, new Breakdown(`status ${status}`));
}

/**
 * Whether the same message may be taken without its file: the bot lacks Attach Files, the file is too large or of a
 * form that is not taken; servers that are not Discord's own break over files.
 */
export function mayBeTheFile(cause: unknown): boolean {
  if (cause instanceof AppError) return cause.cause instanceof Breakdown;
  const { missingPermission, tooLarge, invalidForm } = refusalCodes;
  return isRefusal(cause, missingPermission, tooLarge, invalidForm) || isTooLarge(cause);
}

const isTooLarge = (cause: unknown) => cause instanceof Refusal && cause.status === 413;

/** The first letters of what a network library threw: an error code or a class name, never an address. */
export function networkReason(cause: unknown): string {
  if (!(cause instanceof Error)) return 'unknown reason';
  const inner = cause.cause instanceof Error ? cause.cause : cause;
  return 'code' in inner && typeof inner.code === 'string' ? inner.code : inner.name;
}

export function isRefusal(cause: unknown, ...codes: readonly number[]): cause is Refusal {
  return cause instanceof Refusal && codes.includes(cause.code);
}

/** A refusal as an expected failure of `what` (a noun phrase); anything else as it is. */
export function explained(cause: unknown, what: string): unknown {
  if (!(cause instanceof Refusal)) return cause;
  const meaning = meanings[cause.code] ?? byStatus[cause.status];
  const code = meaning?.code ?? 'internal';
  const options = meaning === undefined ? { cause } : { cause, remedy: meaning.remedy };
  return new AppError(code, `Discord refuses ${what}: ${cause.message}`, options);
}
