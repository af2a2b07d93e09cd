// The machine: clock, randomness and log. The only place that reads real time.
import { randomUUID } from 'node:crypto';
import { setMaxListeners } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { type DestinationStream, pino, stdTimeFunctions } from 'pino';
import type { Clock, Logger, Random } from '../ports.ts';

export const systemClock: Clock = {
  now: () => Date.now(),
  async sleep(ms, signal) {
    // An aborted sleep is the ordinary end of a loop, not a failure.
    await sleep(ms, undefined, signal ? { signal } : {}).catch(() => {});
  },
};

export const systemRandom: Random = { id: () => randomUUID() };

/** What ends all that is under way at once: Node takes more than ten listeners for a leak. */
export function endable(): AbortController {
  const over = new AbortController();
  setMaxListeners(0, over.signal);
  return over;
}

/** Tokens as they occur in URLs and headers of what we talk to; matched so that no error object can leak one. */
const secretShapes: readonly [RegExp, string][] = [
  [/(\/(?:webhooks|interactions)\/\d+\/)[\w.~%=-]+/g, '$1***'],
  [/\b(Bot|Bearer|Basic) [\w.~+/=-]+/g, '$1 ***'],
  [/(mongodb(?:\+srv)?:\/\/)[^@\s"/]+@/g, '$1***@'],
  [/(https?:\/\/)[^@\s"/:]+:[^@\s"/]+@/g, '$1***@'],
];

/** Takes everything secret-shaped, and every configured secret, out of a text. */
export function redactor(secrets: readonly string[]): (text: string) => string {
  const known = secrets
    .filter((secret) => secret.length >= 6)
    // Log lines are JSON, which writes quotes and backslashes another way.
    .flatMap((secret) => [secret, JSON.stringify(secret).slice(1, -1)])
    // Longest first: a secret that begins like another one must not leave its rest.
    .sort((first, second) => second.length - first.length);
  return (text) => {
    let clean = text;
    for (const secret of known) clean = clean.replaceAll(secret, '***');
    for (const [shape, instead] of secretShapes) clean = clean.replace(shape, instead);
    return clean;
  };
}

interface LoggerOptions {
  level: string;
  secrets: readonly string[];
  out: { write(line: string): unknown };
}

/** JSON lines; every line passes the redactor before it leaves the process. */
export function createLogger(options: LoggerOptions): Logger {
  const redact = redactor(options.secrets);
  const stream: DestinationStream = { write: (line) => void options.out.write(redact(line)) };
  const log = pino({ level: options.level, base: null, timestamp: stdTimeFunctions.isoTime }, stream);
  return {
    debug: (message, facts = {}) => log.debug(facts, message),
    info: (message, facts = {}) => log.info(facts, message),
    warn: (message, facts = {}) => log.warn(facts, message),
    error: (message, facts = {}) => log.error(facts, message),
  };
}

/** A clock that stands still until it is told to go on: for demonstrations, where two minutes must not take two minutes. */
export function steppedClock(start: number): Clock & { advance(ms: number): void } {
  let now = start;
  return {
    now: () => now,
    sleep: systemClock.sleep,
    advance(ms) {
      now += ms;
    },
  };
}
