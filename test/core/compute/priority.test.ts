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

/** Priority of every thread of this process, by its number. */
function priorities(): ReadonlyMap<number, number> {
  const found = new Map<number, number>();
  for (const name of readdirSync('/proc/self/task')) {
    try {
      found.set(Number(name), getPriority(Number(name)));
    } catch {
      // It has ended by now.
    }
  }
  return found;
}

it.runIf(process.platform === 'linux')(
  'a worker steps back behind the event loop, and nobody else does',
  async () => {
    const before = priorities();
    await pool.run(tasks.digest, { rows: generateRows(3, 1_000_000, 10) });
    const after = [...priorities()];
    const added = after.filter(([thread]) => !before.has(thread)).map(([, priority]) => priority);
    expect(added).toContain(getPriority(process.pid) + 10);
    // Threads of files that were tested before may be among them.
    const others = after.filter(([thread]) => before.has(thread));
    expect(others).toEqual(others.map(([thread]) => [thread, before.get(thread)]));
  },
);
