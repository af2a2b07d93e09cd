// SIGTERM while the store takes every call and answers none: the end comes all the same, and says what it could not do.
import { appendFile, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { chance } from '../../core/evidence/rows.ts';
import { type FakeDiscord, startFakeDiscord } from '../../fakes/discord/server.ts';
import { minutesLater, readBooks, rowsRead, storedOf } from '../../flows/books.ts';
import { keptIn } from '../../flows/kept.ts';
import { shopHeader, shopRows } from '../../flows/shop.ts';
import { serveStore } from '../../flows/six.ts';
import { openStoreLine, type StoreLine } from '../../flows/store-line.ts';
import { endAll, startVigie, until, type Vigie } from '../../flows/vigie.ts';
import { laterRows, narrowStart } from '../../flows/wide.ts';

const minute = 60_000;
/** Rows of the file that the first champion learns from. */
const learned = 600;
const arrived = 200;

let folder: string;
let discord: FakeDiscord;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'vigie-hung-store-'));
  await mkdir(join(folder, 'store'));
  discord = await startFakeDiscord();
});
afterAll(async () => {
  await endAll();
  await discord.stop();
  await rm(folder, { recursive: true, force: true });
});

const start = (uri: string, cron: string) =>
  startVigie({
    DATA_DIR: join(folder, 'data'),
    MONGODB_URI: uri,
    WATCHES_FILE: join(folder, 'watches.json'),
    DISCORD_WEBHOOK_URL: discord.webhookUrl,
    DISCORD_API_BASE_URL: discord.url,
    ROLES: 'api,jobs',
    DRIFT_CRON: cron,
    LOG_LEVEL: 'warn',
  });

const row = Object.fromEntries(Array.from({ length: 600 }, (_, column) => [`c${column}`, 0.5]));

/** Ids of rows that were answered and labelled. */
async function label({ post }: Vigie): Promise<string[]> {
  const { body } = await post('/predict', { watch: 'wide', rows: Array(20).fill(row) });
  const ids = (body['predictions'] as { id: string }[]).map(({ id }) => id);
  const labels = ids.map((id) => ({ id, label: 'yes' }));
  expect((await post('/labels', { watch: 'wide', labels })).body).toMatchObject({ stored: 20 });
  return ids;
}

const allTrained = ({ get }: Vigie) =>
  until(async () => {
    const { body } = await get('/status');
    return (body['watches'] as { champion: unknown }[]).every(({ champion }) => champion !== null);
  });

/** Begins a check and requests; the store takes what the check has to write, and from then on nobody hears of it. */
async function hangAtAnswer(line: StoreLine, { post }: Vigie) {
  const hangs = new Promise<void>((resolve) =>
    line.hear(
      (write) => (write.endsWith(' watch_state') ? 'unheard' : null),
      () => {
        line.hang();
        resolve();
      },
    ),
  );
  const check = post('/drift-check', { watch: 'shop' });
  await hangs;
  return [check, ...Array.from({ length: 10 }, () => post('/predict', { watch: 'wide', ...row }))];
}

const titles = () => discord.messages().map(({ embeds }) => embeds[0]?.title ?? '');

test('ends with 1 within 28 s and says why; the next start has all that was acknowledged, once', {
  timeout: 240_000,
}, async () => {
  const shop = join(folder, 'shop.csv');
  const random = chance(1);
  await writeFile(shop, shopHeader + shopRows(random, { count: learned, turned: false, ago: 120 * minute }));
  const wide = join(folder, 'wide.csv');
  await writeFile(wide, narrowStart() + laterRows());
  const source = { kind: 'file', path: shop, time: 'at', id: 'id', label: 'label' };
  const watches = [
    { name: 'shop', source },
    { name: 'wide', source: { kind: 'observed' }, reference: { path: wide, label: 'label' } },
  ];
  await writeFile(join(folder, 'watches.json'), JSON.stringify(watches));
  const serving = await serveStore(join(folder, 'store'));
  const line = await openStoreLine(serving.uri);
  const first = await start(line.uri, '* * * * *');
  await allTrained(first);
  const labelled = await label(first);
  const late = { count: arrived, turned: false, ago: 60 * minute, prefix: 'late' };
  await appendFile(shop, shopRows(random, late));
  const asked = [first.post('/retrain', { watch: 'wide', force: true })];
  await until(async () => {
    const work = (await first.get('/jobs')).body['work'] as { operation: string; share: number }[];
    return work.some(({ operation, share }) => operation === 'retrain' && share > 0);
  });
  asked.push(...(await hangAtAnswer(line, first)));
  const answers = Promise.all(asked.map((one) => one.catch(() => null)));
  const begun = performance.now();
  const code = await first.end('SIGTERM');
  const ms = performance.now() - begun;
  process.stdout.write(`stopped in ${Math.round(ms)} ms\n`);
  expect(ms).toBeLessThan(28_000);
  expect(code).toBe(1);
  expect(first.output()).toContain('not closed cleanly');
  expect(first.output()).not.toMatch(/"msg":"bug"|unhandled/);
  // Nobody is told of a success that nobody could hear of.
  const statuses = (await answers).map((answer) => answer?.status ?? 0);
  expect(statuses.slice(0, 2).filter((status) => ![0, 202, 503].includes(status))).toEqual([]);
  await line.close();

  const store = join(folder, 'store');
  const held = await keptIn(store, 'shop');
  expect(held.leases).toContain('work:wide');
  await minutesLater(store);
  const second = await start(serving.uri, '* * * * *');
  await until(async () => (await second.post('/retrain', { watch: 'wide', force: true })).status === 200);
  await until(async () => {
    await second.post('/drift-check', { watch: 'shop' });
    const { state, unsent } = await readBooks(store, 'shop');
    return rowsRead(state) === learned + arrived && unsent.length === 0;
  });
  const { rows, labels } = await storedOf(store, 'wide', labelled);
  expect(labelled.filter((id) => !rows.has(id) || !labels.has(id))).toEqual([]);
  expect(await second.end('SIGTERM')).toBe(0);
  const { reports, leases, locked } = await keptIn(store, 'shop');
  expect([leases, locked]).toEqual([[], []]);
  expect(reports.map(({ number }) => number)).toEqual(reports.map((_, at) => at + 1));
  expect(reports.reduce((sum, { newRows }) => sum + newRows, 0)).toBe(arrived);
  expect(titles().filter((title) => title.includes('Trained'))).toHaveLength(2);
  expect(new Set(titles()).size).toBe(titles().length);
  expect(await serving.process.end('SIGTERM')).toBe(0);
});
