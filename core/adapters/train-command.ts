// A watch's own training program: started without a shell, with its rows in a file and a file to write, and ended with
// all it started when its time is over or nobody wants it any more.
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AppError } from '../errors.ts';
import type { TrainCommand, Trainer } from '../foreign.ts';

/** What every program needs to start; everything else may be a secret. */
const ordinary = ['PATH', 'HOME', 'LANG'];
const linesShown = 20;
const mostOutput = 64 * 1024;
const mostBytes = 50 * 1024 * 1024;

/**
 * `environment`: where the values of the variables come from that a command gets; `over` ends it with the process, which it
 * would outlive.
 */
export function commandTrainer(
  environment: Readonly<Record<string, string | undefined>>,
  over?: AbortSignal,
): Trainer {
  return {
    async train({ watch, command, csv }, unwanted) {
      const signal = over === undefined ? unwanted : AbortSignal.any([unwanted, over]);
      const folder = await mkdtemp(join(tmpdir(), 'vigie-train-'));
      try {
        const [data, output] = [join(folder, 'data.csv'), join(folder, 'model.onnx')];
        await writeFile(data, csv, { mode: 0o600 });
        const argv = command.argv.map((word) =>
          word.replaceAll('{data}', data).replaceAll('{output}', output),
        );
        await run(watch, { command, argv, env: variables(environment, command) }, signal);
        return await written(watch, output);
      } finally {
        await rm(folder, { recursive: true, force: true });
      }
    },
  };
}

function variables(from: Readonly<Record<string, string | undefined>>, { environment }: TrainCommand) {
  const names = [...ordinary, ...environment].filter((name) => from[name] !== undefined);
  return Object.fromEntries(names.map((name) => [name, from[name]]));
}

async function written(watch: string, path: string): Promise<Uint8Array> {
  const size = await stat(path).then(
    (file) => file.size,
    () => null,
  );
  if (size === null)
    throw new AppError(
      'bad_data',
      `The training command of watch "${watch}" ended well but wrote no model.`,
      {
        remedy: 'It must write the ONNX file to the path that stands for {output}.',
      },
    );
  if (size > mostBytes)
    throw new AppError(
      'too_large',
      `The training command of watch "${watch}" wrote ${size} bytes; ${mostBytes} are the most.`,
    );
  return await readFile(path);
}

interface Start {
  readonly command: TrainCommand;
  readonly argv: readonly string[];
  readonly env: NodeJS.ProcessEnv;
}

/** Resolves when it ended well. A group of its own: what it started ends with it. */
async function run(watch: string, { command, argv, env }: Start, signal: AbortSignal): Promise<void> {
  // What is aborted already tells no listener.
  signal.throwIfAborted();
  const [program = '', ...args] = argv;
  const late = AbortSignal.timeout(command.timeoutMs);
  const child = spawn(program, args, {
    env,
    shell: false,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const output = tailOf(child);
  const end = () => killGroup(child);
  const stop = AbortSignal.any([signal, late]);
  stop.addEventListener('abort', end);
  try {
    const ended = await endOf(child, program);
    signal.throwIfAborted();
    if (ended === 0) return;
    const how = late.aborted
      ? `took longer than ${command.timeoutMs / 60_000} min`
      : `ended with ${typeof ended === 'number' ? `code ${ended}` : ended}`;
    const said = output();
    throw new AppError(
      'bad_data',
      `The training command of watch "${watch}" ${how}.${said === '' ? '' : `\n${said}`}`,
      {
        remedy: 'Run it by hand on a CSV file with the label in the column "label".',
      },
    );
  } finally {
    stop.removeEventListener('abort', end);
    // What it left behind in its group.
    end();
  }
}

/** Its exit code, or the name of the signal that ended it. @throws AppError `invalid_config` when it cannot be started */
function endOf(child: ChildProcess, program: string): Promise<number | string> {
  return new Promise((resolve, reject) => {
    child.once('error', (cause) =>
      reject(
        new AppError('invalid_config', `The training command "${program}" cannot be started.`, {
          remedy: 'Name a program that is on the PATH of this service, or its whole path (trainCommand).',
          cause,
        }),
      ),
    );
    child.once('close', (code, signal) => resolve(code ?? signal ?? 'no code'));
  });
}

/** The last lines of what it prints, to both of its outputs. */
function tailOf({ stdout, stderr }: ChildProcess): () => string {
  let text = '';
  const take = (part: Buffer) => {
    text = `${text}${part.toString()}`.slice(-mostOutput);
  };
  stdout?.on('data', take);
  stderr?.on('data', take);
  return () => text.trim().split('\n').slice(-linesShown).join('\n');
}

function killGroup({ pid }: ChildProcess): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // All of it has ended.
  }
}
