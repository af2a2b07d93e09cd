// Work that must begin on time: the patrol at its minute, a retraining when it is asked for.
import { setTimeout as pause } from 'node:timers/promises';
import { MongoClient } from 'mongodb';
import * as z from 'zod';
import { startEmbedded } from '../../../core/adapters/embedded/index.ts';
import { systemClock } from '../../../core/adapters/system.ts';
import { type Row, rowOf } from '../figures.ts';
import { ask, type Product, startProduct } from '../product.ts';
import type { Bench, Subject } from '../subject.ts';

const schedule = z.object({
  jobs: z.array(z.object({ name: z.string(), lastRunAt: z.number().nullable(), running: z.boolean() })),
});

export const jobs: Subject = {
  name: 'jobs',
  about: 'lateness of scheduled work against the clock, and how soon a retraining begins',
  cases: () => [
    { name: 'schedule', run: scheduled },
    { name: 'retrain', run: retrainings },
  ],
};

/** The patrol every minute; what runs every half minute beside it makes the quick run short. */
async function scheduled({ folder, quick }: Bench): Promise<Row[]> {
  const product = await startProduct(folder, { DRIFT_CRON: '* * * * *' });
  try {
    // The first scan of a fresh schedule is allowed its five seconds.
    const settled = Date.now() + 6_000;
    const lateness = await ticks(product, { settled, until: settled + (quick ? 65_000 : 305_000) });
    return [...lateness].map(([name, late]) => {
      const patrol = name.startsWith('patrol:');
      const what = `lateness of ${patrol ? 'the patrol, every minute' : `${name}, every 30 s`}`;
      return rowOf({ subject: 'jobs', what, unit: 'ms', targets: patrol ? { value: 100 } : {} }, late);
    });
  } finally {
    await product.stop();
  }
}

/** How late each job began, at every tick that fell between the two times. */
async function ticks(
  product: Product,
  { settled, until }: { settled: number; until: number },
): Promise<Map<string, number[]>> {
  const seen = new Set<string>();
  const late = new Map<string, number[]>();
  while (Date.now() < until) {
    for (const { name, lastRunAt } of schedule.parse(await ask(product, { method: 'GET', path: '/jobs' }))
      .jobs) {
      if (lastRunAt === null || seen.has(`${name} ${lastRunAt}`)) continue;
      seen.add(`${name} ${lastRunAt}`);
      const every = name.startsWith('patrol:') ? 60_000 : 30_000;
      if (lastRunAt - (lastRunAt % every) >= settled)
        late.set(name, [...(late.get(name) ?? []), lastRunAt % every]);
    }
    await pause(5_000);
  }
  return late;
}

/** From the request to the lease that the work begins with, looked up in the store over a connection of our own. */
async function retrainings({ folder, quick }: Bench): Promise<Row[]> {
  const product = await startProduct(folder);
  const store = await startEmbedded({ dataDir: folder, clock: systemClock });
  const client = await new MongoClient(store.uri).connect();
  const leases = client.db('vigie').collection<{ _id: string; owner: string; until: Date }>('leases');
  const held = async () => (await leases.findOne({ _id: 'work:demo' })) !== null;
  const times: number[] = [];
  try {
    await patiently(async () =>
      /Trained|"champion":\{/.test(JSON.stringify(await ask(product, { method: 'GET', path: '/status' }))),
    );
    for (let round = 0; round < (quick ? 5 : 15); round++) {
      await patiently(async () => !(await held()));
      const begun = performance.now();
      const answer = ask(product, { method: 'POST', path: '/retrain?wait=60' });
      let began: number | null = null;
      const ended = answer.then(() => true);
      while (began === null && !(await Promise.race([ended, pause(0, false)])))
        if (await held()) began = performance.now() - begun;
      await answer;
      if (began !== null) times.push(began);
    }
  } finally {
    await client.close();
    // A guest that is still there when the owner ends takes the store over.
    await store.stop();
    await product.stop();
  }
  const facts = {
    subject: 'jobs',
    what: 'POST /retrain until its work begins',
    unit: 'ms',
    targets: { value: 50 },
  };
  return [rowOf(facts, times)];
}

async function patiently(check: () => Promise<boolean>): Promise<void> {
  const until = performance.now() + 30_000;
  while (!(await check())) {
    if (performance.now() > until) throw new Error('nothing came of it in 30 seconds');
    await pause(20);
  }
}
