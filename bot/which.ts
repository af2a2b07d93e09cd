// When it has to be said which watch is meant: the failure with a menu of those it could be. Pure.
import type { Card } from '../core/cards/card.ts';
import type { Words } from '../core/cards/words/index.ts';
import type { AppError } from '../core/errors.ts';
import type { Args, Command } from './commands/command.ts';

export function withWatches(
  card: Card,
  error: AppError,
  asked: { command: Command; args: Args; watches: readonly string[]; words: Words },
): Card {
  const { command, args, watches, words } = asked;
  const wanted = error.faults.some(({ path }) => path === 'watch') && args['watch'] === undefined;
  if (!wanted || !command.options.some(({ name }) => name === 'watch')) return card;
  const given = Object.entries(args).map(([name, value]) => [name, String(value)]);
  const menu = {
    kind: 'menu',
    label: words.actions.watch,
    command: command.name,
    args: Object.fromEntries(given),
    name: 'watch',
    choices: watches.map((watch) => ({ label: watch, value: watch })),
  } as const;
  return { ...card, actions: [...card.actions, menu] };
}
