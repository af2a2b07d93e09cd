// The built product and a model served elsewhere, over HTTP: killed while rows arrive, then drift, and what its card says.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { chance } from '../../core/evidence/rows.ts';
import { rowsOf } from '../../flows/foreign.ts';
import { endAll, startVigie, until, type Vigie } from '../../flows/vigie.ts';

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'vigie-external-http-'));
  const watch = { name: 'live', champion: 'external', source: { kind: 'observed' } };
  await writeFile(join(folder, 'watches.json'), JSON.stringify([watch]));
});

afterAll(async () => {
  await endAll();
  await rm(folder, { recursive: true, force: true });
});

const start = () =>
  startVigie({
    DATA_DIR: join(folder, 'data'),
    WATCHES_FILE: join(folder, 'watches.json'),
    LOG_LEVEL: 'warn',
  });

/** Checks until the watch shows it, whichever patrol did the work: rows settle for ten seconds. */
const checked = (vigie: Vigie, path: string, shows: (body: Record<string, unknown>) => boolean) =>
  until(async () => {
    await vigie.post('/drift-check', {});
    return shows((await vigie.get(path)).body);
  });

test('rows sent to a process that is killed are there once, drift is found, and nothing is retrained', {
  timeout: 120_000,
}, async () => {
  const random = chance(31);
  const rows = rowsOf(random, 0, 1_000);
  const batches = Array.from({ length: 50 }, (_, at) => rows.slice(20 * at, 20 * at + 20));
  const killed = await start();
  let acknowledged = 0;
  const sending = (async () => {
    for (const batch of batches) {
      const answer = await killed.post('/observations', { rows: batch }).catch(() => null);
      if (answer === null) return;
      expect(answer).toMatchObject({ status: 200, body: { stored: 20, known: 0 } });
      acknowledged += 20;
    }
  })();
  await until(() => acknowledged >= 200);
  expect(await killed.end('SIGKILL')).toBeNull();
  await sending;

  const vigie = await start();
  const { body } = await vigie.post('/observations', { rows });
  // What was acknowledged was kept; the batch under way may have been, too.
  expect(body['known']).toBeGreaterThanOrEqual(acknowledged);
  expect(Number(body['stored']) + Number(body['known'])).toBe(1_000);
  expect(body['labels']).toBe(1_000);
  await checked(vigie, '/status', ({ watches }) => !JSON.stringify(watches).includes('"champion":null'));
  const right = rows.filter(({ prediction, label }) => prediction === label).length;
  expect((await vigie.get('/status')).body['watches']).toMatchObject([
    { elsewhere: true, champion: { version: 1, baseline: { rows: 1_000, accuracy: right / 1_000 } } },
  ]);

  await vigie.post('/observations', { rows: rowsOf(random, 1_000, 400, { shift: 2, wrong: 0.4 }) });
  await checked(vigie, '/drift-check', ({ report }) => report !== null);
  expect((await vigie.get('/drift-check')).body).toMatchObject({
    state: 'ALARM',
    report: { verdict: 'drift', performance: { drifted: true } },
  });
  expect(await vigie.post('/retrain', {})).toMatchObject({
    status: 409,
    body: { code: 'unsupported', detail: 'The model of watch "live" is managed elsewhere.' },
  });
  expect(await vigie.request('/observations/r7', { method: 'DELETE' })).toMatchObject({
    status: 200,
    body: { observation: true, label: true, references: [1] },
  });
  expect(await vigie.end('SIGTERM')).toBe(0);
  const told = vigie.output().replace(/\n▌ /g, ' ');
  expect(told).toMatch(/Reference taken - live v1/);
  expect(told).toMatch(/Drift detected - live v1/);
  expect(told).toMatch(/the model is served elsewhere: retrain it where it lives/);
  expect(told).not.toMatch(/"msg":"bug"/);
});
