// Four years of Seattle's weather, one row a day: a watch whose season is a year, and whose label is the day's weather.
import { appendFile, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { DriftReport } from '../../core/drift.ts';
import type { FileSettings } from '../../core/watch.ts';
import { watchOf } from './foreign.ts';
import { openStage, type Stage, vigie } from './stage.ts';

const day = 86_400_000;
const table = '../../node_modules/vega-datasets/data/seattle-weather.csv';
/** The table begins with 2012, a leap year. */
const newYear2015 = 366 + 365 + 365;

let stage: Stage;
let reports: readonly DriftReport[];
/** Days known, and the state, after each patrol. */
const told: { days: number; state: Awaited<ReturnType<Stage['state']>> }[] = [];

beforeAll(async () => {
  stage = await openStage({ watch: { cycle: 365 * day, policy: 'manual' } });
  const [header = '', ...days] = (await readFile(new URL(table, import.meta.url), 'utf8')).trim().split('\n');
  const path = join(stage.directory, 'weather.csv');
  await writeFile(path, `${header}\n`);
  const columns = { time: 'date', id: null, label: 'weather', labels: null, drop: [] };
  const source: FileSettings = { kind: 'file', path, ...columns };
  const { ops } = stage.process('weather', stage.store, { ...watchOf(stage), source });
  for (let first = 0, end = 300; first < days.length; first = end, end += 60) {
    await appendFile(
      path,
      days
        .slice(first, end)
        .map((line) => `${line}\n`)
        .join(''),
    );
    await ops.check({}, vigie);
    told.push({ days: Math.min(end, days.length), state: await stage.state() });
  }
  reports = await stage.store.reports.list('shop', days.length);
}, 60_000);
afterAll(() => stage.close());

const before =
  (time: number) =>
  ({ rowsUntil }: DriftReport) =>
    (rowsUntil ?? 0) < time;
const alarms = () => reports.filter(({ verdict }) => verdict === 'drift');

it('no feature may prove drift before two years are known, though the season is suspected', () => {
  const first = reports.filter(({ version }) => version === 1);
  expect(first.every(({ evidence }) => evidence?.learning?.because === 'short history')).toBe(true);
  expect(first.some(({ evidence }) => evidence?.suspected === true)).toBe(true);
  expect(first.every(({ verdict }) => verdict !== 'drift')).toBe(true);
});

it('once they are known it is armed on them', async () => {
  const grown = told.find(({ state }) => state.champion === 2);
  expect(grown?.days).toBeGreaterThanOrEqual(2 * 365);
  expect(grown?.days).toBeLessThan(3 * 365);
  const version = await stage.store.models.read('shop', 2);
  expect(version).toMatchObject({ trigger: 'learning', referenceRows: grown?.days });
  expect(await stage.state()).toMatchObject({ champion: 2, previous: null });
});

it('the seasons that come afterwards raise no alarm', () => {
  const armed = reports.filter(({ version }) => version === 2);
  expect(armed.filter(before(Date.UTC(2015, 0, 1)))).toHaveLength(
    newYear2015 - (told.find(({ state }) => state.champion === 2)?.days ?? 0),
  );
  expect(alarms().filter(before(Date.UTC(2015, 0, 1)))).toEqual([]);
});

it('fog that no earlier winter had does: on 18 days of January and February, after 0, 0 and 2', () => {
  const [alarm] = alarms().toReversed();
  expect(alarm?.evidence?.causes[0]).toMatchObject({ kind: 'label', of: 'fog' });
});
