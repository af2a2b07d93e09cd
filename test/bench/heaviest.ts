// The heaviest work the product promises to do beside its answers: one retraining after the other, and a check that goes on.
import { appendFile, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import { writeCsv } from './data.ts';
import { ask, type Product } from './product.ts';

const longMs = 600_000;

interface Heaviest {
  /** One watch with a reference to retrain from, one whose file is about to grow. */
  readonly watches: readonly object[];
  /** Gives the second what is to be checked. */
  grow(): Promise<void>;
}

/** Writes the files of a retraining of 100,000 x 50 and a check of 1,000,000 x 20, fewer rows where it is to be quick. */
export async function heaviest(folder: string, quick: boolean): Promise<Heaviest> {
  const reference = join(folder, 'reference.csv');
  const fresh = join(folder, 'fresh.csv');
  const checked = join(folder, 'checked.csv');
  const backlog = join(folder, 'backlog.csv');
  await writeCsv(reference, { rows: quick ? 20_000 : 100_000, features: 50, seed: 1, drift: 0 });
  await writeCsv(fresh, { rows: 2_000, features: 50, seed: 2, drift: 0 });
  // Beyond the 2,000 rows of the first champion, so that there is a report to look at.
  await writeCsv(checked, { rows: 2_300, features: 20, seed: 3, drift: 0 });
  await writeCsv(backlog, { rows: quick ? 100_000 : 1_000_000, features: 20, seed: 4, drift: 0 });
  const own = (path: string) => ({ kind: 'file', path, label: 'label' });
  return {
    watches: [
      {
        name: 'retrained',
        policy: 'manual',
        source: own(fresh),
        reference: { path: reference, label: 'label' },
      },
      { name: 'checked', policy: 'manual', source: own(checked) },
    ],
    grow: async () => appendFile(checked, await readFile(backlog)),
  };
}

export interface Done {
  readonly retrainings: number;
  readonly rows: number;
}

const checks = z.object({ rows: z.number() });

/** One retraining after the other and a check that goes on until `stop`, which waits for those under way. */
export function keepBusy(product: Product): { stop(): Promise<Done> } {
  let over = false;
  let retrainings = 0;
  let rows = 0;
  const post = (path: string, watch: string) =>
    ask(product, { method: 'POST', path, body: { watch }, within: longMs });
  const retraining = async () => {
    while (!over) {
      await post('/retrain?wait=60', 'retrained');
      retrainings += 1;
    }
  };
  const checking = async () => {
    while (!over) rows += checks.parse(await post('/drift-check?wait=60', 'checked')).rows;
  };
  const both = Promise.all([retraining(), checking()]);
  // Awaited in the end; until then nobody may call it unhandled.
  both.catch(() => {});
  return {
    async stop() {
      over = true;
      await both;
      return { retrainings, rows };
    },
  };
}

/** The smallest value that at least this share of them does not exceed. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN;
}
