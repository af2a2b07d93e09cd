// The product with a champion of 20 numeric features, as /predict is used in earnest: rows are validated, counted, logged
// and kept.
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import * as z from 'zod';
import { writeCsv } from '../data.ts';
import { ask, type Product, startProduct } from '../product.ts';
import { randomNumbers } from '../random.ts';
import type { Row } from './plain-model.ts';

const features = 20;
export const names = Array.from({ length: features }, (_, at) => `f${at}`);
const longMs = 600_000;

const standing = z.object({ watches: z.array(z.object({ champion: z.unknown() })) });
const answers = z.object({
  predictions: z.array(z.object({ label: z.string(), probabilities: z.record(z.string(), z.number()) })),
});
export type Answers = z.infer<typeof answers>['predictions'];

/** The watch that `/predict` of the bench is about. */
export async function servedWatch(folder: string, rows = 2_000): Promise<object> {
  const reference = join(folder, 'served.csv');
  await writeCsv(reference, { rows, features, seed: 1, drift: 0 });
  return { name: 'served', source: { kind: 'observed' }, reference: { path: reference, label: 'label' } };
}

/** Starts the product on these watches and waits for the champion of each. */
export async function startServing(folder: string, watches: readonly object[]): Promise<Product> {
  const file = join(folder, 'watches.json');
  await writeFile(file, JSON.stringify(watches));
  const product = await startProduct(join(folder, 'data'), {
    WATCHES_FILE: file,
    // Nothing but what is asked for.
    DRIFT_CRON: '0 0 1 1 *',
  });
  const begun = performance.now();
  for (;;) {
    const now = standing.parse(await ask(product, { method: 'GET', path: '/status' }));
    if (now.watches.every(({ champion }) => champion !== null)) return product;
    if (performance.now() - begun > longMs) throw new Error('the first champions were not trained in time');
    await pause(200);
  }
}

/** Rows like those of the reference, as people write numbers. */
export function rowsLike(count: number, seed: number): Row[] {
  const random = randomNumbers(seed);
  const cell = (at: number) =>
    at % 5 === 4 ? Math.round(random.normal() * 1000) : Number(random.normal().toFixed(6));
  return Array.from({ length: count }, () => Object.fromEntries(names.map((name, at) => [name, cell(at)])));
}

/** What a server on `port` answers to rows. @throws Error for any answer but predictions */
export async function predictOn(port: number, rows: readonly Row[], watch?: string): Promise<Answers> {
  const response = await fetch(`http://127.0.0.1:${port}/predict`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ watch, rows }),
    signal: AbortSignal.timeout(60_000),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`port ${port}: ${response.status} ${text}`);
  return answers.parse(JSON.parse(text)).predictions;
}

/** Writes bodies of `size` rows each for the load to send in turn. */
export async function writeBodies(path: string, size: number, watch?: string): Promise<void> {
  const bodies = Array.from({ length: 32 }, (_, at) =>
    JSON.stringify({ watch, rows: rowsLike(size, at + 1) }),
  );
  await writeFile(path, JSON.stringify(bodies));
}
