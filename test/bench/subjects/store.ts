// The embedded store over the driver, as the product uses it. Figures only: what it promises is durability, not speed.
import { type Collection, MongoClient } from 'mongodb';
import { startEmbedded } from '../../../core/adapters/embedded/index.ts';
import { systemClock } from '../../../core/adapters/system.ts';
import { type Row, rowOf } from '../figures.ts';
import type { Bench, Subject } from '../subject.ts';
import { timed } from '../timing.ts';

const documents = 50_000;
const parallel = 64;
const batch = 1_000;

interface Observed {
  _id: number;
  watch: string;
  at: Date;
  features: Record<string, number>;
}

export const store: Subject = {
  name: 'store',
  about: 'the embedded store: durable inserts, look-ups, reopening with 50,000 documents',
  cases: () => [{ name: 'embedded', run: measure }],
};

/** Of the size of an observation: twenty features. */
const documentOf = (id: number): Observed => ({
  _id: id,
  watch: 'bench',
  at: new Date(id),
  features: Object.fromEntries(Array.from({ length: 20 }, (_, at) => [`feature_${at}`, id / (at + 1)])),
});

async function measure({ folder, quick }: Bench): Promise<Row[]> {
  const options = { dataDir: folder, clock: systemClock };
  const rows: Row[] = [];
  const tell = (what: string, unit: string, values: readonly number[]) =>
    rows.push(rowOf({ subject: 'store', what, unit }, values));
  let id = 0;
  await opened(options, async (collection) => {
    const insert = () => collection.insertOne(documentOf(id++));
    const single: number[] = [];
    for (let count = 0; count < (quick ? 300 : 2_000); count++) single.push(await timed(insert));
    tell('one durable insert', 'ms', single);
    const rates: number[] = [];
    for (let round = 0; round < 5; round++) {
      const took = await timed(() =>
        Promise.all(
          Array.from({ length: parallel }, async () => {
            for (let count = 0; count < 10; count++) await insert();
          }),
        ),
      );
      rates.push((parallel * 10 * 1000) / took);
    }
    tell(`durable inserts, ${parallel} at a time`, 'a second', rates);
    const batches: number[] = [];
    while (id < documents) {
      const size = Math.min(batch, documents - id);
      const many = Array.from({ length: size }, () => documentOf(id++));
      batches.push(((await timed(() => collection.insertMany(many))) * 1000) / size);
    }
    tell(`durable insert in batches of ${batch.toLocaleString('en-US')}`, 'us each', batches);
    const found: number[] = [];
    for (let at = 0; at < 2_000; at++)
      found.push(await timed(() => collection.findOne({ _id: (at * 7_919) % documents })));
    tell(`findOne by id among ${documents.toLocaleString('en-US')}`, 'ms', found);
  });
  const reopenings: number[] = [];
  for (let round = 0; round < 3; round++) {
    const begun = performance.now();
    await opened(options, async (collection) => {
      if ((await collection.countDocuments({})) !== documents) throw new Error('documents were lost');
      reopenings.push(performance.now() - begun);
    });
  }
  tell(`reopen with ${documents.toLocaleString('en-US')} documents, and count them`, 'ms', reopenings);
  return rows;
}

async function opened(
  options: Parameters<typeof startEmbedded>[0],
  work: (collection: Collection<Observed>) => Promise<void>,
): Promise<void> {
  const embedded = await startEmbedded(options);
  const client = await new MongoClient(embedded.uri).connect();
  try {
    await work(client.db('bench').collection<Observed>('rows'));
  } finally {
    await client.close();
    await embedded.stop();
  }
}
