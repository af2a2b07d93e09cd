// Configurations as tests write them: an environment, and the files it names, in memory.
import { type Config, parseConfig } from '../../core/config.ts';
import { AppError, type Fault } from '../../core/errors.ts';

type Texts = Readonly<Record<string, string>>;

const readerOf = (files: Texts) => (path: string) => {
  const text = files[path];
  if (text === undefined) throw new Error(`ENOENT: no such file, open '${path}'`);
  return text;
};

export const configOf = (env: Texts, files: Texts = {}): Config => parseConfig(env, readerOf(files));

/** The error an environment is refused with. */
export function refusalOf(env: Texts, files: Texts = {}): AppError {
  try {
    parseConfig(env, readerOf(files));
  } catch (cause) {
    if (cause instanceof AppError) return cause;
    throw cause;
  }
  throw new Error('this configuration was accepted');
}

export const faultsOf = (env: Texts, files: Texts = {}): readonly Fault[] => refusalOf(env, files).faults;

/** The faults of a watches file that holds this. */
export const faultsOfWatches = (content: unknown, env: Texts = {}): readonly Fault[] =>
  faultsOf({ ...env, WATCHES_FILE: 'watches.json' }, { 'watches.json': JSON.stringify(content) });
