// A bench as a command: its subjects one after the other, each case in a fresh process, one table of all of them.
import { fork } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AppError } from '../../core/errors.ts';
import { type Row, verdictOf } from './figures.ts';
import { peersIn, settingOf } from './machine.ts';
import { type Command, type Options, parseOptions, usage } from './options.ts';
import { findPython, installPython, type Python, peerEnvironment } from './python.ts';
import type { Subject } from './subject.ts';
import {
  type Failure,
  failureLines,
  headLines,
  json,
  markdown,
  type Report,
  rowLines,
  summary,
} from './table.ts';

/** Ended by a signal: the case that runs is stopped and its files are removed. */
const stopped = new AbortController();
// Not once: a terminal or npm may send it a second time, and that would skip the tidying up.
for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.on(signal, () => stopped.abort(new Error(`stopped by ${signal}`)));

const caseMs = 30 * 60_000;
const say = (line: string) => void process.stdout.write(`${line}\n`);
/** What runs now, on a line that the next row takes: only where somebody looks at it. */
const sayNow = (text: string) => {
  if (process.stderr.isTTY) process.stderr.write(`\r\x1b[2K${text}`);
};

type Answer = { readonly rows: Row[] } | { readonly failure: string };

/** What a command of the bench measures, and by what. */
export interface Suite extends Command {
  readonly subjects: readonly Subject[];
  /** The script that runs one case, beside the command's own. */
  readonly child: string;
}

/** Runs a suite as the arguments say and sets the exit code of this process. */
export async function runBench(suite: Suite, argv: readonly string[]): Promise<void> {
  try {
    process.exitCode = await run(suite, argv);
  } catch (cause) {
    process.stderr.write(`bench: ${lastWords(cause)}\n`);
    process.exitCode = 1;
  }
}

async function run(suite: Suite, argv: readonly string[]): Promise<number> {
  const options = parseOptions(argv, suite);
  if (options.help) {
    process.stdout.write(usage(suite));
    return 0;
  }
  const { peers } = suite;
  if (options.install) await installPython(peers, say);
  const python = peers.length > 0 ? await findPython(peers) : null;
  const setting = settingOf(peers.length > 0 ? peersIn(python, suite) : {});
  say(headLines(setting));
  const report = { setting, ...(await measureAll(suite, { ...options, python })) };
  say(`\n${summary(report)}`);
  if (options.markdown !== null) await writeFile(options.markdown, markdown(report));
  if (options.json !== null) await writeFile(options.json, json(report));
  return codeOf(report, options);
}

type Depth = Pick<Options, 'quick' | 'full'> & { readonly python: Python | null };

async function measureAll(
  { subjects, child }: Suite,
  options: Depth & Pick<Options, 'only'>,
): Promise<Omit<Report, 'setting'>> {
  const rows: Row[] = [];
  const failures: Failure[] = [];
  for (const subject of subjects.filter(({ name }) => options.only.includes(name)))
    for (const { name } of subject.cases(options)) {
      sayNow(`${subject.name}: ${name} ...`);
      const answer = await measure(child, [subject.name, name], options);
      sayNow('');
      stopped.signal.throwIfAborted();
      if ('rows' in answer) {
        rows.push(...answer.rows);
        for (const row of answer.rows) say(rowLines(row));
      } else {
        const failure = { subject: subject.name, what: name, reason: answer.failure };
        failures.push(failure);
        say(failureLines(failure));
      }
    }
  return { rows, failures };
}

/** One case in a fresh process and a fresh folder. */
async function measure(
  child: string,
  chosen: readonly [subject: string, name: string],
  { quick, full, python }: Depth,
): Promise<Answer> {
  const folder = await mkdtemp(join(tmpdir(), 'vigie-bench-'));
  try {
    const facts = { quick, full, folder, python: python?.path ?? null };
    return await answerOf(child, [...chosen, JSON.stringify(facts)]);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function answerOf(child: string, args: string[]): Promise<Answer> {
  return new Promise((resolve) => {
    const process = fork(child, args, {
      timeout: caseMs,
      killSignal: 'SIGTERM',
      signal: stopped.signal,
      env: peerEnvironment(),
    });
    // An aborted process says so as an error, and ends all the same.
    process.on('error', () => {});
    let answer: Answer | null = null;
    process.once('message', (message: Answer) => {
      answer = message;
    });
    // Not before its end: its files are removed next.
    process.once('exit', (code, signal) =>
      resolve(answer ?? { failure: `its process ended with ${code ?? signal}` }),
    );
  });
}

/** A missed target is news, a wrong answer is a fault. */
function codeOf({ rows, failures }: Report, { strict }: Options): number {
  if (failures.length > 0) return 1;
  return strict && rows.some((row) => verdictOf(row) === 'not met') ? 1 : 0;
}

function lastWords(cause: unknown): string {
  if (cause instanceof AppError) return `${cause.message}\n${cause.remedy}`;
  if (cause instanceof Error && cause === stopped.signal.reason) return cause.message;
  throw cause;
}
