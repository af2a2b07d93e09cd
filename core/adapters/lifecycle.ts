// The end of a process: on a signal or by request, everything is given up in reverse order, once, within bounds.
import type { Logger } from '../ports.ts';
import { startWatchdog } from './watchdog.ts';

export interface Lifecycle {
  /** What was opened last is closed first. */
  onStop(close: () => Promise<void>): void;
  /** What takes work in (gateway, HTTP, schedule) stops before everything else, and all of it at once. */
  onIntakeStop(close: () => Promise<void>): void;
  /** Called when the end takes long: what is under way must end by now, it is begun again by the next process. */
  onCut(cut: () => void): void;
  /** True from the moment the end has begun: readiness says so. */
  draining(): boolean;
  /** Begins the end with this exit code; asked a second time it ends at once. */
  stop(code: number): void;
  /** Whose fault an unhandled rejection is: one that is claimed does not end the process. */
  claim(claims: (reason: unknown) => boolean): void;
}

/** A stop that takes longer than this is not going to end well by itself: over within 28 s, the last step included. */
const hardStopMs = 27_000;
/** How long what is under way may go on by itself: what hangs must leave time to give back and keep the rest. */
const graceMs = 10_000;

/**
 * Takes SIGTERM, SIGINT and unhandled rejections over: the latter are bugs and end the process with code 1. A loop that
 * stands still is ended by its watchdog.
 */
export function createLifecycle(log: Logger): Lifecycle {
  const intake: (() => Promise<void>)[] = [];
  const closing: (() => Promise<void>)[] = [];
  const cuts: (() => void)[] = [];
  const claims: ((reason: unknown) => boolean)[] = [];
  let ending = false;

  let exitCode = 0;

  const closeAll = async () => {
    const closed = (close: () => Promise<void>) =>
      close().catch((err: unknown) => {
        log.error('not closed cleanly', { err });
        // Something was not given back or not kept, and whoever asked for the end should know.
        exitCode ||= 1;
      });
    await Promise.all(intake.map(closed));
    for (const close of closing.reverse()) await closed(close);
    process.exit(exitCode);
  };
  const stop = (code: number) => {
    if (ending) process.exit(1);
    ending = true;
    exitCode = code;
    setTimeout(() => {
      log.error('ended before everything was closed');
      process.exit(1);
    }, hardStopMs).unref();
    setTimeout(() => cuts.map((cut) => cut()), graceMs).unref();
    void closeAll();
  };
  startWatchdog(log);
  process.on('SIGTERM', () => stop(0));
  process.on('SIGINT', () => stop(0));
  process.on('unhandledRejection', (reason) => {
    if (claims.some((claim) => claim(reason))) return;
    log.error('unhandled rejection', { err: reason });
    // Nobody asked a second time: what is being closed is closed in order.
    if (ending) exitCode = 1;
    else stop(1);
  });
  return {
    onStop: (close) => void closing.push(close),
    onIntakeStop: (close) => void intake.push(close),
    onCut: (cut) => void cuts.push(cut),
    draining: () => ending,
    stop,
    claim: (own) => void claims.push(own),
  };
}
