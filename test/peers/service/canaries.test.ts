// The whole product on a Discord that refuses its cards and repeats their tokens: none is on a card, in the log, in what
// the API tells, or on disk.
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { refusal } from '../../fakes/discord/faults.ts';
import { type FakeDiscord, startFakeDiscord } from '../../fakes/discord/server.ts';
import { endAll, startVigie, until } from '../../flows/vigie.ts';

const canary = /fake-(bot|webhook|interaction)-token|canary-of-an-api-token/;
const apiToken = 'canary-of-an-api-token-0123456789';
const operator = { permissions: 32n };

let folder: string;
let discord: FakeDiscord;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'vigie-canaries-'));
  discord = await startFakeDiscord();
});
afterAll(async () => {
  await endAll();
  await discord.stop();
  await rm(folder, { recursive: true, force: true });
});

test('no token leaves by a failure', { timeout: 60_000 }, async () => {
  const vigie = await startVigie({
    DATA_DIR: join(folder, 'data'),
    DISCORD_TOKEN: discord.token,
    DISCORD_APP_ID: discord.appId,
    DISCORD_GUILD_ID: discord.guildId,
    DISCORD_CHANNEL_ID: discord.channelId,
    DISCORD_API_BASE_URL: discord.url,
    API_TOKENS: `ci:operate:${apiToken}`,
    LOG_LEVEL: 'debug',
    DRIFT_CRON: '0 0 1 1 *',
  });
  await until(() => discord.connected() && discord.commands(discord.guildId).length > 0);
  const { token } = discord.interaction('status');
  const echo = `Cannot POST /api/v10/webhooks/1/${token} with Bot ${discord.token}`;
  discord.fail({ path: /^\/channels\//, times: 100, with: refusal(404, 10003, echo) });

  const refused = await discord.command('alerts test', {}, operator);
  expect(refused.embeds[0]?.title).toContain('refused');
  expect(refused.embeds[0]?.description).toContain('Cannot POST');
  const acts = await discord.command('history', { kind: 'audit' }, operator);
  expect(JSON.stringify(acts.embeds)).toContain('testCard');
  const as = (key: string) => ({
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
  });
  const body = JSON.stringify({ watch: 'canary' });
  const told = [
    await vigie.request('/status', as(apiToken)),
    await vigie.request('/status', as(`${apiToken}-wrong`)),
    await vigie.request('/rollback', { ...as(apiToken), method: 'POST', body }),
  ];
  expect(told.map(({ status }) => status)).toEqual([200, 401, 404]);
  const metrics = await (await fetch(`${vigie.url}/metrics`)).text();
  expect(await vigie.end('SIGTERM')).toBe(0);

  const cards = JSON.stringify(discord.messages().map(({ content, embeds }) => [content, embeds]));
  for (const text of [vigie.output(), cards, JSON.stringify(told), metrics, await everyFile(folder)])
    expect(text).not.toMatch(canary);
});

/** All that is stored, as one text. */
async function everyFile(root: string): Promise<string> {
  const entries = await readdir(root, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  const texts = await Promise.all(
    files.map(({ parentPath, name }) => readFile(join(parentPath, name), 'latin1')),
  );
  expect(texts.join('')).toContain('testCard');
  return texts.join('\n');
}
