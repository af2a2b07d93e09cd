// The bench's command line. Pure.
import { parseArgs } from 'node:util';
import { AppError } from '../../core/errors.ts';
import { nearest } from '../../core/nearest.ts';

export interface Options {
  /** Smaller sizes and fewer rounds. */
  readonly quick: boolean;
  /** With what takes minutes and shows little new. */
  readonly full: boolean;
  /** Names of the subjects to run. */
  readonly only: readonly string[];
  /** Files to write, null for none. */
  readonly json: string | null;
  readonly markdown: string | null;
  readonly install: boolean;
  /** A missed target ends the process with 1. */
  readonly strict: boolean;
  readonly help: boolean;
}

/** What a command of the bench is called and does. */
export interface Command {
  /** Its npm script. */
  readonly name: string;
  readonly about: string;
  readonly subjects: readonly { readonly name: string; readonly about: string }[];
  /** Files that name what its peers in Python need, which `--install` makes; none = it has no such peers. */
  readonly peers: readonly string[];
  /** What the two depths mean. */
  readonly quick: string;
  readonly full: string;
}

const flags = {
  quick: { type: 'boolean', default: false },
  full: { type: 'boolean', default: false },
  only: { type: 'string' },
  json: { type: 'string' },
  markdown: { type: 'string' },
  install: { type: 'boolean', default: false },
  strict: { type: 'boolean', default: false },
  help: { type: 'boolean', default: false },
} as const;

/** @throws AppError `invalid_input` that names the argument and what is allowed */
export function parseOptions(argv: readonly string[], command: Command): Options {
  const { only, json, markdown, ...rest } = parsed(argv, command);
  const subjects = command.subjects.map(({ name }) => name);
  if (rest.install && command.peers.length === 0)
    throw new AppError('invalid_input', `npm run ${command.name} has no peers to install.`, {
      remedy: 'Leave --install out.',
    });
  if (rest.quick && rest.full)
    throw new AppError('invalid_input', '--quick and --full contradict each other.', {
      remedy: 'Give one of them, or neither.',
    });
  return {
    ...rest,
    only: only === undefined ? subjects : subjectsIn(only, subjects),
    json: fileIn('--json', json),
    markdown: fileIn('--markdown', markdown),
  };
}

function parsed(argv: readonly string[], { name }: Command) {
  try {
    return parseArgs({ args: [...argv], options: flags, allowPositionals: false }).values;
  } catch (cause) {
    const message = cause instanceof Error ? (cause.message.split('. ')[0] ?? '') : String(cause);
    throw new AppError('invalid_input', `${message.replace(/\.$/, '')}.`, {
      remedy: `See npm run ${name} -- --help.`,
      cause,
    });
  }
}

function subjectsIn(text: string, subjects: readonly string[]): string[] {
  const names = text.split(',').map((name) => name.trim());
  const unknown = names.find((name) => !subjects.includes(name));
  if (unknown === undefined) return subjects.filter((name) => names.includes(name));
  const meant = nearest(unknown, subjects);
  throw new AppError('invalid_input', `There is no subject "${unknown}" for --only.`, {
    remedy: `${meant === null ? '' : `Did you mean ${meant}? `}Name one or more of ${subjects.join(',')}.`,
  });
}

function fileIn(flag: string, path: string | undefined): string | null {
  if (path !== '') return path ?? null;
  throw new AppError('invalid_input', `${flag} needs the name of a file.`, {
    remedy: `Write ${flag} FILE.`,
  });
}

export function usage({ name, about, subjects, peers, quick, full }: Command): string {
  const list = subjects.map((each) => `  ${each.name.padEnd(10)} ${each.about}`);
  const install = '  --install         make the Python environment in test/bench/.venv first, from PyPI\n';
  return `npm run ${name} -- [OPTIONS]

${about}

  --only A,B        only these subjects (below)
  --quick           ${quick}
  --full            ${full}
${peers.length > 0 ? install : ''}  --markdown FILE   write the table as Markdown
  --json FILE       write everything as JSON
  --strict          end with 1 when a target is missed
  --help            this text

Subjects:
${list.join('\n')}
`;
}
