// The help as Discord shows it: whole, whichever command is asked about.
import { describe, expect, it } from 'vitest';
import { helpCommand } from '../../bot/commands/help.ts';
import { commands } from '../../bot/commands/index.ts';
import { cardBody } from '../../bot/message.ts';
import { wordsOf } from '../../core/cards/words/index.ts';
import { newMessage } from '../fakes/discord/validation.ts';
import { ada, opsDouble, still } from './ops-double.ts';

async function shown(tag: string, args: Record<string, string>) {
  const call = { args, caller: ada, clock: still, words: wordsOf(tag), channelWatch: null, show: () => {} };
  const card = await helpCommand(commands).run({ ...call, ...opsDouble() });
  const body = cardBody(card);
  expect(newMessage(body)).toEqual([]);
  return body.embeds.flatMap(({ fields = [] }) => fields.map(({ value }) => value)).join('\n');
}

describe.each(['en', 'fr'])('the help in %s', (tag) => {
  it('names every command', async () => {
    const text = await shown(tag, {});
    for (const { name } of commands) expect(text).toContain(`/${name} `);
    expect(text).not.toContain('…');
  });

  it('tells all of each command', async () => {
    for (const { name, options } of commands) {
      const text = await shown(tag, { command: name });
      for (const option of options) expect(text, name).toContain(`${option.name}: `);
      expect(text, name).not.toContain('…');
    }
  });
});
