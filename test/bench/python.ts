// Finds the Python the peers run in, or makes it.
import { execFile } from 'node:child_process';
import { access, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { AppError } from '../../core/errors.ts';

const execute = promisify(execFile);

/** Seen from where this file is run: dist/test/bench. Python's own files are not copied there. */
const home = fileURLToPath(new URL('../../../test/bench', import.meta.url));
export const peersScript = join(home, 'peers.py');
/** What peers need, by what they are peers in: files of `name==version` lines. */
export const requirements = {
  numbers: join(home, 'requirements.txt'),
  serving: join(home, 'serve/requirements.txt'),
} as const;
const environment = join(home, '.venv');
const inEnvironment = join(
  environment,
  ...(process.platform === 'win32' ? ['Scripts', 'python.exe'] : ['bin', 'python']),
);
const installMs = 15 * 60_000;

export interface Python {
  readonly path: string;
  /** Library to version, Python itself among them. */
  readonly versions: Readonly<Record<string, string>>;
}

/**
 * The environment peers run in: ours, without settings that force a kernel made for another processor. They are set on
 * some machines to step around faults of old libraries, and slow a current one down; a peer is measured at its best.
 */
export function peerEnvironment(): NodeJS.ProcessEnv {
  const { OPENBLAS_CORETYPE, OPENBLAS_L2_SIZE, ...rest } = process.env;
  return rest;
}

const probe = `
import importlib.metadata, json, platform, sys
print(json.dumps({"Python": platform.python_version()} | {name: importlib.metadata.version(name) for name in sys.argv[1:]}))`;

/**
 * The first of the bench's own environment, python3 and python that has every library of the files, whatever its
 * version; null when none has.
 */
export async function findPython(files: readonly string[]): Promise<Python | null> {
  const names = await librariesIn(files);
  for (const path of [inEnvironment, 'python3', 'python']) {
    const found = await execute(path, ['-c', probe, ...names], {
      env: peerEnvironment(),
      timeout: 60_000,
    }).catch(() => null);
    if (found !== null) return { path, versions: JSON.parse(found.stdout) as Record<string, string> };
  }
  return null;
}

/** @throws AppError `upstream_unavailable` with what the installer said last */
export async function installPython(files: readonly string[], tell: (line: string) => void): Promise<void> {
  const python = process.platform === 'win32' ? 'python' : 'python3';
  const there = await access(inEnvironment).then(
    () => true,
    () => false,
  );
  tell(`installing ${(await librariesIn(files)).join(', ')} into ${environment}`);
  if (!there) await step(python, ['-m', 'venv', environment]);
  const wanted = files.flatMap((file) => ['-r', file]);
  await step(inEnvironment, ['-m', 'pip', 'install', '--quiet', '--only-binary=:all:', ...wanted]);
}

async function librariesIn(files: readonly string[]): Promise<string[]> {
  const texts = await Promise.all(files.map((file) => readFile(file, 'utf8')));
  return texts.flatMap((text) => [...text.matchAll(/^([\w-]+)==/gm)].map(([, name = '']) => name));
}

async function step(command: string, args: string[]): Promise<void> {
  try {
    await execute(command, args, { timeout: installMs, maxBuffer: 16 * 1024 * 1024 });
  } catch (cause) {
    const said =
      cause instanceof Error && 'stderr' in cause ? String(cause.stderr).trim().split('\n').at(-1) : '';
    throw new AppError(
      'upstream_unavailable',
      `"${command} ${args.join(' ')}" failed: ${said || String(cause)}`,
      {
        remedy:
          'The peers need Python 3.11 or newer with venv and pip, and PyPI; without them leave --install out.',
        cause,
      },
    );
  }
}
