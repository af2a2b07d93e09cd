// The workers of the pool as it is shipped: threads of this process.
import { readdirSync } from 'node:fs';
import { getPriority } from 'node:os';
import { afterAll, expect, it } from 'vitest';
import { tasks } from '../../../core/compute/tasks.ts';
import { generateRows } from '../../../core/sources/synthetic.ts';

type Pool = typeof import('../../../core/compute/pool.ts');

const built = new URL('../../../dist/core/compute/pool.js', import.meta.url).href;
const { workerPool }: Pool = await import(built);
const pool = workerPool(1);
afterAll(() => pool.stop());

const threads = () => readdirSync('/proc/self/task').map(Number);

it('a worker steps back behind the event loop, and nobody else does', async () => {
  const before = new Set(threads());
  const usual = getPriority(process.pid);
  await pool.run(tasks.digest, { rows: generateRows(3, 1_000_000, 10) });
  const added = threads().filter((thread) => !before.has(thread));
  expect(added.map((thread) => getPriority(thread))).toContain(usual + 10);
  expect([...before].map((thread) => getPriority(thread))).not.toContain(usual + 10);
});
