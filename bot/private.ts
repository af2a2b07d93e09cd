// Answers that only the asker sees: an option that every question has, and no change. Pure.
import type { Given } from './commands/args.ts';
import type { Args, Command, Option } from './commands/command.ts';

const option: Option = {
  name: 'private',
  description: { en: 'Show the answer to you alone', fr: 'Montrer la réponse à vous seul' },
  type: 'boolean',
  required: false,
};

/** Others in the channel have a right to see what was changed. */
export function withPrivate(command: Command): readonly Option[] {
  const { scope, reads = scope === 'read' || scope === 'predict' } = command;
  return reads ? [...command.options, option] : command.options;
}

/** What was typed without that wish, where nobody else looks on: a command may have been copied from Discord. */
export function withoutPrivate<T extends Given>(command: Command, tokens: readonly T[]): readonly T[] {
  if (withPrivate(command) === command.options) return tokens;
  return tokens.filter(({ key }) => key !== option.name);
}

/** The arguments of the command itself, and whether the asker wants to be alone. */
export function privately({ [option.name]: wish, ...args }: Args): { args: Args; hidden: boolean } {
  return { args, hidden: String(wish) === 'true' };
}

/** The arguments with that wish, to be kept in a form that is filled in. */
export function keepingPrivate(args: Args, hidden: boolean): Args {
  return hidden ? { ...args, [option.name]: true } : args;
}
