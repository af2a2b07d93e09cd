// Changes that are confirmed, forms that are filled in, and the end of long work.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Command } from '../../bot/commands/command.ts';
import type { Action } from '../../core/cards/card.ts';
import { AppError } from '../../core/errors.ts';
import { cardOf, commandOf } from '../fakes/discord/bot.ts';
import type { ManualClock } from '../fakes/discord/manual-clock.ts';
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
let clock: ManualClock;
let discord: FakeDiscord;
beforeEach(async () => {
  world = await openWorld();
  ({ clock, discord } = world);
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

describe('a change that has to be confirmed', () => {
  const rollback = (runs: string[], facts: Partial<Command> = {}) =>
    commandOf(
      'rollback',
      async ({ args, caller }) => {
        runs.push(caller.name);
        return cardOf(`Rolled back ${args['watch']}`);
      },
      {
        scope: 'operate',
        options: [watch],
        confirm: async ({ args }) => (args['watch'] === undefined ? null : cardOf(`Back, ${args['watch']}?`)),
        ...facts,
      },
    );

  it('is asked about unseen by others, then made in public, once', async () => {
    const runs: string[] = [];
    await world.start({ commands: [rollback(runs)] });
    const asked = await discord.command('rollback', { watch: 'churn' }, operator);
    expect(asked).toMatchObject({ hidden: true, embeds: [{ title: 'Back, churn?' }] });
    expect(runs).toEqual([]);
    const settled = discord.next(({ id }) => id === asked.id);
    const done = await discord.press(asked, 'Confirm');
    expect([titleOf(done), done.hidden, runs]).toEqual(['Rolled back churn', false, ['ada']]);
    const after = await settled;
    expect([titleOf(after), after.components]).toEqual(['☑️ Confirmed', []]);
    await expect(async () => discord.press(asked, 'Confirm')).rejects.toThrow('No button');
  });

  it('is not made where it would be another one by now: somebody else was faster', async () => {
    const runs: string[] = [];
    let serves = 3;
    const confirm = async () => cardOf(`Back, v${serves} -> v${serves - 1}?`);
    await world.start({ commands: [rollback(runs, { confirm })] });
    const asked = await discord.command('rollback', { watch: 'churn' }, operator);
    serves = 2;
    const refused = await discord.press(asked, 'Confirm');
    expect([refused.embeds[0]?.description, refused.hidden]).toEqual([
      'It would be something else by now: Back, v2 -> v1?',
      true,
    ]);
    expect(runs).toEqual([]);
  });

  it('changes nothing when it is cancelled', async () => {
    const runs: string[] = [];
    await world.start({ commands: [rollback(runs)] });
    const asked = await discord.command('rollback', { watch: 'churn' }, operator);
    const cancelled = await discord.press(asked, 'Cancel');
    expect([cancelled.id, titleOf(cancelled), cancelled.components]).toEqual([asked.id, '✖️ Cancelled', []]);
    expect(runs).toEqual([]);
  });

  it('is out of date after a minute, and for anybody else', async () => {
    const runs: string[] = [];
    await world.start({ commands: [rollback(runs)] });
    const asked = await discord.command('rollback', { watch: 'churn' }, operator);
    const { user, ...rest } = { user: '77', ...operator };
    const foreign = { ...asked, hidden: false };
    await expect(async () => discord.press(foreign, 'Confirm', { user, ...rest })).rejects.toThrow(
      'Only who asked',
    );
    clock.advance(60_000);
    expect(titleOf(await discord.press(asked, 'Confirm'))).toBe('⌛ This button is out of date');
    expect(runs).toEqual([]);
  });

  it('is made at once where there is nothing to ask', async () => {
    const runs: string[] = [];
    await world.start({ commands: [rollback(runs)] });
    const done = await discord.command('rollback', {}, operator);
    expect([titleOf(done), done.hidden]).toEqual(['Rolled back undefined', false]);
  });

  it('says so when it cannot be asked about in time, and when asking fails', async () => {
    const runs: string[] = [];
    const slow = rollback(runs, { confirm: () => new Promise(() => {}) });
    const broken = rollback(runs, {
      name: 'promote',
      confirm: async () => {
        throw new AppError('conflict', 'No earlier version.');
      },
    });
    await world.start({ commands: [slow, broken] });
    const asking = discord.command('rollback', {}, operator);
    await clock.sleeping(2_000);
    clock.advance(2_000);
    expect((await asking).embeds[0]?.footer?.text).toContain('storage_unavailable');
    const failed = await discord.command('promote', {}, operator);
    expect([failed.embeds[0]?.description, failed.hidden]).toEqual(['No earlier version.', true]);
    expect(runs).toEqual([]);
  });
});

describe('a form', () => {
  const row = { ...watch, name: 'row', required: true } as const;
  const predict = (facts: Partial<Command> = {}) =>
    echo('predict', {
      scope: 'predict',
      options: [row, watch],
      form: async ({ args }) => ({
        title: `Predict - ${args['watch'] ?? 'any'}`,
        fields: [{ name: 'row', label: 'The row', value: 'age=3', long: true }],
      }),
      ...facts,
    });

  it('asks for what is missing, and its answer is that of the command', async () => {
    await world.start({ commands: [predict()] });
    const modal = await discord.play({ command: 'predict', options: { watch: 'churn' } }).modal();
    expect(modal.title).toBe('Predict - churn');
    const answer = await discord.submit(modal, { row: 'age=4' });
    expect([titleOf(answer), answer.hidden]).toEqual(['predict {"row":"age=4","watch":"churn"}', false]);
    const again = await discord.play({ command: 'predict' }).modal();
    expect(titleOf(await discord.submit(again, {}))).toBe('predict {"row":"age=3"}');
  });

  it('is not shown when nothing is missing, and keeps to the asker what was asked privately', async () => {
    await world.start({ commands: [predict()] });
    expect(titleOf(await discord.command('predict', { row: 'age=5' }))).toBe('predict {"row":"age=5"}');
    const modal = await discord.play({ command: 'predict', options: { private: true } }).modal();
    expect((await discord.submit(modal, {})).hidden).toBe(true);
  });

  it('opens from a button as well', async () => {
    const status = commandOf('status', async () => cardWith('Status', press('Predict', 'predict')));
    await world.start({ commands: [status, predict()] });
    const shown = await discord.command('status');
    const modal = await discord.play({ press: shown, button: 'Predict' }).modal();
    const answer = await discord.submit(modal, {});
    expect([titleOf(answer), answer.hidden]).toEqual(['predict {"row":"age=3"}', true]);
  });

  it('is replaced by an error when it cannot be filled in time', async () => {
    await world.start({ commands: [predict({ form: () => new Promise(() => {}) })] });
    const asking = discord.command('predict');
    await clock.sleeping(2_000);
    clock.advance(2_000);
    const answer = await asking;
    expect([answer.hidden, titleOf(answer)]).toEqual([true, '❌ Not done']);
  });
});

describe('long work', () => {
  it('mentions who asked at its end, once, when it took more than a minute', async () => {
    const slow = commandOf('retrain', async () => {
      clock.advance(61_000);
      return cardOf('Promoted *v8*');
    });
    await world.start({ commands: [slow] });
    await discord.command('retrain', {}, { user: '4242' }, ({ pinged }) => pinged.includes('4242'));
    await world.stop();
    expect(discord.messages().map(({ content, pinged }) => [content, pinged])).toEqual([
      ['', []],
      ['<@4242> Promoted \\*v8\\*', ['4242']],
    ]);
  });
});
