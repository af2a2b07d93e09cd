// Versions by command: looked at, compared, promoted.
import { describe, expect, it } from 'vitest';
import type { Args, Command, Invocation } from '../../bot/commands/command.ts';
import { commands } from '../../bot/commands/index.ts';
import { wordsOf } from '../../core/cards/words/index.ts';
import { ada, opsDouble, still } from './ops-double.ts';

function named(name: string): Command {
  const found = commands.find((command) => command.name === name);
  if (found === undefined) throw new TypeError(`no command ${name}`);
  return found;
}

function asked(args: Args, channelWatch: string | null = null) {
  const { ops, calls } = opsDouble();
  const show = () => {};
  const call: Invocation = { ops, caller: ada, clock: still, words: wordsOf('en'), args, channelWatch, show };
  return { call, calls };
}

async function run(name: string, args: Args = {}, channelWatch: string | null = null) {
  const { call, calls } = asked(args, channelWatch);
  return { card: await named(name).run(call), calls };
}

describe('commands about versions', () => {
  it('show the versions of a watch, one of them, or two', async () => {
    const list = await run('model list', {}, 'churn');
    expect(list.calls).toEqual([['models', { watch: 'churn' }]]);
    expect(list.card.title).toBe('📦 3 versions kept - demo');
    expect((await run('model info', { version: 2 })).card.title).toBe('📦 demo v2');
    expect((await run('model compare', { a: 1, b: 3 })).card.title).toBe('⚖️ demo v1 and v3');
    const missing = run('model info', { version: 9 });
    await expect(missing).rejects.toMatchObject({ code: 'not_found', remedy: 'Versions kept: 3, 2, 1.' });
  });

  it('offer the numbers of kept versions', async () => {
    const { ops } = opsDouble();
    expect(await named('promote').options[0]?.complete?.(ops, '', {})).toEqual(['3', '2', '1']);
  });

  it('promote what is named, after a question that shows both versions', async () => {
    const args = { version: 2, reason: 'safer' };
    const { card, calls } = await run('promote', args);
    expect(calls).toEqual([['promote', args]]);
    expect(card.title).toBe('⬆️ Promoted demo v3 -> v2');
    const question = (version: number, watch = 'demo') =>
      named('promote').confirm?.(asked({ ...args, version, watch }).call);
    expect((await question(2))?.title).toBe('⬆️ Promote demo v3 -> v2?');
    expect(await question(3)).toBeNull();
    expect(await question(9)).toBeNull();
  });

  it('approve what waits, after the same question, and reject it without one', async () => {
    const args = { version: 2, watch: 'demo' };
    const approved = await run('approve', args);
    expect(approved.calls).toEqual([['approve', args]]);
    expect(approved.card.title).toBe('⬆️ Promoted demo v3 -> v2');
    expect((await named('approve').confirm?.(asked(args).call))?.title).toBe('✋ Approve demo v3 -> v2?');
    const refused = await run('reject', args);
    expect(refused.calls).toEqual([['reject', args]]);
    expect(refused.card).toMatchObject({
      title: '✖️ Refused v2 - demo',
      summary: ['Version 3 serves on; the challenger stays kept.'],
    });
    expect(named('reject').confirm).toBeUndefined();
  });
});
