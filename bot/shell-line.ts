// A typed line -> command and arguments, as Discord would have sent them. Pure.
// `/retrain watch:demo reason:"a b"`, or short `retrain demo "a b"`: words without a name fill the options in order.
import { AppError } from '../core/errors.ts';
import { nearest } from '../core/nearest.ts';
import type { Args, Command, Option } from './commands/command.ts';
import { usage } from './commands/help.ts';

export interface Token {
  /** What stands before the colon of `name:value`. */
  readonly key: string | null;
  readonly text: string;
  /** Where it begins in the line. */
  readonly start: number;
  /** Began with a quote: text, whatever it looks like. */
  readonly quoted: boolean;
}

const key = String.raw`([A-Za-z][A-Za-z_-]*):\s*`;
const inDouble = String.raw`(?:[^"\\]|\\.)*`;
const quotedWhole = String.raw`"(${inDouble})(?:"|$)(?=\s|$)|'([^']*)(?:'|$)(?=\s|$)`;
/** A word goes on after a comma, so that a row of features needs no quotes; quotes after "=" hold spaces together. */
const word = String.raw`(?:="${inDouble}(?:"|$)|,\s*|[^\s,])+`;
const tokenPattern = new RegExp(`(?:${key})?(?:${quotedWhole}|(${word}))?`, 'y');

/** Splits a line. A quote that is never closed ends with the line. */
export function tokensOf(line: string): Token[] {
  const tokens: Token[] = [];
  let at = line.search(/\S/);
  while (at >= 0 && at < line.length) {
    tokenPattern.lastIndex = at;
    const [all = '', name, double, single, plain] = tokenPattern.exec(line) ?? [];
    const text = double?.replace(/\\(["\\])/g, '$1') ?? single ?? plain ?? '';
    const quoted = double !== undefined || single !== undefined;
    tokens.push({ key: name?.toLowerCase() ?? null, text, start: at, quoted });
    at += Math.max(1, all.length);
    while (/\s/.test(line[at] ?? '')) at++;
  }
  return tokens;
}

/** Arguments a shell has split already. */
export function tokensOfArgv(argv: readonly string[]): Token[] {
  return argv.map((argument) => {
    const [, name, text = ''] = /^([A-Za-z][A-Za-z_-]*):(.*)$/s.exec(argument) ?? [];
    if (name === undefined) return { key: null, text: argument, start: 0, quoted: false };
    return { key: name.toLowerCase(), text, start: 0, quoted: false };
  });
}

/**
 * The options of a command from the tokens after its name.
 * @throws AppError `invalid_input` naming the option and how the command is written
 */
export function argsOf(command: Command, tokens: readonly Token[]): Args {
  const given = new Map<string, string>();
  for (const token of tokens) {
    const option = optionOf(command, token, given);
    if (given.has(option.name)) throw refused(command, `"${option.name}" is given twice`);
    given.set(option.name, token.text.trim());
  }
  const missing = command.options.find(({ name, required }) => required && !given.has(name));
  if (missing !== undefined)
    throw refused(command, `"${missing.name}" is missing (${missing.description.en})`);
  const values = command.options.flatMap((option) => {
    const text = given.get(option.name);
    return text === undefined ? [] : [[option.name, readValue(command, option, text)] as const];
  });
  return Object.fromEntries(values);
}

/** The option a token fills: the one it names, else the first that nothing has filled. */
function optionOf(command: Command, token: Token, given: ReadonlyMap<string, string>): Option {
  if (token.key === null && token.text.startsWith('--') && !token.quoted) {
    throw refused(command, `options are written name:value, not ${token.text}`);
  }
  const found =
    token.key === null
      ? command.options.find(({ name }) => !given.has(name))
      : command.options.find(({ name }) => name === token.key);
  if (found !== undefined) return found;
  if (token.key === null) {
    throw refused(
      command,
      `"${token.text}" is one word too many; put quotes around words that belong together`,
    );
  }
  const meant = nearest(
    token.key,
    command.options.map(({ name }) => name),
  );
  const hint = meant === null ? '' : `; did you mean "${meant}"?`;
  throw refused(command, `there is no option "${token.key}"${hint}`);
}

function readValue(
  command: Command,
  { name, type, choices }: Option,
  text: string,
): string | number | boolean {
  if (choices !== undefined && !choices.some(({ value }) => value === text)) {
    throw refused(command, `"${name}" is one of ${choices.map(({ value }) => value).join(', ')}`);
  }
  if (type === 'string') return text;
  if (type === 'boolean') {
    if (/^(true|yes|on)$/i.test(text)) return true;
    if (/^(false|no|off)$/i.test(text)) return false;
    throw refused(command, `"${name}" is true or false`);
  }
  const value = text === '' ? Number.NaN : Number(text);
  if (!Number.isFinite(value)) throw refused(command, `"${name}" is a number`);
  if (type === 'integer' && !Number.isInteger(value)) throw refused(command, `"${name}" is a whole number`);
  return value;
}

function refused(command: Command, what: string): AppError {
  return new AppError('invalid_input', `${command.name}: ${what}.`, { remedy: `Written: ${usage(command)}` });
}
