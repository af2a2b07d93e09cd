// Two processes with one token on one data directory: one of them answers, and the other one when it is gone.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type FakeDiscord, startFakeDiscord } from '../../fakes/discord/server.ts';
import { settingsOf } from '../../flows/on-discord.ts';
import { endAll, startVigie, until } from '../../flows/vigie.ts';

let folder: string;
let discord: FakeDiscord;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'vigie-leader-'));
  discord = await startFakeDiscord();
});
afterAll(async () => {
  await endAll();
  await discord.stop();
  await rm(folder, { recursive: true, force: true });
});

test('every question has one answer, also after the one that answered has ended', {
  timeout: 60_000,
}, async () => {
  const settings = { ...settingsOf(discord), DATA_DIR: folder };
  const first = await startVigie({ ...settings, ROLES: 'bot,jobs', DRIFT_CRON: '0 0 1 1 *' });
  await until(() => discord.connected() && discord.commands(discord.guildId).length > 0);
  const second = await startVigie({ ...settings, ROLES: 'bot' });
  await until(() => second.output().includes('standing by'));
  const status = async () => (await discord.command('status')).embeds[0]?.title;
  // Cards of the watch come when they come, and are no answers.
  const answers = () => discord.messages().filter(({ embeds }) => embeds[0]?.title?.includes('Status'));
  expect(await status()).toContain('Status');
  expect(answers()).toHaveLength(1);

  expect(await first.end('SIGTERM')).toBe(0);
  await until(() => discord.connected());
  expect(await status()).toContain('Status');
  expect(answers()).toHaveLength(2);
  // The table is the same: the second one had nothing to deploy.
  expect(discord.requests().filter((line) => line.startsWith('PUT'))).toHaveLength(1);
  expect(await second.end('SIGTERM')).toBe(0);
  expect(discord.violations()).toEqual([]);
});
