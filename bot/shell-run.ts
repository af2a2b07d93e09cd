// One line of a terminal from words to a card, and the card on the screen.
import type { Writable } from 'node:stream';
import type { Card } from '../core/cards/card.ts';
import { failureCard } from '../core/cards/failure.ts';
import type { Words } from '../core/cards/words/index.ts';
import { AppError, knownError } from '../core/errors.ts';
import type { Ops } from '../core/ops/index.ts';
import type { Person } from '../core/ops/operation.ts';
import type { Clock, Logger } from '../core/ports.ts';
import { markdownCard } from './card-markdown.ts';
import { argsOf, lacks, relaxed } from './commands/args.ts';
import type { Args, Command } from './commands/command.ts';
import { commandIn, unknownCommand } from './commands/find.ts';
import { decidedCard } from './confirm.ts';
import { withoutPrivate } from './private.ts';
import { formCard } from './shell-form.ts';
import type { Token } from './shell-line.ts';
import { renderCard, renderLine } from './terminal.ts';
import type { Look } from './terminal-text.ts';

export interface ShellDeps {
  readonly ops: Ops;
  readonly commands: readonly Command[];
  /** Who sits at the terminal, and what they may. */
  readonly caller: Person;
  readonly clock: Clock;
  readonly log: Logger;
  readonly words: Words;
}

export type Format = 'text' | 'json' | 'markdown';

/** Where cards are shown. */
export interface Screen {
  readonly output: Writable & { readonly columns?: number };
  readonly colour: boolean;
  /** IANA time zone of absolute times. */
  readonly timezone: string;
  /** A person looks at it: there is a prompt, and the line of progress may be written over. */
  readonly terminal: boolean;
  /** `text` unless a program or a document is to read it. */
  readonly format?: Format;
  readonly words: Words;
}

export interface Outcome {
  readonly card: Card;
  readonly ok: boolean;
}

export type Show = (card: Card) => void;

const defaultColumns = 80;
/** Longer lines are hard to read, however wide the screen. */
const widest = 110;
/** Back to the start of the line and clear it (ECMA-48 EL). */
export const clearLine = '\r\u001b[2K';

/** Asks a person whether the change on the card is meant. */
export type Sure = (card: Card) => Promise<boolean>;

/**
 * Never throws: what goes wrong is a card with `ok` false. Where nobody can be asked (`sure` null), what was written
 * is meant.
 */
export async function runTokens(
  tokens: readonly Token[],
  deps: ShellDeps,
  { show, sure = null }: { show: Show; sure?: Sure | null },
): Promise<Outcome> {
  const { ops, caller, clock, words } = deps;
  const telling = () => ({ words, at: clock.now() });
  try {
    const { command, given: written } = resolve(tokens, deps.commands);
    const given = withoutPrivate(command, written);
    const callWith = (args: Args) => ({ ops, caller, clock, args, words, channelWatch: null, show });
    const open = argsOf(relaxed(command), given);
    if (command.form !== undefined && lacks(command, open)) {
      const form = await command.form(callWith(open));
      return { card: formCard(command, open, form, telling()), ok: false };
    }
    const call = callWith(argsOf(command, given));
    const asked = sure === null ? null : ((await command.confirm?.(call)) ?? null);
    if (asked !== null && sure !== null && !(await sure(asked)))
      return { card: decidedCard('cancelled', telling()), ok: false };
    return { card: await command.run(call), ok: true };
  } catch (cause) {
    return { card: failureCard(asAppError(cause, deps.log), telling()), ok: false };
  }
}

/** @throws AppError `not_found` (no such command) */
function resolve(
  tokens: readonly Token[],
  commands: readonly Command[],
): { command: Command; given: readonly Token[] } {
  const asked = tokens.filter((token) => !asksForHelp(token));
  const [head = helpToken, next] = asked;
  const second = next?.key === null ? next.text : null;
  const found = commandIn(head.text, second, commands);
  const about = asked.length < tokens.length && found?.command.name !== helpToken.text;
  if (about)
    return resolve([helpToken, ...(found === null ? [head] : asked.slice(0, found.words))], commands);
  if (found === null) throw unknownCommand(head.text, second, commands);
  const { command, words } = found;
  const rest = asked.slice(words);
  return { command, given: command.name === helpToken.text ? asOne(rest) : rest };
}

const helpToken: Token = { key: null, text: 'help', start: 0, quoted: false };

/** The name of a command may be two words. */
function asOne(tokens: readonly Token[]): readonly Token[] {
  const [first, second] = tokens;
  if (first?.key !== null || second?.key !== null) return tokens;
  return [{ ...first, text: `${first.text} ${second.text}` }, ...tokens.slice(2)];
}

function asksForHelp({ key, text, quoted }: Token): boolean {
  return key === null && !quoted && (text === '--help' || text === '-h');
}

function asAppError(cause: unknown, log: Logger): AppError {
  if (!(cause instanceof AppError)) log.error('bug in a command', { err: cause });
  return knownError(cause);
}

/** As JSON a card is one line. */
const renderers: Readonly<Record<Format, (card: Card, look: Look) => string>> = {
  text: renderCard,
  json: (card) => `${JSON.stringify(card)}\n`,
  markdown: markdownCard,
};

/** Operations tell their steps on one line that is written over; where nobody looks, only the end is told. */
export function progressOn(screen: Screen, clock: Clock): Show {
  if (!screen.terminal) return () => {};
  return (card) => {
    const look = lookOf(screen, clock);
    screen.output.write(clearLine + renderLine(card, { ...look, width: look.width - 1 }));
  };
}

/** The card on the screen, in place of the progress of its operation. */
export function writeCard(card: Card, screen: Screen, clock: Clock): void {
  const { format = 'text' } = screen;
  const shown = renderers[format](card, lookOf(screen, clock));
  const text = card.file === undefined || format === 'json' ? shown : `${shown}\n${card.file.text}`;
  screen.output.write(screen.terminal ? `${clearLine}${text}\n` : text);
}

export function lookOf({ output, colour, timezone, words }: Screen, clock: Clock): Look {
  const width = Math.min(widest, output.columns ?? defaultColumns);
  return { width, colour, timezone, words, now: clock.now() };
}
