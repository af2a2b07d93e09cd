// Several processes on one data directory: the first one keeps the store, the others reach it through its socket.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { systemClock } from '../../../core/adapters/system.ts';
import { type FakeDiscord, startFakeDiscord } from '../../fakes/discord/server.ts';
import { makeDue, readBooks, rowsRead } from '../../flows/books.ts';
import { endAll, run, startVigie, until } from '../../flows/vigie.ts';

let folder: string;
let discord: FakeDiscord;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'vigie-processes-'));
  discord = await startFakeDiscord();
  const source = { kind: 'synthetic', rowsPerCheck: 5_000 };
  await writeFile(join(folder, 'watches.json'), JSON.stringify([{ name: 'demo', source }]));
});

afterAll(async () => {
  await endAll();
  await discord.stop();
  await rm(folder, { recursive: true, force: true });
});

const settings = (name: string) => ({
  DATA_DIR: join(folder, name),
  WATCHES_FILE: join(folder, 'watches.json'),
  DRIFT_CRON: '* * * * *',
  DISCORD_WEBHOOK_URL: discord.webhookUrl,
  DISCORD_API_BASE_URL: discord.url,
  LOG_LEVEL: 'debug',
});

/** Patrols of the schedule that a process has ended. */
const patrols = (output: string) => output.split('"operation":"patrol"').length - 1;

test('two processes with the jobs and one with the API share the work: each slot is checked once', {
  timeout: 100_000,
}, async () => {
  const shared = settings('shared');
  const first = await startVigie({ ...shared, ROLES: 'jobs' });
  const second = await startVigie({ ...shared, ROLES: 'jobs' });
  const api = await startVigie({ ...shared, ROLES: 'api' });
  expect([first.url, second.url]).toEqual(['', '']);
  const trained = async () => (await api.post('/predict', { amount: 50 })).status === 200;
  await until(trained);

  const status = await run(shared, ['status']);
  expect([status.code, status.text]).toEqual([0, expect.stringContaining('v1 serves')]);
  const drift = await run(shared, ['drift', 'run:now']);
  expect([drift.code, drift.text]).toEqual([0, expect.stringMatching(/No drift|No verdict yet/)]);

  const total = () => patrols(first.output()) + patrols(second.output());
  // A slot is a minute: both times must fall into the same one.
  await until(() => systemClock.now() % 60_000 < 40_000);
  const before = total();
  await makeDue(shared.DATA_DIR, 'patrol:demo');
  await until(() => total() > before);
  const { reports: once, state: slotted } = await readBooks(shared.DATA_DIR, 'demo');
  expect(slotted?.lastSlot).toBe(Math.floor(systemClock.now() / 60_000));
  await makeDue(shared.DATA_DIR, 'patrol:demo');
  await until(() => total() > before + 1);
  expect((await readBooks(shared.DATA_DIR, 'demo')).reports).toHaveLength(once.length);

  const { body } = await api.get('/jobs');
  const jobs = body['jobs'] as { name: string; nextRunAt: number; failure: string | null }[];
  expect(jobs.map(({ name, failure }) => [name, failure])).toEqual([
    ['aliases', null],
    ['deliver', null],
    ['digest', null],
    ['follow', null],
    ['monitor', null],
    ['patrol:demo', null],
    ['tidy', null],
    ['track', null],
  ]);
  expect((await api.post('/drift-check', {})).status).toBe(200);
  for (const process of [api, second, first]) expect(await process.end('SIGTERM')).toBe(0);
  expect(total()).toBe(before + 2);

  const { state, reports, unsent } = await readBooks(shared.DATA_DIR, 'demo');
  expect(reports.map(({ number }) => number)).toEqual(reports.map((_, at) => at + 1));
  expect(2_000 + reports.reduce((sum, { newRows }) => sum + newRows, 0)).toBe(rowsRead(state));
  expect(unsent).toEqual([]);
  expect(discord.messages().map(({ embeds }) => embeds[0]?.title)).toEqual(['✅ Trained demo v1']);
  for (const { output } of [first, second, api]) expect(output()).not.toMatch(/"msg":"bug"|unhandled/);
});
