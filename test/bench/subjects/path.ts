// Two CSV files to drift statistics and a model as whole processes, start and imports included.
import { join } from 'node:path';
import * as z from 'zod';
import { writeCsv } from '../data.ts';
import { type Row, rowOf } from '../figures.ts';
import { type Done, ourJob, theirJob } from '../job.ts';
import type { Bench, Subject } from '../subject.ts';

const shape = { rows: 100_000, features: 20 };
const answer = z.object({
  accuracy: z.number(),
  found: z.array(z.tuple([z.number(), z.number()])),
});
type Job = Done<z.infer<typeof answer>>;

export const path: Subject = {
  name: 'path',
  about: '2 files of 100,000 x 20 -> drift -> model, whole processes against pandas + scipy + scikit-learn',
  cases: () => [{ name: '2 x 100,000 x 20', run: measure }],
};

async function measure(bench: Bench): Promise<Row[]> {
  const [reference, current] = [join(bench.folder, 'reference.csv'), join(bench.folder, 'current.csv')];
  await writeCsv(reference, { ...shape, seed: 5, drift: 0 });
  await writeCsv(current, { ...shape, seed: 6, drift: 0.3 });
  const files = [reference, current];
  const ours: Job[] = [];
  const theirs: Job[] = [];
  // Both once untimed: the files are in the system's cache then, and so are the programs.
  check(await ourJob('path', files, answer), await theirJob(bench, ['path', ...files], answer));
  for (let round = 0; round < (bench.quick ? 3 : 7); round++) {
    ours.push(await ourJob('path', files, answer));
    const peer = await theirJob(bench, ['path', ...files], answer);
    if (peer !== null) theirs.push(peer);
  }
  const row = (
    what: string,
    unit: string,
    { figure, targets }: { figure: (job: Job) => number; targets: Row['targets'] },
  ) =>
    rowOf({ subject: 'path', what: `CSV -> drift -> model: ${what}`, unit, targets }, ours.map(figure), {
      name: 'pandas + scipy + scikit-learn',
      theirs: theirs.map(figure),
    });
  return [
    row('wall time', 'ms', { figure: ({ wall }) => wall, targets: { ratio: 0.2 } }),
    row('processor time', 'ms', { figure: ({ cost }) => 1000 * cost.cpu, targets: { ratio: 0.2 } }),
    row('peak memory', 'MB', { figure: ({ cost }) => cost.peak / 1e6, targets: {} }),
  ];
}

function check(ours: Job, theirs: Job | null): void {
  if (theirs === null) return;
  const off = Math.abs(ours.result.accuracy - theirs.result.accuracy);
  if (!(off < 0.002))
    throw new Error(`accuracy ${ours.result.accuracy}, scikit-learn's ${theirs.result.accuracy}`);
  for (const [at, pair] of theirs.result.found.entries())
    for (const [kind, value] of pair.entries()) {
      const own = ours.result.found[at]?.[kind] ?? Number.NaN;
      if (!(Math.abs(own - value) <= 1e-9 * Math.abs(value)))
        throw new Error(`column ${at}: ${kind === 0 ? 'KS' : 'W1'} is ${own}, scipy says ${value}`);
    }
}
