// The terminal of this process, as the surfaces that print on it need it.
import { wordsOf } from '../core/cards/words/index.ts';
import type { Screen } from './shell-run.ts';

/** A terminal at both ends can be asked; colours are for eyes, unless they are not wanted. */
export function screenFor(
  { TIMEZONE, LOCALE }: { readonly TIMEZONE: string; readonly LOCALE: string },
  { stdin, stdout }: Pick<NodeJS.Process, 'stdin' | 'stdout'>,
  plain: boolean,
): Screen {
  const shown = stdout.isTTY === true;
  return {
    output: stdout,
    colour: shown && !plain,
    timezone: TIMEZONE,
    terminal: shown && stdin.isTTY === true,
    words: wordsOf(LOCALE),
  };
}
