// What a half-typed line may become: commands, option names, values.
import type { Ops } from '../core/ops/index.ts';
import { argsOf, relaxed } from './commands/args.ts';
import { type Args, type Command, matching, type Option } from './commands/command.ts';
import { commandIn, groupOf } from './commands/find.ts';
import { type Token, tokensOf } from './shell-line.ts';

/** Candidates and the part of the line each of them replaces, as node:readline wants them. */
export type Completion = [candidates: string[], replaced: string];

/** Never throws: a completion that fails offers nothing. */
export async function complete(line: string, commands: readonly Command[], ops: Ops): Promise<Completion> {
  try {
    return await completion(line, commands, ops);
  } catch {
    return [[], line];
  }
}

async function completion(line: string, commands: readonly Command[], ops: Ops): Promise<Completion> {
  const tokens = tokensOf(line);
  const typed = openToken(line, tokens);
  const before = tokens.filter((token) => token !== typed);
  const [head, ...given] = before;
  const replaced = line.slice(typed.start);
  if (head === undefined) return [commandNames(typed, commands), replaced];
  const second = given[0]?.key === null ? given[0].text : null;
  const found = commandIn(head.text, second, commands);
  if (found === null) return [given.length === 0 ? groupNames(head, typed, commands) : [], replaced];
  const { command, words } = found;
  return [await optionsAndValues({ command, given: before.slice(words), typed, ops }), replaced];
}

/** The token under the cursor; an empty one where the line ends in a space that ends a token. */
function openToken(line: string, tokens: readonly Token[]): Token {
  const last = tokens.at(-1);
  const finished = last === undefined || (/\s$/.test(line) && !line.trimEnd().endsWith(','));
  return finished ? { key: null, text: '', start: line.length, quoted: false } : last;
}

/** First words of commands: the French ones for whoever began to write one. */
function commandNames({ text }: Token, commands: readonly Command[]): string[] {
  const slash = text.startsWith('/') ? '/' : '';
  const firstWords = (names: readonly string[]) =>
    [...new Set(names.map((name) => `${slash}${name.split(' ')[0]} `))].filter((name) =>
      name.startsWith(text),
    );
  const english = firstWords(commands.map(({ name }) => name));
  return english.length > 0 ? english : firstWords(commands.map(({ localName = '' }) => localName));
}

/** Second words of the commands of a group. */
function groupNames(head: Token, { text }: Token, commands: readonly Command[]): string[] {
  const first = head.text.replace(/^\//, '');
  const names = groupOf(first, commands).flatMap(({ name, localName = name }) => [name, localName]);
  return names
    .filter((name) => name.startsWith(`${first} `))
    .map((name) => `${name.slice(first.length + 1)} `)
    .filter((name) => name.startsWith(text));
}

interface Typing {
  readonly command: Command;
  readonly given: readonly Token[];
  readonly typed: Token;
  readonly ops: Ops;
}

async function optionsAndValues({ command, given, typed, ops }: Typing): Promise<string[]> {
  const args = lenientArgs(command, given);
  const open = command.options.filter(({ name }) => !(name in args));
  const option = typed.key === null ? open[0] : command.options.find(({ name }) => name === typed.key);
  const values = option === undefined ? [] : await valuesOf({ option, typed: typed.text, ops, args });
  if (typed.key !== null) return values.map((value) => `${typed.key}:${written(value)}`);
  const names = open.map(({ name }) => `${name}:`).filter((name) => name.startsWith(typed.text));
  return [...names, ...values.map(written)];
}

interface Wanted {
  readonly option: Option;
  readonly typed: string;
  readonly ops: Ops;
  readonly args: Args;
}

async function valuesOf({ option, typed, ops, args }: Wanted): Promise<readonly string[]> {
  if (option.complete !== undefined) return option.complete(ops, typed, args);
  const fixed =
    option.type === 'boolean' ? ['true', 'false'] : (option.choices?.map(({ value }) => value) ?? []);
  return matching(fixed, typed);
}

/** What is known of the options so far; a line that is not finished may well be wrong. */
function lenientArgs(command: Command, given: readonly Token[]): Args {
  try {
    return argsOf(relaxed(command), given);
  } catch {
    return {};
  }
}

/** In quotes where the value would not be read back as itself. */
function written(value: string): string {
  const [token, ...more] = tokensOf(value);
  const survives = token !== undefined && more.length === 0 && token.key === null && token.text === value;
  return survives ? value : `"${value.replace(/["\\]/g, '\\$&')}"`;
}
