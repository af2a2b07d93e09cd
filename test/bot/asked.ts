// Commands of the table as one person at a terminal asks for them.
import type { Args, Command, Invocation } from '../../bot/commands/command.ts';
import { commands } from '../../bot/commands/index.ts';
import type { Card } from '../../core/cards/card.ts';
import { wordsOf } from '../../core/cards/words/index.ts';
import type { Ops } from '../../core/ops/index.ts';
import { ada, opsDouble, still } from './ops-double.ts';

export function named(name: string): Command {
  const found = commands.find((command) => command.name === name);
  if (found === undefined) throw new TypeError(`no command ${name}`);
  return found;
}

export function asked(args: Args = {}, channelWatch: string | null = null, replies: Partial<Ops> = {}) {
  const { ops, calls } = opsDouble(replies);
  const shown: Card[] = [];
  const show = (card: Card) => void shown.push(card);
  const call: Invocation = {
    ops,
    caller: ada,
    clock: still,
    args,
    words: wordsOf('en'),
    channelWatch,
    show,
  };
  return { call, calls, shown };
}

export async function run(name: string, args: Args = {}, channelWatch: string | null = null) {
  const { call, calls, shown } = asked(args, channelWatch);
  const card = await named(name).run(call);
  return { card, calls, shown };
}
