// Buttons and menus, pressed by members of a server.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Command } from '../../bot/commands/command.ts';
import type { Action } from '../../core/cards/card.ts';
import { AppError } from '../../core/errors.ts';
import { cardOf, commandOf } from '../fakes/discord/bot.ts';
import type { FakeDiscord } from '../fakes/discord/server.ts';
import type { FakeMessage } from '../fakes/discord/state.ts';
import { type DiscordWorld, openWorld } from './discord-world.ts';

const operator = { permissions: 32n };
const watch = {
  name: 'watch',
  description: { en: 'Which', fr: 'Laquelle' },
  type: 'string',
  required: false,
} as const;
const rows = { ...watch, name: 'rows', type: 'integer' } as const;

let world: DiscordWorld;
let discord: FakeDiscord;
beforeEach(async () => {
  world = await openWorld();
  ({ discord } = world);
});
afterEach(() => world.close());

const press = (label: string, command: string, args: Record<string, string> = {}): Action => ({
  kind: 'button',
  look: 'main',
  label,
  command,
  args,
});
const cardWith = (title: string, ...actions: Action[]) => ({ ...cardOf(title), actions });
const titleOf = ({ embeds }: FakeMessage) => embeds[0]?.title;
const echo = (name: string, facts: Partial<Command> = {}) =>
  commandOf(name, async ({ args }) => cardOf(`${name} ${JSON.stringify(args)}`), {
    options: [watch, rows],
    ...facts,
  });

describe('a button', () => {
  it('runs its command with its arguments, each of the type of its option, for whoever pressed', async () => {
    const status = commandOf('status', async () =>
      cardWith('Status', press('Look', 'drift', { watch: 'churn', rows: '5' })),
    );
    await world.start({ commands: [status, echo('drift')] });
    const shown = await discord.command('status');
    const answer = await discord.press(shown, 'Look');
    expect([titleOf(answer), answer.hidden]).toEqual(['drift {"watch":"churn","rows":5}', true]);
    expect(discord.messages().map(titleOf)).toContain('Status');
  });

  it('changes the message in place where only the presser sees it, and leaves it when that fails', async () => {
    const again = commandOf(
      'status',
      async ({ args }) =>
        cardWith(
          `Status ${args['rows'] ?? ''}`,
          press('Again', 'status', { rows: '1' }),
          press('Fail', 'fail'),
        ),
      { options: [rows] },
    );
    const fail = commandOf('fail', async () => {
      throw new AppError('conflict', 'Already done by grace.');
    });
    await world.start({ commands: [again, fail] });
    const shown = await discord.command('status', { private: true });
    expect(shown.hidden).toBe(true);
    const changed = await discord.press(shown, 'Again');
    expect([changed.id, titleOf(changed)]).toEqual([shown.id, 'Status 1']);
    const failed = await discord.press(changed, 'Fail');
    expect([failed.embeds[0]?.description, failed.hidden]).toEqual(['Already done by grace.', true]);
    expect(discord.messages().map(titleOf)).toEqual(['Status 1', '❌ Not done']);
  });

  it('is refused to those without the role, as the command is', async () => {
    let runs = 0;
    const retrain = commandOf('retrain', async () => cardOf(`Run ${++runs}`), { scope: 'operate' });
    const status = commandOf('status', async () => cardWith('Status', press('Retrain', 'retrain')));
    await world.start({ commands: [status, retrain] });
    const shown = await discord.command('status');
    const refused = await discord.press(shown, 'Retrain');
    expect(refused).toMatchObject({ hidden: true, embeds: [{ title: '🔒 Not allowed' }] });
    expect(runs).toBe(0);
    expect(titleOf(await discord.press(shown, 'Retrain', operator))).toBe('Run 1');
  });

  it('pressed twice tells the second what the first came to', async () => {
    let done = false;
    const ack = commandOf('ack', async () => {
      if (done) throw new AppError('conflict', 'Already acknowledged.');
      done = true;
      return cardOf('Acknowledged');
    });
    const status = commandOf('status', async () => cardWith('Status', press('Ack', 'ack')));
    await world.start({ commands: [status, ack] });
    const shown = await discord.command('status');
    const titles = [await discord.press(shown, 'Ack'), await discord.press(shown, 'Ack')];
    expect(titles.map(titleOf)).toEqual(['Acknowledged', '❌ Not done']);
    expect(titles.map(({ hidden }) => hidden)).toEqual([true, true]);
  });

  it.each([
    ['gone', 'v1:gone'],
    ['of a version to come', 'v2:status'],
    ['of another make', 'hello'],
    ['with an option that is gone', 'v1:status?mode=full'],
  ])('whose command is %s says that it is out of date', async (_, id) => {
    const status = commandOf('status', async () => cardWith('Status', press('Press', 'status')));
    await world.start({ commands: [status] });
    const played = discord.interaction('status');
    const shown = await discord.command('status');
    const message = { ...wireOf(shown), application_id: discord.appId };
    const answer = discord.next(({ interaction }) => interaction === played.id);
    discord.dispatch('INTERACTION_CREATE', {
      ...played.payload,
      type: 3,
      message,
      data: { id: 1, custom_id: id, component_type: 2 },
    });
    expect(await answer).toMatchObject({
      hidden: true,
      embeds: [{ title: '⌛ This button is out of date' }],
    });
  });
});

describe('a menu', () => {
  it('hands its choice to the command', async () => {
    const menu: Action = {
      kind: 'menu',
      label: 'Which?',
      command: 'drift',
      args: { rows: '5' },
      name: 'watch',
      choices: [{ label: 'Churn', value: 'churn' }],
    };
    const status = commandOf('status', async () => cardWith('Status', menu));
    await world.start({ commands: [status, echo('drift')] });
    const shown = await discord.command('status');
    expect(titleOf(await discord.select(shown, ['Churn']))).toBe('drift {"watch":"churn","rows":5}');
  });

  it('offers the watches of the channel where it has to be said which is meant', async () => {
    const choosy = commandOf(
      'drift',
      async ({ args, channelWatch }) => {
        const meant = args['watch'] ?? channelWatch;
        if (meant !== null) return cardOf(`Drift of ${meant}`);
        const faults = [{ path: 'watch', message: 'is needed' }];
        throw new AppError('invalid_input', 'watch: there are several', { faults });
      },
      { options: [watch] },
    );
    await world.start({ commands: [choosy], watchesHere: ['credit', 'churn'] });
    const asked = await discord.command('drift');
    expect(asked.hidden).toBe(true);
    expect(titleOf(await discord.select(asked, ['churn']))).toBe('Drift of churn');
    const elsewhere = await discord.command('drift', { watch: 'credit' });
    expect(titleOf(elsewhere)).toBe('Drift of credit');
  });
});

/** What Discord sends of a message with a press on it. */
function wireOf({ id, channel }: FakeMessage): object {
  const author = { id: '1', username: 'vigie', discriminator: '0', avatar: null };
  return {
    id,
    channel_id: channel,
    type: 0,
    content: '',
    author,
    attachments: [],
    embeds: [],
    mentions: [],
    mention_roles: [],
    pinned: false,
    mention_everyone: false,
    tts: false,
    timestamp: '2024-01-01T00:00:00.000Z',
    edited_timestamp: null,
    flags: 0,
    components: [],
  };
}
