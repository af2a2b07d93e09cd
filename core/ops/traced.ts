// A log whose lines name the request they come from.
import type { Logger } from '../ports.ts';
import { requestOf } from './audit.ts';
import type { Caller } from './operation.ts';

export function traced(log: Logger, caller: Caller): Logger {
  if (caller.request === undefined) return log;
  const line =
    (level: keyof Logger): Logger[keyof Logger] =>
    (message, facts) =>
      log[level](message, { ...requestOf(caller), ...facts });
  return { debug: line('debug'), info: line('info'), warn: line('warn'), error: line('error') };
}
