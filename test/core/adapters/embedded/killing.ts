// Rounds of kill -9 on a process that writes in every way the product does, and what must hold after each: for the short
// form in `npm test` and the long one among the runs with real peers.

import type { ChildProcess } from 'node:child_process';
import { MongoClient } from 'mongodb';
import { verifyLog } from '../../../../core/adapters/embedded/backup.ts';
import { startEmbedded } from '../../../../core/adapters/embedded/index.ts';
import { child, linesOf } from './child.ts';
import { clock, type Place } from './place.ts';

// Says each write once it is acknowledged: inserts, batches, upserts, counters. A counter's number comes from one
// findAndModify and is used in one insert, so that numbers given out twice or lost would show.
const writer = `
  const [round, seed] = process.argv.slice(3).map(Number);
  let state = (seed * 2654435761 + round * 40503) % 2147483647 || 1;
  const random = () => (state = (state * 48271) % 2147483647) / 2147483647;
  const db = client.db('test');
  const [counters, slots] = [db.collection('counters'), db.collection('slots')];
  await numbers.createIndex({ key: 1 }, { unique: true });
  let next = 0;
  const fresh = () => round + '-' + next++;
  const filling = 'x'.repeat(2000);
  const ways = [
    async () => { const _id = fresh(); await numbers.insertOne({ _id, key: _id, text: filling.slice(0, random() * 2000) }); say('n ' + _id); },
    async () => {
      const docs = Array.from({ length: 1 + Math.floor(random() * 40) }, fresh).map((_id) => ({ _id, key: _id }));
      await numbers.insertMany(docs, { ordered: random() < 0.5 });
      say('n ' + docs.map((doc) => doc._id).join(' '));
    },
    async () => {
      const slot = 'slot' + Math.floor(random() * 5);
      const { value } = await slots.findOneAndUpdate({ _id: slot }, { $inc: { value: 1 } }, { upsert: true, returnDocument: 'after' });
      say('s ' + slot + ' ' + value);
    },
    async () => {
      const { n } = await counters.findOneAndUpdate({ _id: 'c' }, { $inc: { n: 1 } }, { upsert: true, returnDocument: 'after' });
      await numbers.insertOne({ _id: 'c' + n, key: 'c' + n });
      say('c ' + n);
    },
    async () => {
      const [kept, gone] = [fresh(), fresh()];
      await numbers.bulkWrite([
        { insertOne: { document: { _id: gone, key: gone } } },
        { updateOne: { filter: { _id: kept }, update: { $set: { key: kept } }, upsert: true } },
        { deleteOne: { filter: { _id: gone } } },
      ]);
      say('n ' + kept);
      say('g ' + gone);
    },
  ];
  const write = async () => { for (;;) await ways[Math.floor(random() * ways.length)](); };
  for (let i = 0; i < 8; i += 1) write();
`;

/** What was acknowledged so far. */
interface Acknowledged {
  kept: Set<string>;
  gone: Set<string>;
  slots: Map<string, number>;
  counter: number;
}

export interface Toll {
  /** Writes acknowledged, over all rounds. */
  acknowledged: number;
  /** Rounds after which a torn last commit was found, and cut off. */
  torn: number;
  /** What does not hold, in words; empty when all is well. */
  breaches: string[];
}

/** Runs the rounds, each killed after `writes` acknowledgements and a few more by chance, and checks after each. */
export async function killRounds(
  place: Place,
  { rounds, seed, writes }: { rounds: number; seed: number; writes: number },
): Promise<Toll> {
  const known: Acknowledged = { kept: new Set(), gone: new Set(), slots: new Map(), counter: 0 };
  const toll: Toll = { acknowledged: 0, torn: 0, breaches: [] };
  for (let round = 0; round < rounds; round += 1) {
    const process = await child(place, writer, { args: [String(round), String(seed)] });
    toll.acknowledged += await listen(process, known, writes + ((round * 37 + seed) % writes));
    if ((await verifyLog(place.log)).tornBytes > 0) toll.torn += 1;
    const found = await breachesOf(place, known);
    toll.breaches.push(...found.map((breach) => `round ${round}: ${breach}`));
  }
  return toll;
}

async function listen(process: ChildProcess, known: Acknowledged, most: number): Promise<number> {
  let heard = 0;
  for await (const line of linesOf(process)) {
    note(known, line);
    heard += 1;
    if (heard === most) process.kill('SIGKILL');
  }
  return heard;
}

function note(known: Acknowledged, line: string): void {
  const [what, ...rest] = line.split(' ');
  if (what === 'n') for (const id of rest) known.kept.add(id);
  if (what === 'g') for (const id of rest) known.gone.add(id);
  const [slot = '', value] = rest;
  if (what === 's') known.slots.set(slot, Math.max(known.slots.get(slot) ?? 0, Number(value)));
  if (what === 'c') {
    known.counter = Math.max(known.counter, Number(slot));
    known.kept.add(`c${slot}`);
  }
}

async function breachesOf(place: Place, known: Acknowledged): Promise<string[]> {
  const embedded = await startEmbedded({ dataDir: place.data, clock });
  const client = new MongoClient(embedded.uri);
  try {
    const db = client.db('test');
    const all = await db.collection<{ _id: string; key: string }>('numbers').find().toArray();
    const stored = new Set(all.map(({ _id }) => _id));
    const slots = await db.collection<{ _id: string; value: number }>('slots').find().toArray();
    const values = new Map(slots.map(({ _id, value }) => [_id, value]));
    const counter = (await db.collection('counters').findOne())?.['n'] ?? 0;
    return [
      ...[...known.kept].filter((id) => !stored.has(id)).map((id) => `${id} is lost`),
      ...[...known.gone].filter((id) => stored.has(id)).map((id) => `${id} is back`),
      ...[...known.slots]
        .filter(([id, value]) => (values.get(id) ?? 0) < value)
        .map(([id, value]) => `${id} fell below ${value}`),
      ...(counter < known.counter ? [`the counter fell below ${known.counter}`] : []),
      ...(new Set(all.map(({ key }) => key)).size === all.length ? [] : ['a unique key is there twice']),
    ];
  } finally {
    await client.close();
    await embedded.stop();
  }
}
