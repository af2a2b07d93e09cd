// An admin sets the service up in Discord; it is killed, started again, and a second process joins: all go by what was set.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type FakeDiscord, startFakeDiscord } from '../../fakes/discord/server.ts';
import { minutesLater } from '../../flows/books.ts';
import { people, settingsOf, titled, titleOf } from '../../flows/on-discord.ts';
import { endAll, run, startVigie, until } from '../../flows/vigie.ts';

const { operator, admin } = people;
const newcomer = { name: 'nina', user: '810000000000000004', roles: ['700000000000000009'] };

let folder: string;
let discord: FakeDiscord;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'vigie-decided-'));
  discord = await startFakeDiscord();
  const source = { kind: 'synthetic', rowsPerCheck: 5_000 };
  await writeFile(join(folder, 'watches.json'), JSON.stringify([{ name: 'demo', source }]));
});

afterAll(async () => {
  await endAll();
  const violations = discord.violations();
  await discord.stop();
  await rm(folder, { recursive: true, force: true });
  expect(violations).toEqual([]);
});

test('what an admin set holds after a kill and in every process', { timeout: 120_000 }, async () => {
  const settings = {
    ...settingsOf(discord),
    DATA_DIR: join(folder, 'data'),
    WATCHES_FILE: join(folder, 'watches.json'),
    DISCORD_OPERATOR_ROLE_IDS: operator.roles[0],
    DRIFT_CRON: '*/10 * * * *',
    LOG_LEVEL: 'warn',
  };
  const first = await startVigie(settings);
  await until(() => discord.connected() && discord.commands(discord.guildId).length > 0);
  const elsewhere = discord.addChannel('elsewhere');
  const set = (setting: string, value: string, by: object = admin) =>
    discord.command('config set', { setting, value }, by);
  expect(JSON.stringify((await set('policy', 'shadow', operator)).embeds)).toContain('you are an operator');
  expect(titleOf(await set('channel', `<#${elsewhere}>`))).toContain(elsewhere);
  expect(JSON.stringify((await set('channel', '123456')).embeds)).toContain('Unknown Channel');
  const asked = await set('operators', `<@&${newcomer.roles[0]}>`);
  expect([asked.hidden, titleOf(asked)]).toEqual([true, '🔑 Change who the operators are?']);
  expect(titleOf(await discord.press(asked, 'Confirm'))).toContain('Operators');
  expect(titleOf(await discord.command('digest set', { hour: 7 }, newcomer))).toContain('07:00');
  await first.end('SIGKILL');
  await minutesLater(settings.DATA_DIR);

  const second = await startVigie(settings);
  await until(() => discord.connected());
  const tested = await discord.command('alerts test', {}, newcomer);
  expect(titleOf(tested)).not.toContain('Not allowed');
  const cards = discord.messages().filter(titled('TEST - demo'));
  expect(cards.map(({ channel }) => channel)).toContain(elsewhere);
  expect(titleOf(await discord.command('alerts test', {}, operator))).toBe('🔒 Not allowed');
  const shown = await run(settings, ['config', 'show']);
  expect(shown.text).toMatch(/set by ada[\s\S]*07:00[\s\S]*set by\s+(▌\s+)?nina/);
  const over = await second.request('/config/operators', { method: 'DELETE' });
  expect([over.status, over.body]).toEqual([200, expect.objectContaining({ decided: null })]);
  expect(titleOf(await discord.command('alerts test', {}, operator))).not.toContain('Not allowed');
  expect((await second.get('/config')).body['replaced']).toMatchObject({
    operators: null,
    channel: { value: elsewhere },
  });
});
