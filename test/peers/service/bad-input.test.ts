// Data files as people really send them: each fault is named so that it can be mended, and no row is lost or read twice.
import { appendFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { DriftReport } from '../../../core/drift.ts';
import { type FakeDiscord, startFakeDiscord } from '../../fakes/discord/server.ts';
import { readBooks, rowsRead } from '../../flows/books.ts';
import { csv, customers, header } from '../../flows/customers.ts';
import { endAll, startVigie, until, type Vigie } from '../../flows/vigie.ts';

const learned = 400;
const learning = csv(header, ...customers(0, learned));
const unlabelled = (text: string) => text.replaceAll(/(yes|no)$/gm, '');
const withFlat = (text: string) => text.replaceAll(/^(?=.)/gm, '7,').replace('7,age', 'flat,age');

/** What each watch finds at the start; a watch without a file has to wait for it. */
const files: Readonly<Record<string, string>> = {
  text: learning,
  infinite: learning,
  half: learning,
  resting: learning,
  ragged: learning,
  foreign: learning,
  shrunk: learning,
  constant: withFlat(learning),
  misnamed: learning,
  empty: '',
  bare: csv(header),
  unlabelled: unlabelled(learning),
  alike: learning.replaceAll(/(yes|no)$/gm, 'yes'),
};
const watches = [...Object.keys(files), 'late'];
/** These have all it takes to learn from. */
const able = ['text', 'infinite', 'half', 'resting', 'ragged', 'foreign', 'shrunk', 'constant'];

let folder: string;
let discord: FakeDiscord;
let vigie: Vigie;

const pathOf = (watch: string) => join(folder, `${watch}.csv`);
const put = (watch: string, text: string) => writeFile(pathOf(watch), text);
const append = (watch: string, text: string) => appendFile(pathOf(watch), text);
const dataDir = () => join(folder, 'data');

async function start(labels: Readonly<Record<string, string>>): Promise<Vigie> {
  const path = join(folder, 'watches.json');
  const entries = watches.map((name) => ({
    name,
    source: { kind: 'file', path: pathOf(name), label: labels[name] ?? 'churned' },
  }));
  await writeFile(path, JSON.stringify(entries));
  return startVigie({
    DATA_DIR: dataDir(),
    WATCHES_FILE: path,
    DISCORD_WEBHOOK_URL: discord.webhookUrl,
    DISCORD_API_BASE_URL: discord.url,
    LOG_LEVEL: 'warn',
  });
}

type Problem = Readonly<Record<'code' | 'detail' | 'remedy', string>>;

interface Checked extends Problem {
  readonly rows: number;
  readonly report: DriftReport | null;
}

/** A check now: what POST /drift-check answers. */
async function check(watch: string): Promise<Checked & { status: number }> {
  const { status, body } = await vigie.post('/drift-check', { watch });
  const checked: object = body;
  return { status, ...(checked as Checked) };
}

const told = ({ code, detail, remedy }: Problem) => `${code}: ${detail} ${remedy}`;

async function refusal(watch: string): Promise<string> {
  const { status, ...problem } = await check(watch);
  expect(status).toBeGreaterThanOrEqual(400);
  return told(problem);
}

/** Why POST /train cannot make a first model. */
async function notTrained(watch: string): Promise<string> {
  const { body } = await vigie.post('/train', { watch });
  const problem: object = body;
  return told(problem as Problem);
}

async function hasChampion(watch: string): Promise<boolean> {
  const { body } = await vigie.get('/status');
  const all = body['watches'] as { watch: string; champion: object | null }[];
  return all.some((one) => one.watch === watch && one.champion !== null);
}

async function learns(watch: string): Promise<void> {
  await until(async () => (await check(watch)).status === 200 && (await hasChampion(watch)));
}

const failureCards = (watch: string) =>
  discord.messages().filter(({ embeds }) => embeds[0]?.title?.endsWith(`check failed - ${watch}`));

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'vigie-bad-input-'));
  discord = await startFakeDiscord();
  for (const [watch, text] of Object.entries(files)) await put(watch, text);
  vigie = await start({ misnamed: 'chrned' });
  for (const watch of able) await learns(watch);
});

afterAll(async () => {
  await endAll();
  await discord.stop();
  await rm(folder, { recursive: true, force: true });
});

test('a text in a column of numbers counts as missing, is named in the report, and the check goes on', async () => {
  await append('text', csv('old,pro,yes', ...customers(learned + 1, learned + 60)));
  const { rows, report } = await check('text');
  expect(rows).toBe(60);
  expect(report).toMatchObject({ verdict: 'ok', newRows: 60 });
  expect(report?.faults).toEqual([
    { path: 'text.csv row 401, column age', message: "'old' is not a number" },
  ]);
});

test('NaN is a missing cell, an infinite number is a fault, neither stops the check', async () => {
  const odd = ['NaN,pro,yes', 'Infinity,pro,yes', '-inf,basic,no', '1e999,team,no'];
  await append('infinite', csv(...odd, ...customers(learned + 4, learned + 60)));
  const { rows, report } = await check('infinite');
  expect(rows).toBe(60);
  expect(report?.verdict).toBe('ok');
  expect(report?.faults).toEqual(
    [402, 403, 404].map((row) => ({
      path: `infinite.csv row ${row}, column age`,
      message: 'the number is infinite',
    })),
  );
});

test('a label that is none of the classes is named and counts as a missing one', async () => {
  await append('foreign', csv('33,pro,perhaps', ...customers(learned + 1, learned + 40)));
  const { report } = await check('foreign');
  expect(report?.faults).toEqual([
    { path: 'foreign.csv row 401, label', message: "'perhaps' is not a class of the model" },
  ]);
  expect(report?.performance?.labelled).toBe(39);
});

