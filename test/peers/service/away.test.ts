// Discord and MLflow out of reach: Vigie starts and works all the same, and what it had to say is said once they are back.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, type TestContext, test } from 'vitest';
import { type FakeDiscord, startFakeDiscord } from '../../fakes/discord/server.ts';
import { startFakeMlflow } from '../../fakes/mlflow.ts';
import { makeDue } from '../../flows/books.ts';
import { hangDoor } from '../../flows/door.ts';
import { endAll, startVigie, until, type Vigie } from '../../flows/vigie.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'vigie-away-'));
});
afterAll(async () => {
  await endAll();
  await rm(folder, { recursive: true, force: true });
});

/** Both servers, each behind a shut door. */
async function outside({ onTestFinished }: TestContext) {
  const [discord, mlflow] = await Promise.all([startFakeDiscord(), startFakeMlflow()]);
  const [toDiscord, toMlflow] = await Promise.all([hangDoor(discord.url), hangDoor(mlflow.uri)]);
  onTestFinished(async () => {
    await Promise.all([toDiscord.remove(), toMlflow.remove()]);
    await Promise.all([discord.stop(), mlflow.stop()]);
  });
  const tracking = { MLFLOW_TRACKING_URI: toMlflow.url, MLFLOW_PUBLIC_URL: 'https://mlflow.example' };
  return { discord, mlflow, toDiscord, toMlflow, tracking };
}

/** What /status says of both. */
async function waiting({ get }: Vigie) {
  const { body } = await get('/status');
  const { mlflow, notifications } = body as {
    mlflow: { queued: number };
    notifications: { waiting: number; dead: number };
  };
  return { runs: mlflow.queued, cards: notifications.waiting, lost: notifications.dead };
}

/** The titles of all messages, and the one of the first training as it reads now. */
function seen(discord: FakeDiscord) {
  const messages = discord.messages();
  const trained = messages.find(({ embeds }) => embeds[0]?.title === '✅ Trained demo v1');
  const titles = messages.map(({ embeds }) => embeds[0]?.title ?? '');
  return { titles, edits: trained?.edits ?? 0, text: JSON.stringify([trained?.embeds, trained?.components]) };
}

/** Checks, which sends the cards that wait, until it holds. */
const checkUntil = (vigie: Vigie, holds: () => boolean) =>
  until(async () => {
    await vigie.post('/drift-check', {});
    return holds();
  });

/** Within the text, as a webhook's, or a button. */
const link = /MLflow run \w{8}(\]\(|","url":")https:\/\/mlflow\.example\/#\/experiments\//;
const queued = '{"name":"MLflow run","value":"queued"';

describe.concurrent('away', () => {
  test('with both away the API works; the card comes with Discord and says "queued", its link comes with MLflow', {
    timeout: 80_000,
  }, async (context) => {
    const { discord, mlflow, toDiscord, toMlflow, tracking } = await outside(context);
    const vigie = await startVigie({
      ...tracking,
      DATA_DIR: join(folder, 'bot'),
      DISCORD_TOKEN: discord.token,
      DISCORD_APP_ID: discord.appId,
      DISCORD_GUILD_ID: discord.guildId,
      DISCORD_CHANNEL_ID: discord.channelId,
      DISCORD_API_BASE_URL: toDiscord.url,
      LOG_LEVEL: 'warn',
    });
    await until(() => vigie.output().includes('news could not be delivered'));
    expect((await vigie.post('/predict', { amount: 50, channel: 'web' })).status).toBe(200);
    expect((await vigie.get('/health/ready')).status).toBe(200);
    expect(await waiting(vigie)).toEqual({ runs: 1, cards: 1, lost: 0 });
    expect(discord.requests()).toEqual([]);

    toDiscord.open();
    await checkUntil(vigie, () => discord.messages().length > 0);
    expect(seen(discord)).toMatchObject({ titles: ['✅ Trained demo v1'], edits: 0 });
    expect(seen(discord).text).toContain(queued);
    await until(() => discord.commands(discord.guildId).length > 0 && discord.connected());
    expect((await discord.command('status')).embeds[0]?.title).toContain('Status');

    toMlflow.open();
    // Else it would come with the next half minute.
    await makeDue(join(folder, 'bot'), 'track');
    await until(() => [...mlflow.runs.values()].some(({ status }) => status === 'FINISHED'));
    await checkUntil(vigie, () => link.test(seen(discord).text));
    expect(seen(discord).text).not.toContain('queued');
    expect(seen(discord).titles.filter((title) => title.includes('Trained'))).toHaveLength(1);
    expect(mlflow.runs.size).toBe(1);
    expect(await waiting(vigie)).toEqual({ runs: 0, cards: 0, lost: 0 });

    expect(await vigie.end('SIGTERM')).toBe(0);
    expect(vigie.output()).not.toMatch(/"msg":"bug"|unhandled/);
    expect(vigie.output()).not.toContain(discord.token);
    expect(discord.violations()).toEqual([]);
  });

  test('a webhook alone posts one card; a later process adds the link to it', {
    timeout: 80_000,
  }, async (context) => {
    const { discord, mlflow, toMlflow, tracking } = await outside(context);
    const settings = {
      ...tracking,
      DATA_DIR: join(folder, 'webhook'),
      DISCORD_WEBHOOK_URL: discord.webhookUrl,
      DISCORD_API_BASE_URL: discord.url,
      LOG_LEVEL: 'warn',
    };
    const first = await startVigie(settings);
    await until(() => discord.messages().length > 0);
    expect(seen(discord)).toMatchObject({ titles: ['✅ Trained demo v1'], edits: 0 });
    expect(seen(discord).text).toContain(queued);
    expect(await first.end('SIGTERM')).toBe(0);

    toMlflow.open();
    const second = await startVigie(settings);
    await makeDue(settings.DATA_DIR, 'track');
    await until(() => mlflow.runs.size > 0);
    await checkUntil(second, () => link.test(seen(discord).text));
    expect(seen(discord)).toMatchObject({ titles: ['✅ Trained demo v1'], edits: 1 });
    expect(discord.messages().map(({ author }) => author)).toEqual(['webhook']);
    expect(discord.connected()).toBe(false);
    expect(await second.end('SIGTERM')).toBe(0);
    expect(first.output() + second.output()).not.toContain(discord.webhookUrl);
    expect(discord.violations()).toEqual([]);
  });

  test('a process that ends while Discord is away leaves its cards to the next one', {
    timeout: 80_000,
  }, async (context) => {
    const { discord, toDiscord } = await outside(context);
    const settings = {
      DATA_DIR: join(folder, 'left'),
      DISCORD_WEBHOOK_URL: discord.webhookUrl,
      DISCORD_API_BASE_URL: toDiscord.url,
      LOG_LEVEL: 'warn',
    };
    const first = await startVigie(settings);
    await until(() => first.output().includes('news could not be delivered'));
    expect(await first.end('SIGTERM')).toBe(0);
    toDiscord.open();
    const second = await startVigie(settings);
    await until(() => discord.messages().length > 0);
    expect(seen(discord)).toMatchObject({ titles: ['✅ Trained demo v1'], edits: 0 });
    expect(await second.end('SIGTERM')).toBe(0);
  });
});
