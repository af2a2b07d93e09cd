// From typed words to a row of the table, by its English or its French name. Pure.
import { AppError } from '../../core/errors.ts';
import { nearest } from '../../core/nearest.ts';
import type { Command } from './command.ts';

interface Found {
  readonly command: Command;
  /** How many of the words are its name. */
  readonly words: 1 | 2;
}

const namesOf = ({ name, localName = name }: Command) => [name, localName];
const plain = (word: string) => word.replace(/^\//, '');

/** The command two words may begin with; null when there is none. */
export function commandIn(first: string, second: string | null, commands: readonly Command[]): Found | null {
  const of = (text: string) => commands.find((command) => namesOf(command).includes(text));
  const long = second === null ? undefined : of(`${plain(first)} ${second}`);
  if (long !== undefined) return { command: long, words: 2 };
  const short = of(plain(first));
  if (short === undefined) return null;
  return { command: short, words: short.name.includes(' ') ? 2 : 1 };
}

/** The commands of a group: those whose names begin with this word. */
export function groupOf(word: string, commands: readonly Command[]): readonly Command[] {
  return commands.filter((command) => namesOf(command).some((name) => name.startsWith(`${plain(word)} `)));
}

/** @throws AppError `not_found` that says what was probably meant and what there is */
export function unknownCommand(first: string, second: string | null, commands: readonly Command[]): AppError {
  const group = groupOf(first, commands).map(({ name }) => name);
  if (group.length > 0 && second === null) {
    return new AppError('not_found', `"${plain(first)}" is the beginning of several commands.`, {
      remedy: `They are ${group.join(', ')}.`,
    });
  }
  const typed = [plain(first), ...(second === null || group.length === 0 ? [] : [second])].join(' ');
  const meant =
    nearest(`${plain(first)} ${second ?? ''}`.trim(), longNames(commands)) ?? nearest(typed, names(commands));
  const hint = meant === null ? '.' : `; did you mean "${meant}"?`;
  return new AppError('not_found', `There is no command "${typed}"${hint}`, {
    remedy: `The commands are ${names(commands).join(', ')}.`,
  });
}

const names = (commands: readonly Command[]) => commands.map(({ name }) => name);
const longNames = (commands: readonly Command[]) => names(commands).filter((name) => name.includes(' '));
