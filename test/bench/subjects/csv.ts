// A numeric CSV file to typed columns, against pandas: time in a warm process, memory in fresh ones.
import { join } from 'node:path';
import * as z from 'zod';
import { readColumns } from '../csv.ts';
import { type NumericFile, writeCsv } from '../data.ts';
import { type Row, rowOf } from '../figures.ts';
import { type Done, ourJob, theirJob } from '../job.ts';
import type { Bench, Subject } from '../subject.ts';
import { inTurn, timed } from '../timing.ts';

const features = 20;
const told = z.object({ seconds: z.number(), sums: z.array(z.number()) });
const counted = z.object({ rows: z.number() });

export const csv: Subject = {
  name: 'csv',
  about: 'a numeric CSV of 21 columns to typed columns, against pandas.read_csv',
  cases: ({ quick }) =>
    [100_000, ...(quick ? [] : [1_000_000])].map((rows) => ({
      name: String(rows),
      run: (bench) => measure(bench, rows),
    })),
};

async function measure(bench: Bench, rows: number): Promise<Row[]> {
  const path = join(bench.folder, 'table.csv');
  const file = await writeCsv(path, { rows, features, seed: 4, drift: 0 });
  const size = `${rows.toLocaleString('en-US')} x ${features + 1}`;
  const begun = performance.now();
  check(await readColumns(path), file, rows);
  const cold = performance.now() - begun;
  const { peer } = bench;
  const theirs =
    peer === null ? null : async () => 1000 * (await peer.ask('read_csv', { path }, told)).seconds;
  const rounds = bench.quick ? 3 : 7;
  if (theirs !== null) await theirs();
  const times = await inTurn(rounds, () => timed(() => readColumns(path)), theirs);
  const facts = {
    subject: 'csv',
    what: `CSV to columns, ${size}`,
    unit: 'ms',
    cold,
    targets: { ratio: 0.6 },
  };
  const time = rowOf(facts, times.ours, { name: 'pandas.read_csv', theirs: times.theirs });
  return [time, await memory(bench, path, { rows, size })];
}

/** Every cell must be the number nearest to its text: what Number() says, which the writer kept. */
function check(read: ReadonlyMap<string, Float64Array>, { names, columns }: NumericFile, rows: number): void {
  for (const [at, name] of names.entries()) {
    const [ours, written] = [read.get(name), columns[at]];
    if (ours === undefined || written === undefined || ours.length !== rows)
      throw new Error(`column ${name} has ${ours?.length} rows of ${rows}`);
    const wrong = ours.findIndex((value, row) => value !== written[row % written.length]);
    if (wrong >= 0)
      throw new Error(
        `${name}, row ${wrong + 1}: read ${ours[wrong]}, written ${written[wrong % written.length]}`,
      );
  }
}

async function memory(
  bench: Bench,
  path: string,
  { rows, size }: { rows: number; size: string },
): Promise<Row> {
  const result = rows * (features + 1) * 8;
  const factor = (done: Done<z.infer<typeof counted>>) => done.cost.peak / result;
  const peaks = await inTurn(
    1,
    async () => factor(await ourJob('peak', [path], counted)),
    bench.python === null
      ? null
      : async () => {
          const done = await theirJob(bench, ['peak', path], counted);
          return done === null ? Number.NaN : factor(done);
        },
  );
  const facts = {
    subject: 'csv',
    what: `peak memory of a fresh process, ${size}`,
    unit: 'x result',
    // A small result hides behind what Node itself takes.
    targets: rows < 1_000_000 ? {} : { value: 1.5 },
    note: `the result has ${Math.round(result / 1e6)} MB`,
  };
  return rowOf(facts, peaks.ours, { name: 'pandas.read_csv', theirs: peaks.theirs });
}
