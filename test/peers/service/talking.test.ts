// A team talks to the packaged service in Discord: it asks, trains, stops and decides. One process serves all tests, in turn.
import { appendFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { FakeDiscord } from '../../fakes/discord/server.ts';
import type { FakeMessage } from '../../fakes/discord/state.ts';
import { type DiscordHouse, openHouse, people, titled, titleOf } from '../../flows/on-discord.ts';
import { until, type Vigie } from '../../flows/vigie.ts';
import { laterRows, narrowStart } from '../../flows/wide.ts';

const { viewer, operator, admin } = people;
const signature = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
const french = { ...viewer, locale: 'fr' };

let house: DiscordHouse;
let discord: FakeDiscord;
let vigie: Vigie;
/** Channels of two watches; "demo" has the channel of the server. */
let wideChannel: string;
let shopChannel: string;

beforeAll(async () => {
  house = await openHouse(async (fake, folder) => {
    [wideChannel, shopChannel] = [fake.addChannel('wide'), fake.addChannel('shop')];
    await writeFile(join(folder, 'wide.csv'), narrowStart());
    const synthetic = { kind: 'synthetic', rowsPerCheck: 5_000 };
    const wide = { kind: 'file', path: join(folder, 'wide.csv'), label: 'label' };
    return [
      { name: 'demo', source: synthetic },
      // It says nothing of the rows it gets: only what people do counts here.
      { name: 'wide', mode: 'seed', threshold: 1, source: wide, channel: wideChannel },
      // Quiet until somebody lowers its threshold; and then it waits for people.
      {
        name: 'shop',
        mode: 'seed',
        threshold: 1,
        policy: 'manual',
        source: synthetic,
        channel: shopChannel,
      },
    ];
  });
  ({ discord, vigie } = house);
  await until(() => ['demo', 'wide', 'shop'].every((watch) => house.card(`Trained ${watch} v1`)));
}, 120_000);
afterAll(async () => {
  const violations = house?.discord.violations();
  await house?.close();
  expect(violations).toEqual([]);
});

const labelsOf = ({ components }: FakeMessage) =>
  components.flatMap((row) => (row.components ?? []).map(({ label, placeholder }) => label ?? placeholder));
const textOf = ({ embeds }: FakeMessage) => JSON.stringify(embeds);

describe('asking', { timeout: 90_000 }, () => {
  test('/status tells of every watch; privately to the asker alone, in French to the French', async () => {
    const { embeds, hidden } = await discord.command('status', {}, viewer);
    expect(embeds[0]?.title).toBe('✅ Status: 3 watches, no open incident');
    expect(embeds[0]?.fields?.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['demo', 'wide', 'shop']),
    );
    expect(hidden).toBe(false);
    const alone = await discord.command('status', { private: true }, french);
    expect(titleOf(alone)).toMatch(/^✅ Statut\s: 3 veilles, aucun incident ouvert$/);
    expect(alone.hidden).toBe(true);
    const [deployed] = discord.commands(discord.guildId).filter(({ name }) => name === 'status');
    expect(deployed).toMatchObject({ name_localizations: { fr: 'statut' } });
  });

  test('/drift brings its chart, and the channel says which watch is meant', async () => {
    const report = await discord.command('drift', { run: 'now' }, operator);
    expect(titleOf(report)).toMatch(/demo v1$/);
    expect(labelsOf(report)).toEqual(['Check now', 'Full report']);
    const [picture, ...others] = report.attachments;
    expect(others).toEqual([]);
    expect([...(picture?.bytes.subarray(0, 8) ?? [])]).toEqual(signature);
    expect(picture?.description).toMatch(/^Drift score of the last \d+ checks: /);
    expect(report.embeds[0]?.image?.url).toBe(`attachment://${picture?.filename}`);
    const elsewhere = await discord.command('drift', {}, { ...french, channel: wideChannel });
    expect(titleOf(elsewhere)).toBe('⏳ Pas encore de contrôle - wide');
    expect(titleOf(await discord.press(report, 'Full report', viewer))).toContain('demo');
    const refused = await discord.press(report, 'Check now', viewer);
    expect([refused.hidden, textOf(refused)]).toEqual([
      true,
      expect.stringContaining('check needs the role operator; vera is viewer.'),
    ]);
  });

  test('options are completed while they are typed', async () => {
    const offered = async (command: string, option: string, typed: string) =>
      (await discord.autocomplete(command, { option, typed, others: { watch: 'demo' } })).map(
        ({ name }) => name,
      );
    expect(
      (await discord.autocomplete('drift', { option: 'watch', typed: 's' })).map(({ value }) => value),
    ).toEqual(['shop']);
    expect(await offered('predict', 'features', 'amo')).toContainEqual(expect.stringContaining('amount='));
    expect(await offered('model info', 'version', '')).toEqual(['1']);
  });

  test('/predict answers to options and to its form', async () => {
    const row = 'amount=90, minutes=8, rating=650, load=0.5, channel=app';
    const answer = await discord.command('predict', { features: row }, viewer);
    expect(titleOf(answer)).toBe('🔮 Prediction - demo v1');
    expect(textOf(answer)).toMatch(/The model says \*\*(yes|no)\*\*/);
    const form = await discord.play({ command: 'predict', options: { private: true } }, french).modal();
    const filled = await discord.submit(form, { features: row });
    expect([titleOf(filled), filled.hidden]).toEqual(['🔮 Prédiction - demo v1', true]);
    const wrong = await discord.submit(form, { features: 'amount' });
    expect(textOf(wrong)).toContain('name=value');
  });

  test('subcommands are found', async () => {
    expect(titleOf(await discord.command('alerts list', { watch: 'shop' }, viewer))).toContain(
      'No open incident',
    );
    expect(titleOf(await discord.command('model list', { watch: 'demo' }, viewer))).toBe(
      '📦 1 version kept - demo',
    );
  });
});

