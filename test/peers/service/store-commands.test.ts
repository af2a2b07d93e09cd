// `vigie store ...` as processes of their own, beside one that serves the store.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { endAll, launch, run, type Settings, until } from '../../flows/vigie.ts';

let folder: string;
let settings: Settings;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'vigie-store-'));
  settings = { DATA_DIR: join(folder, 'data') };
});
afterEach(endAll);
afterAll(() => rm(folder, { recursive: true, force: true }));

it('serves a store to others, which may back it up but not replace it, until SIGTERM', async () => {
  const server = launch(settings, ['store', 'serve']);
  await until(() => server.output().includes('until SIGTERM'));
  const trained = await run(settings, ['train']);
  expect([trained.code, trained.text]).toEqual([0, expect.stringContaining('Trained demo v1')]);
  const file = join(folder, 'copy.log');
  const backup = await run(settings, ['store', 'backup', file]);
  expect([backup.code, backup.text]).toEqual([0, expect.stringMatching(/^Backed up [1-9]\d* documents/)]);
  const second = await run(settings, ['store', 'serve']);
  expect([second.code, second.text]).toEqual([1, expect.stringContaining('A process serves')]);
  const refused = await run(settings, ['store', 'restore', file]);
  expect([refused.code, refused.text]).toEqual([1, expect.stringContaining('Stop it')]);
  expect(await server.end('SIGTERM')).toBe(0);
  const restored = await run(settings, ['store', 'restore', file]);
  expect([restored.code, restored.text]).toEqual([0, expect.stringMatching(/^Restored [1-9]/)]);
  const status = await run(settings, ['status']);
  expect([status.code, status.text]).toEqual([0, expect.stringContaining('v1 serves')]);
}, 60_000);

it('ends with 1 and says what there is for a command it does not know', async () => {
  const answer = await run(settings, ['store', 'vanish']);
  expect(answer.code).toBe(1);
  expect(answer.text).toContain('store backup [FILE]');
  const usage = await run(settings, ['--help']);
  expect(usage.text).toContain('vigie store --help');
});
