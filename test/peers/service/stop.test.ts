// SIGTERM in the middle of everything: a retraining, checks, requests, and a Discord and an MLflow that never answer.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startFakeDiscord } from '../../fakes/discord/server.ts';
import { startFakeMlflow } from '../../fakes/mlflow.ts';
import { keptIn } from '../../flows/kept.ts';
import { type Answer, endAll, startVigie, until, type Vigie } from '../../flows/vigie.ts';
import { laterRows, narrowStart } from '../../flows/wide.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'vigie-stop-'));
  await writeFile(join(folder, 'wide.csv'), narrowStart() + laterRows());
  const reference = { path: join(folder, 'wide.csv'), label: 'label' };
  const watch = { name: 'wide', source: { kind: 'observed' }, reference };
  await writeFile(join(folder, 'watches.json'), JSON.stringify([watch]));
});
afterAll(async () => {
  await endAll();
  await rm(folder, { recursive: true, force: true });
});

/** A life with a champion, among neighbours of its own; `silent` ones take every call and answer none. */
async function start(name: string, silent: boolean) {
  const [discord, mlflow] = [await startFakeDiscord(), await startFakeMlflow()];
  if (silent) {
    discord.fail({ path: /./, with: 'hang', times: 10_000 });
    mlflow.plant(1, 'hang', 10_000);
  }
  const vigie = await startVigie({
    DATA_DIR: join(folder, name),
    WATCHES_FILE: join(folder, 'watches.json'),
    DISCORD_WEBHOOK_URL: discord.webhookUrl,
    DISCORD_API_BASE_URL: discord.url,
    MLFLOW_TRACKING_URI: mlflow.uri,
    ROLES: 'api,jobs',
    DRIFT_CRON: '* * * * *',
    LOG_LEVEL: 'warn',
  });
  const close = () => Promise.all([discord.stop(), mlflow.stop()]);
  await until(async () => (await champion(vigie)) !== null);
  return { vigie, discord, mlflow, close };
}

const champion = async ({ get }: Vigie) => (await get('/watches/wide')).body['champion'];

const row = Object.fromEntries(Array.from({ length: 600 }, (_, column) => [`c${column}`, 0.5]));

/** What an answer says is kept. */
const idsIn = (answer: Answer | null) =>
  answer?.status === 200 && Array.isArray(answer.body['predictions'])
    ? answer.body['predictions'].map(({ id }: { id: string }) => id)
    : [];

/** Ids of rows that were answered and labelled. */
async function label(vigie: Vigie): Promise<string[]> {
  const ids = idsIn(await vigie.post('/predict', { watch: 'wide', rows: Array(20).fill(row) }));
  const labels = ids.map((id) => ({ id, label: 'yes' }));
  expect((await vigie.post('/labels', { watch: 'wide', labels })).body).toMatchObject({ stored: 20 });
  return ids;
}

/** Begins everything there is, and resolves once the retraining is well under way. */
async function begin(vigie: Vigie) {
  const retrain = vigie.post('/retrain', { watch: 'wide', force: true });
  await until(async () => {
    const { body } = await vigie.get('/jobs');
    const work = body['work'] as { operation: string; share: number }[];
    return work.some(({ operation, share }) => operation === 'retrain' && share > 0);
  });
  const others = [
    vigie.post('/drift-check', { watch: 'wide' }),
    ...Array.from({ length: 10 }, () => vigie.post('/predict', { watch: 'wide', ...row })),
  ];
  return [retrain, ...others];
}

test('ends with 0 within 28 s, gives everything back, and the next start has all of it', {
  timeout: 240_000,
}, async () => {
  const first = await start('orderly', true);
  const labelled = await label(first.vigie);
  const asked = (await begin(first.vigie)).map((one) => one.catch(() => null));
  const begun = performance.now();
  expect(await first.vigie.end('SIGTERM')).toBe(0);
  const ms = performance.now() - begun;
  expect(ms).toBeLessThan(28_000);
  process.stdout.write(`stopped in ${Math.round(ms)} ms\n`);
  // Whoever had asked is answered, or told where to ask again; a request that came too late finds nobody.
  const answers = await Promise.all(asked);
  const statuses = answers.map((answer) => answer?.status ?? 0);
  expect(statuses.filter((status) => ![0, 200, 202, 409, 503].includes(status))).toEqual([]);
  expect(first.vigie.output()).not.toMatch(/"msg":"bug"|unhandled/);
  await first.close();
  const left = await keptIn(join(folder, 'orderly'), 'wide');
  expect([left.leases, left.locked]).toEqual([[], []]);
  expect(left.unsent).not.toEqual([]);
  expect(left.labelled.toSorted()).toEqual(labelled.toSorted());

  const second = await start('orderly', false);
  const { vigie, discord, mlflow } = second;
  const labels = [...labelled, ...answers.flatMap(idsIn)].map((id) => ({ id, label: 'no' }));
  expect((await vigie.post('/labels', { watch: 'wide', labels })).body).toMatchObject({ unknown: [] });
  await until(async () => (await vigie.post('/retrain', { watch: 'wide', force: true })).status === 200);
  await until(async () => {
    await vigie.post('/drift-check', { watch: 'wide' });
    const { body } = await vigie.get('/status');
    const { mlflow: queue, notifications } = body as {
      mlflow: { queued: number };
      notifications: { waiting: number };
    };
    return queue.queued === 0 && notifications.waiting === 0;
  });
  expect(await vigie.end('SIGTERM')).toBe(0);
  const titles = discord.messages().map(({ embeds }) => embeds[0]?.title ?? '');
  expect(titles.filter((title) => title.includes('Trained wide v1'))).toHaveLength(1);
  expect(new Set(titles).size).toBe(titles.length);
  const { decisions, changes } = await keptIn(join(folder, 'orderly'), 'wide');
  const runs = [...mlflow.runs.values()].filter(({ tags }) => tags.get('vigie.kind') !== 'monitor');
  expect(runs.map(({ status }) => status)).toEqual(Array(1 + decisions.length).fill('FINISHED'));
  expect(changes.map(({ from }) => from)).toEqual([null, ...changes.slice(0, -1).map(({ to }) => to)]);
  await second.close();
});

test('asked for a second time ends at once', { timeout: 120_000 }, async () => {
  const { vigie, close } = await start('twice', true);
  const asked = (await begin(vigie)).map((one) => one.catch(() => null));
  void vigie.end('SIGTERM');
  await until(async () => (await vigie.get('/health/ready').catch(() => null))?.status !== 200);
  const begun = performance.now();
  expect(await vigie.end('SIGTERM')).toBe(1);
  expect(performance.now() - begun).toBeLessThan(2_000);
  await Promise.all(asked);
  await close();
});
