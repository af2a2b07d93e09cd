// What was given to a command -> its arguments, each of the type its option has. Pure.
import { AppError } from '../../core/errors.ts';
import { nearest } from '../../core/nearest.ts';
import type { Args, Command, Option } from './command.ts';
import { usage } from './help.ts';

/** One value as text. */
export interface Given {
  /** The option's name, what stands before the colon of `name:value`; null = the next one that is free. */
  readonly key: string | null;
  readonly text: string;
  /** Began with a quote: text, whatever it looks like. */
  readonly quoted: boolean;
}

/** Named values, of a press or a form. */
export function givenOf(values: Args): Given[] {
  return Object.entries(values).map(([key, value]) => ({ key, text: String(value), quoted: true }));
}

/** Required options that were not given: what a form asks for. */
export function lacks({ options }: Command, args: Args): boolean {
  return options.some(({ name, required }) => required && args[name] === undefined);
}

/** The command with nothing required: what is being written, or asked for by a form, may lack anything. */
export function relaxed(command: Command): Command {
  return { ...command, options: command.options.map((option) => ({ ...option, required: false })) };
}

/**
 * The options of a command from what was given.
 * @throws AppError `invalid_input` naming the option and how the command is written
 */
export function argsOf(command: Command, tokens: readonly Given[]): Args {
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
function optionOf(command: Command, token: Given, given: ReadonlyMap<string, string>): Option {
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
