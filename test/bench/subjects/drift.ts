// Five drift statistics a column against scipy: the same data, the answers compared before a time is told.
import { join } from 'node:path';
import * as z from 'zod';
import { sorterFor } from '../../../core/stats/sorter.ts';
import { makeColumns, writeNumbers } from '../data.ts';
import { type Row, rowOf } from '../figures.ts';
import { type Five, five, type Kept, keep } from '../five.ts';
import type { Peer } from '../peer.ts';
import type { Bench, Subject } from '../subject.ts';
import { inTurn, timed } from '../timing.ts';

const columns = 20;
const told = z.object({ seconds: z.number(), found: z.array(z.tuple([z.number(), z.number()])) });
const counted = z.object({ found: z.array(z.tuple([z.number(), z.number(), z.number()])) });

export const drift: Subject = {
  name: 'drift',
  about: 'five statistics of 20 columns, reference kept, against scipy and numpy',
  cases: ({ quick }) =>
    [100_000, ...(quick ? [] : [1_000_000])].map((rows) => ({
      name: String(rows),
      run: (bench) => measure(bench, rows),
    })),
};

async function measure({ folder, peer, quick }: Bench, rows: number): Promise<Row[]> {
  const reference = makeColumns(columns, rows, { seed: 1, drift: 0 });
  const current = makeColumns(columns, rows, { seed: 2, drift: 0.3 });
  const kept = reference.map(keep);
  const sorter = sorterFor(rows);
  const check = () => current.map((values, at) => five(kept[at] as Kept, values, sorter));
  const nanoseconds = 1e6 / (rows * columns);
  const cold = (await timed(check)) * nanoseconds;
  const ours = async () => (await timed(check)) * nanoseconds;
  let theirs: (() => Promise<number>) | null = null;
  let difference: number | null = null;
  if (peer !== null) {
    await handOver(peer, folder, { reference, current });
    difference = await compare(peer, kept, check());
    theirs = async () => (await peer.ask('drift', {}, told)).seconds * 1000 * nanoseconds;
  }
  const times = await inTurn(quick ? 3 : 5, ours, theirs);
  const facts = {
    subject: 'drift',
    what: `KS, W1, PSI, JS, chi2: ${columns} x ${rows.toLocaleString('en-US')}`,
    unit: 'ns/value',
    cold,
    difference,
    targets: { value: 30, ratio: 1 / 25, difference: 1e-12 },
  };
  return [rowOf(facts, times.ours, { name: 'scipy KS + W1, numpy PSI', theirs: times.theirs })];
}

async function handOver(peer: Peer, folder: string, sides: Record<string, Float64Array[]>): Promise<void> {
  for (const [name, side] of Object.entries(sides)) {
    const path = join(folder, `${name}.f64`);
    const whole = new Float64Array(side.length * (side[0]?.length ?? 0));
    for (const [at, values] of side.entries()) whole.set(values, at * values.length);
    await writeNumbers(path, whole);
    await peer.ask('columns', { name, path, columns: side.length }, z.object({}));
  }
  await peer.ask('keep_bins', {}, z.object({}));
}

/** Largest relative difference of KS and W1 from scipy's. @throws Error when a count-based statistic is wrong */
async function compare(peer: Peer, kept: readonly Kept[], found: readonly Five[]): Promise<number> {
  const edges = kept.map(({ cells }) => (cells.kind === 'quantiles' ? cells.edges : []));
  const exact = await peer.ask('drift', {}, told);
  const byCounts = await peer.ask('counted', { edges }, counted);
  const differences = found.map((ours, at) => {
    const [ks, w1] = exact.found[at] ?? [Number.NaN, Number.NaN];
    const [psi, js, chi2] = byCounts.found[at] ?? [Number.NaN, Number.NaN, Number.NaN];
    // Both sides lose digits where nearly equal shares cancel, hence not to the last digit.
    for (const [name, own, theirs] of [
      ['PSI', ours.psi, psi],
      ['JS', ours.js, js],
      ['chi2', ours.chi2, chi2],
    ] as const)
      if (!(relative(own, theirs) < 1e-7))
        throw new Error(`column ${at}: ${name} is ${own}, scipy says ${theirs}`);
    return Math.max(relative(ours.ks, ks), relative(ours.w1, w1));
  });
  const worst = Math.max(...differences);
  if (!(worst < 1e-6)) throw new Error(`KS or W1 differ from scipy's by ${worst}`);
  return worst;
}

const relative = (a: number, b: number): number =>
  a === b ? 0 : Math.abs(a - b) / Math.max(Math.abs(a), Math.abs(b));
