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
export function parseOptions(argv: readonly string[], subjects: readonly string[]): Options {
  const { only, json, markdown, ...rest } = parsed(argv);
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

function parsed(argv: readonly string[]) {
  try {
    return parseArgs({ args: [...argv], options: flags, allowPositionals: false }).values;
  } catch (cause) {
    const message = cause instanceof Error ? (cause.message.split('. ')[0] ?? '') : String(cause);
    throw new AppError('invalid_input', `${message.replace(/\.$/, '')}.`, {
      remedy: 'See npm run bench -- --help.',
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

export function usage(subjects: Readonly<Record<string, string>>): string {
  const list = Object.entries(subjects).map(([name, about]) => `  ${name.padEnd(10)} ${about}`);
  return `npm run bench -- [OPTIONS]

Measures Vigie and, where Python with numpy, scipy, scikit-learn and pandas is there, its peers: in turn, on the same
data, on this machine. Ends with 0 even when a target is missed, with 1 when an answer was wrong.

  --only A,B        only these subjects (below)
  --quick           smaller sizes, fewer rounds: about two minutes
  --full            also ml-logistic-regression's own train(), which takes half a minute for 1,000 rows
  --install         make the Python environment in test/bench/.venv first, from PyPI
  --markdown FILE   write the table as Markdown
  --json FILE       write everything as JSON
  --strict          end with 1 when a target is missed
  --help            this text

Subjects:
${list.join('\n')}
`;
}