test('a constant feature is no drift and no error', async () => {
  await append('constant', csv(...customers(learned, learned + 50).map((line) => `7,${line}`)));
  const { report } = await check('constant');
  expect(report).toMatchObject({ verdict: 'ok', newRows: 50 });
  expect(report?.features.find(({ name }) => name === 'flat')?.effect).toBe(0);
});

test('a half-written last line waits until it is whole', async () => {
  const [last = ''] = customers(learned + 59, learned + 60);
  await append('half', csv(...customers(learned, learned + 59)) + last.slice(0, 4));
  expect((await check('half')).rows).toBe(59);
  expect((await check('half')).rows).toBe(0);
  await append('half', `${last.slice(4)}\n`);
  const { rows, report } = await check('half');
  expect(rows).toBe(1);
  expect(report?.faults).toEqual([]);
});

test('a last line that rests with all its cells is taken as it stands, and not again when it grows', async () => {
  await append('resting', '44,pro,ye');
  expect((await check('resting')).rows).toBe(0);
  const { rows, report } = await check('resting');
  expect(rows).toBe(1);
  expect(report?.faults[0]?.message).toBe("'ye' is not a class of the model");
  await append('resting', csv('s', ...customers(learned + 1, learned + 10)));
  expect((await check('resting')).rows).toBe(9);
});

test('a ragged row stops the checks of its watch, is told in one card, and after it is mended all go on', async () => {
  const good = customers(learned, learned + 60);
  const before = await readFile(pathOf('ragged'), 'utf8');
  await put('ragged', before + csv(...good.slice(0, 10), '33,pro', ...good.slice(11)));
  const named = /bad_data: ragged\.csv row 411 has 2 cells where the header names 3 .*in place/;
  for (let round = 0; round < 3; round++) expect(await refusal('ragged')).toMatch(named);
  // A check that succeeds delivers what waits.
  await check('text');
  await until(() => failureCards('ragged').length > 0);
  await put('ragged', before + csv(...good.slice(0, 20), '33,pro,yes,no,7', ...good.slice(21)));
  for (let round = 0; round < 2; round++) expect(await refusal('ragged')).toMatch(/row 421 has 5 cells/);
  await check('text');
  await until(() => failureCards('ragged').length > 1);
  expect(failureCards('ragged').map(({ embeds }) => embeds[0]?.description)).toEqual([
    expect.stringContaining('row 411 has 2 cells'),
    expect.stringContaining('row 421 has 5 cells'),
  ]);
  await put('ragged', before + csv(...good));
  const { rows, report } = await check('ragged');
  expect(rows).toBe(60);
  expect(report?.number).toBe(1);
});

test('a file that became shorter is refused until it is back', async () => {
  await put('shrunk', csv(header, ...customers(0, 300)));
  expect(await refusal('shrunk')).toMatch(/bad_data: "shrunk\.csv" became shorter .*Put the file back/);
  await put('shrunk', csv(header, ...customers(0, learned + 30)));
  expect((await check('shrunk')).rows).toBe(30);
});

test('a file that is not there yet is named, and read when it comes', async () => {
  expect(await refusal('late')).toMatch(/not_found: "late\.csv" does not exist Check the path/);
  await put('late', learning);
  await learns('late');
});

test.each([
  ['empty', 'not_enough_data: Watch "empty" has 0 labelled rows; a first model needs 50. Wait for labels'],
  ['bare', 'not_enough_data: Watch "bare" has 0 labelled rows; a first model needs 50. Wait for labels'],
  ['unlabelled', 'not_enough_data: Watch "unlabelled" has 0 labelled rows; a first model needs 50.'],
  ['alike', 'not_enough_data: A model needs rows of two or more classes, but all labelled rows are of'],
])('a file that is %s teaches nothing yet, /train says why, and the file may grow up', async (watch, why) => {
  await until(async () => (await check(watch)).status === 200);
  expect(await notTrained(watch)).toContain(why);
  expect((await vigie.get(`/drift-check?watch=${watch}`)).body['report']).toBeNull();
  const before = await readFile(pathOf(watch), 'utf8');
  await put(watch, watch === 'empty' ? learning : before + csv(...customers(0, learned)));
  await learns(watch);
});

test('a column that the file lacks is named with those it has; after all is mended every row was read once', async () => {
  expect(await refusal('misnamed')).toMatch(
    /bad_data: "misnamed\.csv" has no column "chrned", which the watch names .*: age, plan, churned\./,
  );
  expect(await vigie.end('SIGTERM')).toBe(0);
  vigie = await start({});
  await learns('misnamed');
  for (const watch of watches) {
    await append(watch, csv(...customers(0, 40).map((line) => (watch === 'constant' ? `7,${line}` : line))));
    expect(await check(watch)).toMatchObject({ status: 200, rows: 40 });
  }
  expect(await vigie.end('SIGTERM')).toBe(0);
  for (const watch of watches) {
    const { state, reports } = await readBooks(dataDir(), watch);
    const lines = (await readFile(pathOf(watch), 'utf8')).trim().split('\n').length - 1;
    expect([watch, rowsRead(state)]).toEqual([watch, lines]);
    const first = (state?.referenceEnd ?? []).reduce((sum, { rows }) => sum + rows, 0);
    expect([watch, reports.reduce((sum, { newRows }) => sum + newRows, first)]).toEqual([watch, lines]);
    expect(reports.map(({ number }) => number)).toEqual(reports.map((_, at) => at + 1));
  }
});
