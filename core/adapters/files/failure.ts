// What can go wrong with a file, as errors a person can act on.
import { AppError } from '../../errors.ts';

/** Caps per file: a wrong separator or a stray quote runs into them long before memory does. */
const columnLimit = 20_000;
export const cellCharacters = 100_000;

const known: Readonly<Record<string, string>> = {
  ENOENT: 'does not exist',
  ENOTDIR: 'does not exist: a part of its path is not a folder',
  EACCES: 'may not be read by this process',
  EPERM: 'may not be read by this process',
};

/** A failed system call on `name`: `not_found` when there is no such file, else `bad_data`. */
export function fileError(name: string, cause: unknown): AppError {
  if (cause instanceof AppError) return cause;
  // Not the system's refusal but a bug: it stays what it is.
  if (!(cause instanceof Error && 'syscall' in cause && 'code' in cause)) throw cause;
  const code = String(cause.code);
  const gone = code === 'ENOENT' || code === 'ENOTDIR';
  return new AppError(
    gone ? 'not_found' : 'bad_data',
    `"${name}" ${known[code] ?? `cannot be read (${code})`}`,
    {
      remedy: 'Check the path in the watches file, and that this process may read it.',
      cause,
    },
  );
}

/** `what` is wrong with `name` as a whole. */
export function badFile(name: string, what: string, remedy: string): AppError {
  return new AppError('bad_data', `"${name}" ${what}`, { remedy, faults: [{ path: name, message: what }] });
}

/** `name` is another file than the one that was read before; `what` says how it shows. */
export function replaced(name: string, what: string): AppError {
  return badFile(
    name,
    `${what} since it was last read`,
    'Put the file back as it was, or give the new rows under another name; nothing read so far is lost.',
  );
}

/** A row that cannot be read; `row` counts from 0, what a person reads from 1. */
export function badRow(name: string, row: number, message: string): AppError {
  const path = `${name} row ${row + 1}`;
  return new AppError('bad_data', `${path} ${message}`, {
    remedy: 'Correct that row in place; reading goes on from there.',
    faults: [{ path, message }],
  });
}

export function tooLarge(path: string, message: string): AppError {
  return new AppError('too_large', `${path} ${message}`, {
    remedy: 'Check the separators and quotes of the file, or give it fewer and smaller cells.',
    faults: [{ path, message }],
  });
}

export function checkColumnCount(name: string, count: number): void {
  if (count > columnLimit) throw tooLarge(name, `has ${count} columns; at most ${columnLimit} are read`);
}

/** @throws AppError `too_large` for a cell of more characters than are read */
export function checkCell(name: string, row: number, cell: string): void {
  if (cell.length <= cellCharacters) return;
  throw tooLarge(
    `${name} row ${row + 1}`,
    `has a cell of ${cell.length} characters; at most 100 kB are read`,
  );
}

export function notUtf8(name: string, row: number): AppError {
  const path = `${name} row ${row + 1}`;
  const message = 'has bytes that are not UTF-8 text';
  return new AppError('bad_data', `${path} ${message}`, {
    remedy: 'Save the file as UTF-8, for instance with: iconv -f WINDOWS-1252 -t UTF-8.',
    faults: [{ path, message }],
  });
}
