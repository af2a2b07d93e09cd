import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { generateRows } from '../../../core/sources/synthetic.ts';
import { type FakeDiscord, startFakeDiscord } from '../../fakes/discord/server.ts';
import type { FakeMessage } from '../../fakes/discord/state.ts';
import { type FakeMlflow, startFakeMlflow } from '../../fakes/mlflow.ts';
import { minutesLater } from '../../flows/books.ts';
import { settingsOf } from '../../flows/on-discord.ts';
import { startVigie, until, type Vigie } from '../../flows/vigie.ts';

let discord: FakeDiscord;
let mlflow: FakeMlflow;
let folder: string;
let vigie: Vigie;

beforeAll(async () => {
  discord = await startFakeDiscord();
  mlflow = await startFakeMlflow();
  folder = await mkdtemp(join(tmpdir(), 'vigie-scenario-'));
});

afterAll(async () => {
  await vigie?.end('SIGKILL');
  await discord.stop();
  await mlflow.stop();
  await rm(folder, { recursive: true, force: true });
});

const manageServer = { permissions: 1n << 5n, name: 'ada' };
const titles = () => discord.messages().map((message) => message.embeds[0]?.title ?? '');
/** The card itself; what its thread is told besides is elsewhere. */
const isIncident = ({ channel, embeds }: FakeMessage) =>
  channel === discord.channelId && embeds[0]?.footer?.text.startsWith('incident #') === true;
const incidents = () => discord.messages().filter(isIncident);
/** A round of ten minutes may have begun a run of checks beside them. */
const trainings = () => [...mlflow.runs.values()].filter(({ tags }) => tags.get('vigie.kind') !== 'monitor');
const countOf = (text: string) => titles().filter((title) => title.includes(text)).length;

/** Rows of the synthetic source as a file: the reference of a watch that lives on what /predict sees. */
async function writeReference(path: string): Promise<void> {
  const frame = generateRows(7, Date.UTC(2026, 0, 1), 600);
  const columns = [...frame.columns, frame.label];
  const cell = (column: (typeof columns)[number], row: number) =>
    column.kind === 'numeric' ? column.values[row] : column.categories[column.codes[row] ?? -1];
  const lines = Array.from({ length: frame.rows }, (_, row) =>
    columns.map((column) => cell(column, row)).join(','),
  );
  await writeFile(path, [columns.map(({ name }) => name).join(','), ...lines, ''].join('\n'));
}

async function start(): Promise<Vigie> {
  const reference = join(folder, 'reference.csv');
  const watches = join(folder, 'watches.json');
  await writeReference(reference);
  await writeFile(
    watches,
    JSON.stringify([
      // 42 rows a second instead of 50 in two minutes: the same loop, sooner.
      { name: 'demo', source: { kind: 'synthetic', rowsPerCheck: 5_000 } },
      { name: 'served', source: { kind: 'observed' }, reference: { path: reference, label: 'label' } },
    ]),
  );
  return startVigie({
    DATA_DIR: join(folder, 'data'),
    WATCHES_FILE: watches,
    ...settingsOf(discord),
    MLFLOW_TRACKING_URI: mlflow.uri,
    MLFLOW_PUBLIC_URL: 'https://mlflow.example',
    LOG_LEVEL: 'warn',
  });
}

async function championOf(watch: string): Promise<unknown> {
  const { body } = await vigie.get('/status');
  const found = (body['watches'] as { watch: string; champion: { version: number } | null }[]).find(
    (one) => one.watch === watch,
  );
  return found?.champion?.version;
}

test('start, drift, retrain, kill -9, restart, label, rollback: one life of a watch, over real sockets', {
  timeout: 120_000,
}, async () => {
  vigie = await start();
  await until(() => countOf('Trained demo v1') === 1 && countOf('Trained served v1') === 1);
  await until(() => discord.commands(discord.guildId).length > 0);

  const simulated = await discord.command('simulate', { scenario: 'concept', watch: 'demo' }, manageServer);
  expect(simulated.embeds[0]?.title).toContain('demo');
  await until(async () => {
    const { body } = await vigie.post('/drift-check', { watch: 'demo' });
    return (body['retrain'] as { result: string } | null)?.result === 'promoted';
  });
  // The card may go out before its run is logged, and is told again then.
  await until(() => JSON.stringify(incidents()).includes('https://mlflow.example/#/experiments/'));
  expect(incidents()).toMatchObject([{ embeds: [{ title: expect.stringContaining('Retrained v1 -> v2') }] }]);
  // One incident, one message, however often it was told: the check that fires may be the one that is answered.
  const told = discord.history().filter(isIncident);
  expect(new Set(told.map(({ id }) => id)).size).toBe(1);
  await until(() => trainings().every(({ status }) => status === 'FINISHED'));
  expect(trainings()).toHaveLength(3);

  // 500 labelled rows later the new version has passed its probation.
  await until(async () => {
    await vigie.post('/drift-check', { watch: 'demo' });
    return countOf('Probation passed, v2 stays') === 1;
  });
  await until(() => countOf('drift answered - demo') === 1);
  const before = discord.messages().length;
  const checking = vigie.post('/drift-check', { watch: 'demo' }).catch(() => null);
  await vigie.end('SIGKILL');
  await checking;
  // What the killed process held is free sooner than its leases run out.
  await minutesLater(join(folder, 'data'));
  vigie = await start();
  await until(async () => (await vigie.post('/drift-check', { watch: 'demo' })).status === 200);
  // Version 2, or the same model on the longer reference it has grown since.
  expect(await championOf('demo')).toBeGreaterThanOrEqual(2);
  expect(discord.messages().length).toBe(before);
  const { body: drift } = await vigie.get('/drift-check?watch=demo');
  // On the few rows since the change it may learn or suspect; nothing is proven.
  expect(['LEARNING', 'OK', 'SUSPECTED']).toContain(drift['state']);

  const row = { amount: 90, minutes: 8, rating: 650, load: 0.5, channel: 'app' };
  const { body: predicted } = await vigie.post('/predict', { watch: 'served', rows: [row] });
  const [prediction] = predicted['predictions'] as { id: string; label: string }[];
  expect(['no', 'yes']).toContain(prediction?.label);
  const labelled = await vigie.post('/labels', { watch: 'served', id: prediction?.id, label: 'yes' });
  expect(labelled.body).toMatchObject({ stored: 1, unknown: [] });

  await until(() => discord.connected());
  const asked = await discord.command('rollback', { watch: 'demo' }, manageServer);
  expect(asked.hidden).toBe(true);
  expect(await championOf('demo')).toBeGreaterThanOrEqual(2);
  const answer = await discord.press(asked, 'Confirm');
  expect(JSON.stringify(answer.embeds)).toMatch(/v[2-9].*v1/);
  expect(await championOf('demo')).toBe(1);

  expect(await vigie.end('SIGTERM')).toBe(0);
  expect(discord.violations()).toEqual([]);
});
