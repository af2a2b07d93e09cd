// Requests as people really send them: each refusal says which field is wrong and what to do, and changes nothing.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { csv, customers, header } from '../../flows/customers.ts';
import { type Answer, endAll, startVigie, until, type Vigie } from '../../flows/vigie.ts';

let folder: string;
let vigie: Vigie;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'vigie-bad-requests-'));
  const reference = join(folder, 'customers.csv');
  const path = join(folder, 'watches.json');
  await writeFile(reference, csv(header, ...customers(0, 400)));
  await writeFile(
    path,
    JSON.stringify([
      { name: 'churn', source: { kind: 'observed' }, reference: { path: reference, label: 'churned' } },
    ]),
  );
  vigie = await startVigie({ DATA_DIR: join(folder, 'data'), WATCHES_FILE: path, LOG_LEVEL: 'warn' });
  await until(async () => (await vigie.post('/predict', { age: 30, plan: 'pro' })).status === 200);
});

afterAll(async () => {
  await endAll();
  await rm(folder, { recursive: true, force: true });
});

/** A refusal in one line; every one has a remedy. */
function told({ status, body }: Answer): string {
  const { code, detail, remedy } = body as Record<'code' | 'detail' | 'remedy', string>;
  expect(remedy).not.toBe('');
  return `${status} ${code}: ${detail} | ${remedy}`;
}

const posted = async (path: string, init: RequestInit) =>
  told(await vigie.request(path, { method: 'POST', ...init }));
const predicted = async (body: unknown) => told(await vigie.post('/predict', body));
const labelled = async (body: unknown) => told(await vigie.post('/labels', body));

test.each([
  ['half a body', { body: '{"rows": [' }, /^400 malformed_body: .*not valid JSON.*\| Send a JSON object/],
  ['a list', { body: '[1]' }, /^400 malformed_body: the body must be a JSON object, not an array/],
  [
    'another content type',
    { body: '{"age": 30}', headers: { 'content-type': 'text/plain' } },
    /^415 unsupported_media_type: .*application\/json.*\| .*"Content-Type: application\/json"/,
  ],
  [
    'more than a megabyte',
    { body: JSON.stringify({ plan: 'x'.repeat(2 ** 20) }) },
    /^413 too_large: the body is larger than 1048576 bytes \| Send less/,
  ],
  ['nothing', {}, /^422 invalid_input: rows: .*\| Correct the named field/],
])('a prediction of %s is refused', async (_what, init, refusal) => {
  expect(await posted('/predict', init)).toMatch(refusal);
});

test.each([
  [
    'an unknown field',
    { agee: 30 },
    /rows\[0\]\.agee is not a feature.*\| The features are age \(numeric\), /,
  ],
  ['a text for a number', { rows: [{ age: 30 }, { age: 'old' }] }, /rows\[1\]\.age 'old' is not a number/],
  ['a number in quotes', { age: '30' }, /rows\[0\]\.age '30' is not a number/],
  ['an object for a number', { age: { years: 30 } }, /rows\[0\]\.age a value of type object is not a number/],
  ['no row', { rows: [] }, /rows: /],
  ['an unknown field beside the rows', { rows: [{ age: 30 }], row: 1 }, /: .*"row"/],
])('a prediction with %s is refused by its name', async (_what, body, refusal) => {
  expect(await predicted(body)).toMatch(new RegExp(`^422 invalid_input: .*${refusal.source}`));
});

test('an infinite number is refused, however JSON writes it', async () => {
  const refusal = await posted('/predict', { body: '{"rows": [{"age": 1e999}]}' });
  expect(refusal).toMatch(/^422 invalid_input: rows\[0\]\.age the number is infinite/);
});

test('all faults of a request are listed, not the first alone', async () => {
  const { body } = await vigie.post('/predict', { rows: [{ age: 'old' }, { plan: 3, size: 1 }] });
  const { detail, faults } = body as { detail: string; faults: { path: string }[] };
  expect(detail).toBe('2 of the values given cannot be used');
  expect(faults.map(({ path }) => path).sort()).toEqual(['rows[0].age', 'rows[1].size']);
});

test('a missing value is no fault: the model was made for it', async () => {
  const { status, body } = await vigie.post('/predict', { age: null });
  expect([status, (body['predictions'] as object[]).length]).toEqual([200, 1]);
});

test('a label that is none of the classes is refused with the classes, and none of its request is stored', async () => {
  const { body } = await vigie.post('/predict', { age: 30, plan: 'pro' });
  const [{ id } = { id: '' }] = body['predictions'] as { id: string }[];
  const both = [
    { id, label: 'yes' },
    { id, label: 'perhaps' },
  ];
  expect(await labelled({ labels: both })).toMatch(/^422 invalid_input: labels\.1\.label is none of no, yes/);
  expect((await vigie.post('/labels', { id, label: 'no' })).body).toMatchObject({ stored: 1, unknown: [] });
  expect((await vigie.post('/labels', { id: 'nobody', label: 'no' })).body).toMatchObject({
    stored: 0,
    unknown: ['nobody'],
  });
});

test('what does not exist is named with what does', async () => {
  expect(told(await vigie.post('/drift-check', { watch: 'chrn' }))).toMatch(
    /^404 unknown_watch: There is no watch "chrn"\. \| Watches here: churn\./,
  );
  expect(told(await vigie.post('/drift-check', { wach: 'churn' }))).toMatch(/^422 invalid_input: .*"wach"/);
  expect(told(await vigie.get('/statsu'))).toMatch(/^404 not_found: no such route/);
  expect(told(await vigie.request('/predict', { method: 'PUT' }))).toMatch(/^405 method_not_allowed: PUT/);
});

test('without a token nothing changes, with a wrong one nothing is read', async () => {
  const bare = { headers: {} };
  expect(await posted('/retrain', bare)).toMatch(/^401 unauthorized: .*\| .*Authorization: Bearer/);
  const wrong = { headers: { authorization: 'Bearer nonsense' } };
  expect(told(await vigie.request('/status', wrong))).toMatch(/^401 unauthorized: the token is not known/);
  expect((await vigie.request('/status', bare)).status).toBe(200);
});

test('after all of this the process is whole: no bug was logged, and it ends in order', async () => {
  expect(await vigie.end('SIGTERM')).toBe(0);
  expect(vigie.output()).not.toMatch(/"msg":"bug"|a bug:/);
});
