// A process whose loop stands still answers nobody and hears no signal: a thread of its own ends it, so that the restart
// policy acts. Health checks alone restart nothing.
import { url } from 'node:inspector';
import { Worker } from 'node:worker_threads';
import type { Logger } from '../ports.ts';
import { systemClock } from './system.ts';
import type { Watched } from './watchdog-worker.ts';

/** How a process ends that its watchdog ended (EX_SOFTWARE of sysexits). */
const watchdogExit = 70;
const beatMs = 1_000;

/** Watches the loop of this thread from now on; neither timer nor thread keeps the process alive. */
export function startWatchdog(log: Pick<Logger, 'error'>, silenceMs = 10_000): void {
  const memory = new SharedArrayBuffer(16);
  const [shared, heardAt] = [new Int32Array(memory, 0, 2), new Float64Array(memory, 8, 1)];
  const beat = () => {
    heardAt[0] = systemClock.now();
    Atomics.store(shared, 1, url() === undefined ? 0 : 1);
    Atomics.add(shared, 0, 1);
  };
  beat();
  setInterval(beat, Math.min(beatMs, silenceMs / 4)).unref();
  const watched: Watched = { shared, heardAt, silenceMs, exitCode: watchdogExit };
  const worker = new Worker(new URL('./watchdog-worker.js', import.meta.url), {
    name: 'watchdog',
    workerData: watched,
    // Flags of the process are for its own script.
    execArgv: [],
    resourceLimits: { maxOldGenerationSizeMb: 16, maxYoungGenerationSizeMb: 2 },
  });
  worker.on('error', (err) => log.error('the watchdog failed: a loop that stands still goes on', { err }));
  worker.unref();
}