describe('a retraining', { timeout: 120_000 }, () => {
  test('is watched while it runs, stopped by its button, and told when it ends', async () => {
    await appendFile(join(house.folder, 'wide.csv'), laterRows());
    await until(async () => (await vigie.post('/drift-check', { watch: 'wide' })).status === 200);
    const begin = () => discord.play({ command: 'retrain', options: { watch: 'wide' } }, operator);
    const first = begin();
    const progress = await first.answer(titled('Retraining'));
    expect(labelsOf(progress)).toEqual(['Cancel']);
    const refused = await discord.press(progress, 'Cancel', viewer);
    expect(textOf(refused)).toContain('/cancel is for operators; you are a viewer.');
    expect(await discord.press(progress, 'Cancel', operator)).toMatchObject({ hidden: true });
    expect(await first.answer()).toMatchObject({
      hidden: true,
      embeds: [{ description: 'The retrain was cancelled by otto.' }],
    });
    expect(discord.messages().some(titled('Retraining'))).toBe(false);

    const second = begin();
    await second.answer(titled('Retraining'));
    const result = await second.answer();
    expect(titleOf(result)).toMatch(
      /^(✅ Retrained wide v1 -> v2|⚠️ Challenger kept out - wide stays at v1)$/,
    );
    // The steps before it were told in its place.
    expect(result.edits).toBeGreaterThan(0);
    expect(discord.messages().filter(({ interaction }) => interaction === second.id)).toHaveLength(1);
  });
});

describe('a change that replaces what serves', { timeout: 90_000 }, () => {
  const serving = async () => {
    const { body } = await vigie.get('/status');
    const watches = body['watches'] as { watch: string; champion: { version: number } }[];
    return watches.find(({ watch }) => watch === 'demo')?.champion.version;
  };
  const askedWith = async (asked: FakeMessage) => {
    expect(asked.hidden).toBe(true);
    expect(labelsOf(asked)).toEqual(['Confirm', 'Cancel']);
    return asked;
  };

  test('is asked about first: by command, from a menu, by a button', async () => {
    const forced = await askedWith(await discord.command('train', { watch: 'demo', force: true }, admin));
    expect(titleOf(await discord.press(forced, 'Confirm'))).toBe('✅ Trained demo v2');
    const list = await discord.command('model list', { watch: 'demo' }, viewer);
    const old = await discord.select(list, ['v1'], admin);
    expect(old.hidden).toBe(true);
    const promoting = await askedWith(await discord.press(old, 'Promote v1'));
    expect(await serving()).toBe(2);
    const promoted = await discord.press(promoting, 'Confirm');
    expect([titleOf(promoted), promoted.hidden]).toEqual(['⬆️ Promoted demo v2 -> v1', false]);
    expect(await serving()).toBe(1);
    const rolling = await askedWith(await discord.command('rollback', { watch: 'demo' }, operator));
    expect(titleOf(await discord.press(rolling, 'Cancel'))).toBe('✖️ Cancelled');
    expect(await serving()).toBe(1);
  });
});

describe('an incident', { timeout: 120_000 }, () => {
  test('is one card that people change by its buttons', async () => {
    await discord.command('alerts threshold', { watch: 'shop', value: '0.3' }, operator);
    await discord.command('simulate', { watch: 'shop', scenario: 'concept' }, operator);
    await until(async () => {
      await vigie.post('/drift-check', { watch: 'shop' });
      return house.card('Drift detected - shop') !== undefined;
    });
    const card = house.card('Drift detected - shop');
    if (card === undefined) throw new Error('no card');
    const then = (title: string) =>
      discord.next((message) => message.id === card.id && titled(title)(message));
    expect(card.channel).toBe(shopChannel);

    const taken = then('Acknowledged by otto');
    expect((await discord.press(card, 'Acknowledge', operator)).hidden).toBe(true);
    expect(labelsOf(await taken)).not.toContain('Acknowledge');
    const quiet = then('Snoozed');
    expect((await discord.select(card, ['6 hours'], operator)).hidden).toBe(true);
    const awake = then('Acknowledged by otto');
    await discord.press(await quiet, 'Unsnooze', operator);
    const closed = then('Closed by hand');
    await discord.press(await awake, 'Resolve', operator);
    await closed;
    const cards = discord.messages().filter((message) => message.channel === shopChannel && !message.hidden);
    expect(cards.map(titleOf)).toEqual(['✅ Trained shop v1', '✅ Closed by hand - shop v1']);
  });
});
