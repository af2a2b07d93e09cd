// A retraining that outlives its client, its key and its process: asked for once, done once.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { minutesLater } from '../../flows/books.ts';
import { endAll, startVigie, until, type Vigie } from '../../flows/vigie.ts';
import { laterRows, narrowStart } from '../../flows/wide.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'vigie-jobs-'));
});
afterAll(async () => {
  await endAll();
  await rm(folder, { recursive: true, force: true });
});

const key = { 'Idempotency-Key': 'nightly-2026-11-26' };
const asked = { watch: 'wide', force: true, reason: 'nightly' };

async function start(): Promise<Vigie> {
  const path = join(folder, 'watches.json');
  const reference = join(folder, 'wide.csv');
  await writeFile(reference, narrowStart() + laterRows());
  const watch = {
    name: 'wide',
    source: { kind: 'observed' },
    reference: { path: reference, label: 'label' },
  };
  await writeFile(path, JSON.stringify([watch]));
  return startVigie({ DATA_DIR: join(folder, 'data'), WATCHES_FILE: path, LOG_LEVEL: 'debug' });
}

test('kill -9 in mid-retrain: the job is interrupted, and its key begins it again, once', {
  timeout: 120_000,
}, async () => {
  let vigie = await start();
  // The first check trains the champion, and gives its lease back a moment after that one serves.
  await until(() => vigie.output().includes('"operation":"check"'));

  const begun = await vigie.post('/retrain?wait=0', asked, key);
  const place = begun.headers.get('location') ?? '';
  expect(begun).toMatchObject({
    status: 202,
    body: { state: 'running', operation: 'retrain', watch: 'wide' },
  });
  expect(place).toBe(`/jobs/${begun.body['id']}`);
  // Accepted is not yet begun: whoever asks in between may be the first.
  await until(async () => Number((await vigie.get(place)).body['share']) > 0);
  const busy = await vigie.post('/retrain', { watch: 'wide' });
  expect(busy).toMatchObject({ status: 409, body: { code: 'watch_busy' } });
  expect((await vigie.get(place)).body).toMatchObject({
    state: 'running',
    request: begun.headers.get('x-request-id'),
  });
  await vigie.end('SIGKILL');

  await minutesLater(join(folder, 'data'));
  vigie = await start();
  const interrupted = { id: begun.body['id'], state: 'interrupted', result: null, error: null };
  expect((await vigie.get(`${place}?wait=60`)).body).toMatchObject(interrupted);

  const [again, beside] = await Promise.all([
    vigie.post('/retrain', asked, key),
    vigie.post('/retrain', asked, key),
  ]);
  expect([again.status, beside.status, again.headers.get('location')]).toEqual([200, 200, place]);
  expect(beside.body).toEqual(again.body);
  const later = await vigie.post('/retrain', asked, key);
  expect([later.status, later.headers.get('idempotent-replayed'), later.body]).toEqual([
    200,
    'true',
    again.body,
  ]);
  expect(await vigie.post('/retrain', { ...asked, reason: 'other' }, key)).toMatchObject({
    status: 422,
    body: { code: 'idempotency_key_reused' },
  });

  const { body: job } = await vigie.get(place);
  expect(job).toMatchObject({ state: 'succeeded', share: 1, step: { id: 'promoted' }, result: again.body });
  const { body: history } = await vigie.get('/history?kind=retrains&watch=wide');
  const ended = (history['lines'] as { result: string }[]).map(({ result }) => result);
  expect(ended).toEqual(['forced']);
  const { body: models } = await vigie.get('/models?watch=wide');
  expect((models['versions'] as { serves: string }[]).map(({ serves }) => serves)).toEqual(['now', 'before']);
  const { body: work } = await vigie.get('/jobs?watch=wide');
  expect(work['work']).toMatchObject([{ state: 'succeeded' }, { state: 'failed' }]);
  const { body: audit } = await vigie.get('/audit?watch=wide');
  expect((audit['lines'] as { request?: string }[])[0]?.request).toBe(job['request']);
  expect(vigie.output()).toContain(`"request":"${job['request']}"`);
  expect(await vigie.end('SIGTERM')).toBe(0);
});
