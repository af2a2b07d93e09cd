// Commands of two words, on every surface.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { helpCommand } from '../../bot/commands/help.ts';
import { runLine } from '../../bot/shell.ts';
import { complete } from '../../bot/shell-completion.ts';
import { wordsOf } from '../../core/cards/words/index.ts';
import { everyWord, words } from '../core/cards/words.ts';
import { cardOf, commandOf } from '../fakes/discord/bot.ts';
import { type DiscordWorld, openWorld } from './discord-world.ts';
import { ada, opsDouble, quiet, still } from './ops-double.ts';

const incident = {
  name: 'incident',
  description: { en: 'Which', fr: 'Lequel' },
  type: 'integer',
  required: false,
  complete: async (_: unknown, typed: string) => [`${typed}4`],
} as const;
const rows = [
  commandOf('drift', async () => cardOf('No drift'), { localName: 'derive' }),
  commandOf('alerts ack', async ({ args }) => cardOf(`Acknowledged ${args['incident'] ?? 'all'}`), {
    localName: 'alertes prendre',
    options: [incident],
  }),
  commandOf('alerts list', async () => cardOf('Two alerts'), { localName: 'alertes liste' }),
];
const commands = [...rows, helpCommand(rows)];

describe('a command of two words in a terminal', () => {
  const deps = { ...opsDouble(), commands, caller: ada, clock: still, log: quiet, words: wordsOf('en') };
  const run = async (line: string) => (await runLine(line, deps)).card;

  it.each([
    ['alerts ack', 'Acknowledged all'],
    ['/alerts ack incident:4', 'Acknowledged 4'],
    ['alerts ack 4', 'Acknowledged 4'],
    ['alertes prendre 4', 'Acknowledged 4'],
    ['/derive', 'No drift'],
    ['help alerts ack', '/alerts ack'],
    ['aide "alertes prendre"', '/alerts ack'],
    ['alerts ack 4 --help', '/alerts ack'],
  ])('%s', async (line, title) => {
    expect((await run(line)).title).toBe(title);
  });

  it('has the help of its group', async () => {
    for (const line of ['help alerts', 'alerts --help']) {
      const text = everyWord(await run(line));
      expect(text).toContain('/alerts ack');
      expect(text).not.toContain('/drift');
    }
  });

  it.each([
    ['alerts akc', 'There is no command "alerts akc"; did you mean "alerts ack"?'],
    ['alert ack', 'There is no command "alert"; did you mean "alerts ack"?'],
    ['drfit', 'There is no command "drfit"; did you mean "drift"?'],
    ['alerts', '"alerts" is the beginning of several commands.'],
    ['alerts incident:4', '"alerts" is the beginning of several commands.'],
  ])('is named when %s is not understood', async (line, complaint) => {
    expect(words((await run(line)).summary)).toBe(complaint);
  });

  it.each<[string, string[]]>([
    ['', ['drift ', 'alerts ', 'help ']],
    ['/al', ['/alerts ']],
    ['alert', ['alerts ']],
    ['alertes', ['alertes ']],
    ['alerts ', ['ack ', 'list ']],
    ['alerts l', ['list ']],
    ['alertes p', ['prendre ']],
    ['alerts ack ', ['incident:', '4']],
    ['alerts ack incident:1', ['incident:14']],
    ['nonsense ack ', []],
  ])('continues %j', async (line, candidates) => {
    expect((await complete(line, commands, deps.ops))[0]).toEqual(candidates);
  });
});

describe('a subcommand in Discord', () => {
  let world: DiscordWorld;
  beforeEach(async () => {
    world = await openWorld();
    await world.start({ commands, groups: { alerts: { en: 'Alerts', fr: 'Alertes' } } });
  });
  afterEach(() => world.close());

  it('runs its row with its own options', async () => {
    const answer = await world.discord.command('alerts ack', { incident: 4 });
    expect(answer.embeds[0]?.title).toBe('Acknowledged 4');
  });

  it('offers values for them', async () => {
    const typing = { option: 'incident', typed: '1' };
    expect(await world.discord.autocomplete('alerts ack', typing)).toEqual([{ name: '14', value: 14 }]);
  });
});
