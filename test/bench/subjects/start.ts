// The product's start and what it holds when nothing happens.
import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import { type Row, rowOf } from '../figures.ts';
import { type Product, startProduct } from '../product.ts';
import type { Bench, Subject } from '../subject.ts';
import { inTurn, timed } from '../timing.ts';

/** Long enough for the first model, and for the pool to let its worker go, on a machine that is not busy otherwise. */
const soonMs = 5_000;
/** Long enough on any machine. */
const laterMs = 40_000;

export const start: Subject = {
  name: 'start',
  about: 'from the start of the process to its first answer, and idle memory, without the bot',
  cases: () => [
    { name: 'listening', run: listening },
    { name: 'memory', run: memory },
  ],
};

const facts = { subject: 'start', note: 'ROLES=api,jobs' };

/** A folder of its own each time: every start is a first one. */
async function listening({ folder, quick }: Bench): Promise<Row[]> {
  let round = 0;
  const ours = async () => {
    const product = await startProduct(join(folder, `data-${round++}`));
    await product.stop();
    return product.listening;
  };
  const empty = () => timed(() => promisify(execFile)(process.execPath, ['-e', ''], { timeout: 60_000 }));
  const times = await inTurn(quick ? 5 : 9, ours, empty);
  const row = { ...facts, what: 'start to listening', unit: 'ms', targets: { value: 700 } };
  return [rowOf(row, times.ours, { name: 'an empty Node process, to its end', theirs: times.theirs })];
}

async function memory({ folder, quick }: Bench): Promise<Row[]> {
  const product = await startProduct(folder);
  try {
    await pause(soonMs);
    const soon = await residentMegabytes(product);
    const what = 'resident memory, 5 s after the start';
    const rows = [rowOf({ ...facts, what, unit: 'MB', targets: { value: 130 } }, [soon])];
    if (quick) return rows;
    await pause(laterMs - soonMs);
    const later = await residentMegabytes(product);
    return [...rows, rowOf({ ...facts, what: 'resident memory, 40 s after the start', unit: 'MB' }, [later])];
  } finally {
    await product.stop();
  }
}

async function residentMegabytes({ pid }: Product): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => null);
  const inProc = status === null ? undefined : /VmRSS:\s+(\d+) kB/.exec(status)?.[1];
  if (inProc !== undefined) return (Number(inProc) * 1024) / 1e6;
  const { stdout } = await promisify(execFile)('ps', ['-o', 'rss=', '-p', String(pid)], { timeout: 5_000 });
  return (Number(stdout.trim()) * 1024) / 1e6;
}
