// The packaged service where Discord takes less than usual: what it refuses is told, everything else goes on.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { type FakeDiscord, startFakeDiscord } from '../../fakes/discord/server.ts';
import { type DiscordHouse, openHouse, people, settingsOf, titled, titleOf } from '../../flows/on-discord.ts';
import { launch, startVigie, until } from '../../flows/vigie.ts';

const timeout = 90_000;
/** Alarms at the first rows whose meaning has turned, where its threshold lets it. */
const shop = { name: 'shop', mode: 'seed', source: { kind: 'synthetic', rowsPerCheck: 5_000 } };

/** A fake of one test, and a folder beside it. */
async function place(): Promise<{ discord: FakeDiscord; folder: string }> {
  const discord = await startFakeDiscord();
  const folder = await mkdtemp(join(tmpdir(), 'vigie-ill-'));
  onTestFinished(async () => {
    await discord.stop();
    await rm(folder, { recursive: true, force: true });
  });
  return { discord, folder };
}

describe('a service in Discord', () => {
  let house: DiscordHouse;
  let discord: FakeDiscord;
  let gone: string;
  beforeAll(async () => {
    house = await openHouse(async (fake) => {
      gone = fake.addChannel('gone');
      const quiet = { ...shop, threshold: 1 };
      return [quiet, { ...quiet, name: 'lost', channel: gone }];
    });
    ({ discord } = house);
    await until(() => ['shop', 'lost'].every((watch) => house.card(`Trained ${watch} v1`)));
  }, timeout);
  afterAll(async () => {
    await house?.close();
  });

  test('gives up what was for a channel that is gone, says so, and goes on in the others', {
    timeout,
  }, async () => {
    discord.deleteChannel(gone);
    for (const watch of ['lost', 'shop']) await discord.command('alerts test', { watch }, people.operator);
    const tests = () => discord.messages().filter(titled('TEST'));
    await until(async () => {
      const { body } = await house.vigie.get('/status');
      return tests().length > 0 && (body['notifications'] as { dead: number }).dead > 0;
    });
    expect(tests().map(titleOf)).toEqual(['🧪 TEST - shop']);
    const status = await discord.command('status', {}, people.viewer);
    expect(titleOf(status)).toBe('⚠️ Status: no drift, but something needs a look');
    expect(JSON.stringify(status.embeds)).toMatch(/1 card of the last 14 days.*Unknown Channel/);
  });

  test('survives an event that makes no sense', { timeout }, async () => {
    discord.dispatch('INTERACTION_CREATE', { id: '1', type: 2 });
    await until(() => house.vigie.output().includes('discord.js failed inside'));
    expect(titleOf(await discord.command('status', {}, people.viewer))).toContain('Status');
  });

  test('says that it is not well once Discord will not have it any more, and works all the same', {
    timeout,
  }, async () => {
    const { vigie } = house;
    expect((await vigie.get('/health/ready')).status).toBe(200);
    discord.kick(4014);
    await until(async () => (await vigie.get('/health/ready')).status === 503);
    expect((await vigie.get('/health/ready')).body['checks']).toMatchObject({
      storage: true,
      discord: false,
    });
    expect((await vigie.get('/status')).body['gateway']).toMatchObject({
      state: 'refused',
      problem: { reason: 'Discord refuses the intents of the bot' },
    });
    expect(vigie.output()).toContain('Vigie asks for Guilds alone');
    expect((await vigie.post('/drift-check', { watch: 'shop' })).status).toBe(200);
    expect(discord.connected()).toBe(false);
    expect(await vigie.end('SIGTERM')).toBe(0);
    expect(vigie.output()).not.toContain(discord.token);
    expect(discord.violations()).toEqual([]);
  });
});

test('a service that Discord will not have does not start, and says what to do', { timeout }, async () => {
  const { discord, folder } = await place();
  discord.refuseLogin(4004);
  const vigie = launch({ ...settingsOf(discord), DATA_DIR: join(folder, 'data'), ROLES: 'bot' });
  expect(await vigie.ended).toBe(1);
  expect(vigie.output()).toContain('vigie: Discord refuses DISCORD_TOKEN.\nCopy the token again');
});

test('by webhook an incident is one card that is edited, without buttons', { timeout }, async () => {
  const { discord, folder } = await place();
  const watches = join(folder, 'watches.json');
  await writeFile(watches, JSON.stringify([{ ...shop, policy: 'manual' }]));
  const vigie = await startVigie({
    DATA_DIR: join(folder, 'data'),
    WATCHES_FILE: watches,
    DISCORD_WEBHOOK_URL: discord.webhookUrl,
    LOG_LEVEL: 'warn',
  });
  await until(() => discord.messages().some(titled('Trained shop v1')));
  await vigie.post('/simulate', { scenario: 'concept' });
  const seen = () => discord.messages().filter(titled('Drift detected'));
  await until(async () => {
    await vigie.post('/drift-check', {});
    return seen().length > 0;
  });
  const [card] = seen();
  await vigie.post('/train', { force: true });
  await until(() => discord.messages().some((message) => message.id === card?.id && message.edits > 0));
  const [edited, ...others] = discord.messages().filter(({ id }) => id === card?.id);
  expect(others).toEqual([]);
  expect(edited).toMatchObject({ author: 'webhook', components: [] });

  expect([...new Set(discord.queries())]).toEqual(['wait=true']);
  expect(await vigie.end('SIGTERM')).toBe(0);
  expect(discord.violations()).toEqual([]);
});
