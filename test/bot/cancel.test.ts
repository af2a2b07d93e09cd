// Long work by command, and what stops it.
import { describe, expect, it } from 'vitest';
import type { Args, Command, Invocation } from '../../bot/commands/command.ts';
import { commands } from '../../bot/commands/index.ts';
import type { Card } from '../../core/cards/card.ts';
import { wordsOf } from '../../core/cards/words/index.ts';
import { words } from '../core/cards/words.ts';
import { ada, opsDouble, still } from './ops-double.ts';

function named(name: string): Command {
  const found = commands.find((command) => command.name === name);
  if (found === undefined) throw new TypeError(`no command ${name}`);
  return found;
}

function asked(args: Args) {
  const { ops, calls } = opsDouble();
  const shown: Card[] = [];
  const show = (card: Card) => void shown.push(card);
  const call: Invocation = {
    ops,
    caller: ada,
    clock: still,
    words: wordsOf('en'),
    args,
    channelWatch: null,
    show,
  };
  return { call, calls, shown };
}

async function run(name: string, args: Args) {
  const { call, ...seen } = asked(args);
  return { card: await named(name).run(call), ...seen };
}

describe('commands that take long', () => {
  it('offer to stop work that can be stopped, from the first step on', async () => {
    const { shown } = await run('retrain', { watch: 'demo' });
    for (const { actions } of shown)
      expect(actions).toMatchObject([{ label: 'Cancel', command: 'cancel', args: { watch: 'demo' } }]);
    const { card, calls } = await run('cancel', { watch: 'demo' });
    expect(calls).toEqual([['cancel', { watch: 'demo' }]]);
    expect(card.title).toBe('⏹️ Asked to stop: retrain - demo');
    expect(words(card.summary)).toMatch(/^It was started by bob @\d+\. It ends within seconds/);
  });
});
