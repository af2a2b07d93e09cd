// The watchdog's own thread: it counts how long the main loop is silent, and ends the process when that is too long.
import { writeSync } from 'node:fs';
import { type Debugger, Session } from 'node:inspector';
import { workerData } from 'node:worker_threads';

/** What the main loop writes: beats, and 1 while somebody debugs it. */
export interface Watched {
  readonly shared: Int32Array;
  /** When it wrote last. */
  readonly heardAt: Float64Array;
  readonly silenceMs: number;
  readonly exitCode: number;
}

const { shared, heardAt, silenceMs, exitCode }: Watched = workerData;
const tickMs = Math.min(500, silenceMs / 4);
/** A loop that stands in machine code hears nothing: it gets this long to say where it is. */
const lastWordsMs = 2_000;

let seen = Atomics.load(shared, 0);
let silent = 0;

// Counted in ticks of this thread, not by a clock: while the machine sleeps or the process is stopped, neither goes on.
const ticking = setInterval(() => {
  const beats = Atomics.load(shared, 0);
  silent = beats !== seen || Atomics.load(shared, 1) === 1 ? 0 : silent + tickMs;
  seen = beats;
  if (silent < silenceMs) return;
  clearInterval(ticking);
  bite();
}, tickMs);

/** Asks the loop where it stands, says so, and ends the process with the code; or by a signal when it does not answer. */
function bite(): void {
  const giveUp = setTimeout(() => {
    say([]);
    process.kill(process.pid, 'SIGKILL');
  }, lastWordsMs);
  const session = new Session();
  session.connectToMainThread();
  const scripts = new Map<string, string>();
  session.on('Debugger.scriptParsed', ({ params }) => void scripts.set(params.scriptId, params.url));
  session.once('Debugger.paused', ({ params }) => {
    clearTimeout(giveUp);
    say(params.callFrames.slice(0, 8).map((frame) => placeOf(frame, scripts)));
    setTimeout(() => process.kill(process.pid, 'SIGKILL'), lastWordsMs);
    session.post('Runtime.evaluate', { expression: `process.reallyExit(${exitCode})` });
  });
  session.post('Debugger.enable');
  session.post('Debugger.pause');
}

function placeOf(
  { functionName, location }: Debugger.CallFrame,
  scripts: ReadonlyMap<string, string>,
): string {
  const { scriptId, lineNumber, columnNumber = 0 } = location;
  return `${functionName || '(anonymous)'} ${scripts.get(scriptId)}:${lineNumber + 1}:${columnNumber + 1}`;
}

/** As the log writes its lines. Directly: this thread's own streams go through the loop that stands still. */
function say(at: readonly string[]): void {
  const msg = `the main loop stood still for ${silenceMs / 1_000} s: the watchdog ends the process`;
  writeSync(
    2,
    `${JSON.stringify({ level: 60, time: new Date((heardAt[0] ?? 0) + silent).toISOString(), at, msg })}\n`,
  );
}
