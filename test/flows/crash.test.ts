// Killed at any moment, again and again: every row is checked once, every card is one message, every run is logged once.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type FakeDiscord, startFakeDiscord } from '../fakes/discord/server.ts';
import { type FakeMlflow, startFakeMlflow } from '../fakes/mlflow.ts';
import { minutesLater, readBooks, rowsRead } from './books.ts';
import { endAll, startVigie, until, type Vigie } from './vigie.ts';

const rounds = 8;
/** Rows of the synthetic source that the first champion learns from. */
const learned = 2_000;

let folder: string;
let discord: FakeDiscord;
let mlflow: FakeMlflow;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'vigie-crash-'));
  discord = await startFakeDiscord();
  mlflow = await startFakeMlflow();
  const source = { kind: 'synthetic', rowsPerCheck: 5_000 };
  await writeFile(join(folder, 'watches.json'), JSON.stringify([{ name: 'demo', source }]));
});

afterAll(async () => {
  await endAll();
  await discord.stop();
  await mlflow.stop();
  await rm(folder, { recursive: true, force: true });
});

const dataDir = () => join(folder, 'data');

const start = () =>
  startVigie({
    DATA_DIR: dataDir(),
    WATCHES_FILE: join(folder, 'watches.json'),
    DISCORD_TOKEN: discord.token,
    DISCORD_APP_ID: discord.appId,
    DISCORD_GUILD_ID: discord.guildId,
    DISCORD_CHANNEL_ID: discord.channelId,
    DISCORD_API_BASE_URL: discord.url,
    MLFLOW_TRACKING_URI: mlflow.uri,
    LOG_LEVEL: 'warn',
  });

/** Asks one thing after the other until the process is gone. */
async function busyWith(vigie: Vigie, path: string): Promise<void> {
  for (;;) {
    const answer = await vigie.post(path, { watch: 'demo' }).catch(() => null);
    if (answer === null) return;
    // Nobody may be told of a bug, whatever was interrupted before.
    expect(answer.body['error']).not.toMatchObject({ code: 'internal' });
  }
}

async function champion({ get }: Vigie) {
  const { body } = await get('/status');
  const [demo] = body['watches'] as { champion: { version: number; run: { status: string } } | null }[];
  return demo?.champion ?? null;
}

async function quiet({ get }: Vigie): Promise<boolean> {
  const { body } = await get('/status');
  const { mlflow, notifications } = body as {
    mlflow: { queued: number };
    notifications: { waiting: number };
  };
  return mlflow.queued === 0 && notifications.waiting === 0;
}

test('kill -9 in the middle of checks and retrainings loses nothing and repeats nothing', {
  timeout: 120_000,
}, async () => {
  const generator = xoroshiro128plus(20_26);
  for (let round = 0; round < rounds; round++) {
    const vigie = await start();
    if (round === 2) await vigie.post('/simulate', { watch: 'demo', scenario: 'concept' });
    if (round === 6) await vigie.post('/simulate', { watch: 'demo', scenario: 'none' });
    const busy = [busyWith(vigie, '/drift-check'), busyWith(vigie, '/drift-check')];
    if (round % 2 === 1) busy.push(busyWith(vigie, '/retrain'));
    const moment = pause(100 + 2_000 * uniformFloat64(generator));
    // In some rounds the blow falls between a card and the note that it was posted.
    await (round % 3 === 0 ? Promise.race([moment, discord.next(() => true)]) : moment);
    expect(await vigie.end('SIGKILL')).toBeNull();
    await Promise.all(busy);
    // Every other time the next start finds what the dead one held.
    if (round % 2 === 0) await minutesLater(dataDir());
  }
  await minutesLater(dataDir());
  const vigie = await start();
  // A retraining takes along what earlier ones left for MLflow.
  await until(async () => (await vigie.post('/retrain', { watch: 'demo' })).status === 200);
  await until(
    async () => (await vigie.post('/drift-check', { watch: 'demo' })).status === 200 && quiet(vigie),
  );
  const row = { watch: 'demo', amount: 50, channel: 'web' };
  await until(
    async () => (await vigie.post('/predict', row)).body['version'] === (await champion(vigie))?.version,
  );
  expect((await champion(vigie))?.run.status).toBe('logged');
  expect(await vigie.end('SIGTERM')).toBe(0);
  expect(vigie.output()).not.toMatch(/"msg":"bug"|unhandled/);

  const { state, reports, cards, unsent } = await readBooks(dataDir(), 'demo');
  expect(state?.pending).toEqual([]);
  expect(reports.map(({ number }) => number)).toEqual(reports.map((_, at) => at + 1));
  expect(state?.checks).toBe(reports.length);
  expect(learned + reports.reduce((sum, { newRows }) => sum + newRows, 0)).toBe(rowsRead(state));
  // Every thread has its one message, and no message is without a thread.
  expect(unsent).toEqual([]);
  const inChannel = discord.messages().filter(({ channel }) => channel === discord.channelId);
  const posted = inChannel.map(({ id }) => id);
  expect(cards.map(({ ref }) => ref.message).sort()).toEqual(posted.sort());
  expect(discord.violations()).toEqual([]);
  // Every training is one run, begun and ended; the run of the day's checks goes on until midnight.
  const runs = [...mlflow.runs.values()];
  expect(new Set(runs.map(({ tags }) => tags.get('vigie.idempotency_key'))).size).toBe(runs.length);
  const trainings = runs.filter(({ tags }) => tags.get('vigie.kind') !== 'monitor');
  expect(new Set(trainings.map(({ status }) => status))).toEqual(new Set(['FINISHED']));
});
