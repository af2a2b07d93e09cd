// Killed at any moment, again and again: every row is checked once, every card is one message, every run is logged once.
// For the short form in `npm test` and the long one among the runs with real peers.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import { expect } from 'vitest';
import { type FakeDiscord, startFakeDiscord } from '../fakes/discord/server.ts';
import { type FakeMlflow, startFakeMlflow } from '../fakes/mlflow.ts';
import { minutesLater, readBooks, rowsRead } from './books.ts';
import { settingsOf } from './on-discord.ts';
import { endAll, startVigie, until, type Vigie } from './vigie.ts';

/** Rows of the synthetic source that the first champion learns from. */
const learned = 2_000;

interface Place {
  readonly folder: string;
  readonly discord: FakeDiscord;
  readonly mlflow: FakeMlflow;
}

const dataDir = ({ folder }: Place) => join(folder, 'data');

const start = (place: Place) =>
  startVigie({
    ...settingsOf(place.discord),
    DATA_DIR: dataDir(place),
    WATCHES_FILE: join(place.folder, 'watches.json'),
    MLFLOW_TRACKING_URI: place.mlflow.uri,
    LOG_LEVEL: 'warn',
  });

/** Asks one thing after the other until the process is gone. */
async function busyWith(vigie: Vigie, path: string): Promise<void> {
  for (;;) {
    const answer = await vigie.post(path, { watch: 'demo' }).catch(() => null);
    if (answer === null) return;
    // Nobody may be told of a bug, whatever was interrupted before.
    expect(answer.body).not.toMatchObject({ code: 'internal' });
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

/** So many lives of the product in the middle of checks and retrainings, each ended by kill -9; then what must hold. */
export async function killedAgain(rounds: number): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'vigie-crash-'));
  const place = { folder, discord: await startFakeDiscord(), mlflow: await startFakeMlflow() };
  const source = { kind: 'synthetic', rowsPerCheck: 5_000 };
  await writeFile(join(folder, 'watches.json'), JSON.stringify([{ name: 'demo', source }]));
  try {
    await killed(place, rounds);
    await expectWhole(place);
  } finally {
    await endAll();
    await place.discord.stop();
    await place.mlflow.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

async function killed(place: Place, rounds: number): Promise<void> {
  const generator = xoroshiro128plus(20_26);
  for (let round = 0; round < rounds; round++) {
    const vigie = await start(place);
    if (round === 1) await vigie.post('/simulate', { watch: 'demo', scenario: 'concept' });
    if (round === rounds - 1) await vigie.post('/simulate', { watch: 'demo', scenario: 'none' });
    const busy = [busyWith(vigie, '/drift-check'), busyWith(vigie, '/drift-check')];
    if (round % 2 === 1) busy.push(busyWith(vigie, '/retrain'));
    const moment = pause(100 + 2_000 * uniformFloat64(generator));
    // In some rounds the blow falls between a card and the note that it was posted.
    await (round % 3 === 0 ? Promise.race([moment, place.discord.next(() => true)]) : moment);
    expect(await vigie.end('SIGKILL')).toBeNull();
    await Promise.all(busy);
    // Every other time the next start finds what the dead one held.
    if (round % 2 === 0) await minutesLater(dataDir(place));
  }
}

async function expectWhole(place: Place): Promise<void> {
  const { discord, mlflow } = place;
  await minutesLater(dataDir(place));
  const vigie = await start(place);
  // A retraining that comes first holds the lease the first training wants, which then waits for the next patrol.
  await until(async () => {
    await vigie.post('/drift-check', { watch: 'demo' });
    return (await champion(vigie)) !== null;
  });
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

  const { state, reports, cards, unsent } = await readBooks(dataDir(place), 'demo');
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
}
