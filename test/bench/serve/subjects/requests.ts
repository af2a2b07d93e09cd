// What a request to /predict costs the product, beside the least it could be and beside the original's stack.
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { type Row, rowOf, type Targets } from '../../figures.ts';
import { quantile } from '../../heaviest.ts';
import type { Bench, Subject } from '../../subject.ts';
import { load } from '../load.ts';
import { plainModelOf } from '../plain-model.ts';
import { processorSeconds, settled } from '../processor.ts';
import { type Server, startRival } from '../rival.ts';
import { names, predictOn, rowsLike, servedWatch, startServing, writeBodies } from '../stage.ts';

const connections = 32;
/** Between a sum of 20 products and the same sum in another order. */
const exact = 1e-9;

interface Size {
  readonly rows: number;
  /** Processor time of ours / of bare node:http. */
  readonly cost: Targets;
  /** Requests a second of ours / of the original's stack. */
  readonly rate: Targets;
}

const sizes: readonly Size[] = [
  { rows: 1, cost: { ratio: 3 }, rate: { leastRatio: 2 } },
  { rows: 100, cost: { ratio: 1.4 }, rate: { leastRatio: 8 } },
];

const nameOf = (rows: number) => `${rows} row${rows === 1 ? '' : 's'} a request`;

export const requests: Subject = {
  name: 'requests',
  about:
    'processor time a request and requests a second, against bare node:http and FastAPI with scikit-learn',
  cases: () => sizes.map((size) => ({ name: nameOf(size.rows), run: (bench) => measure(bench, size) })),
};

const bareScript = fileURLToPath(new URL('../bare.js', import.meta.url));
/** Seen from where this file is run: dist/test/bench/serve/subjects. */
const appScript = fileURLToPath(new URL('../../../../../test/bench/serve/app.py', import.meta.url));

async function measure(bench: Bench, size: Size): Promise<Row[]> {
  const { folder, python } = bench;
  const product = await startServing(folder, [await servedWatch(folder)]);
  const rivals: Server[] = [];
  try {
    const ours = { port: Number(new URL(product.url).port), pid: product.pid };
    const path = join(folder, 'model.json');
    const ask = async (rows: Parameters<typeof predictOn>[1]) =>
      (await predictOn(ours.port, rows)).map(({ probabilities }) => probabilities);
    await writeFile(path, JSON.stringify(await plainModelOf(names, ask)));
    const bare = await startRival(process.execPath, [bareScript, path]);
    rivals.push(bare);
    const fast = python === null ? null : await startRival(python, [appScript, path]);
    if (fast !== null) rivals.push(fast);
    const difference = Math.max(
      ...(await Promise.all(rivals.map(({ port }) => differenceOf(ours.port, port)))),
    );
    if (!(difference <= exact)) throw new Error(`answers differ by ${difference}`);
    const found = await inRounds(bench, size.rows, { ours, bare, fast });
    return rowsOf(found, { size, difference, note: await keptOf(product.url) });
  } finally {
    await Promise.all(rivals.map((rival) => rival.stop()));
    await product.stop();
  }
}

/** Largest difference of any probability; labels must be the same. */
async function differenceOf(ours: number, theirs: number): Promise<number> {
  const rows = rowsLike(200, 99);
  const [own, others] = await Promise.all([predictOn(ours, rows), predictOn(theirs, rows)]);
  const differences = own.flatMap(({ label, probabilities }, row) => {
    const other = others[row];
    if (other?.label !== label) throw new Error(`row ${row} is "${label}" here and "${other?.label}" there`);
    return Object.entries(probabilities).map(([name, share]) =>
      Math.abs(share - (other.probabilities[name] ?? Number.NaN)),
    );
  });
  return Math.max(...differences);
}

/** Of each round: microseconds of the processor a request, requests a second, and the 99th of 100 answers in milliseconds. */
interface Found {
  readonly cost: number[];
  readonly rate: number[];
  readonly late: number[];
}

type Party = Pick<Server, 'port' | 'pid'>;
type Parties = { readonly ours: Party; readonly bare: Party; readonly fast: Party | null };

async function inRounds(
  { folder, quick }: Bench,
  size: number,
  { ours, bare, fast }: Parties,
): Promise<{ ours: Found; bare: Found; fast: Found }> {
  const bodies = join(folder, 'bodies.json');
  await writeBodies(bodies, size);
  const nothing = (): Found => ({ cost: [], rate: [], late: [] });
  const found = { ours: nothing(), bare: nothing(), fast: nothing() };
  const turns: (readonly [Party | null, Found])[] = [
    [ours, found.ours],
    [bare, found.bare],
    [fast, found.fast],
  ];
  const seconds = quick ? 1 : 4;
  for (const [party] of turns) if (party !== null) await warmUp(party, bodies, quick ? 1_000 : 20_000);
  for (let round = 0; round < (quick ? 1 : 5); round++)
    for (const [party, kept] of turns) {
      if (party === null) continue;
      const { cost, rate, late } = await send(party, bodies, seconds);
      kept.cost.push(cost);
      kept.rate.push(rate);
      kept.late.push(late);
    }
  return found;
}

/** Until the compiler has seen the code often enough: on a slow machine that takes longer than on a fast one. */
async function warmUp({ port }: Party, bodies: string, atLeast: number): Promise<void> {
  for (let sent = 0, turn = 0; sent < atLeast && turn < 8; turn++)
    sent += (await load({ port, connections, bodies, seconds: 2, apart: 0 })).requests;
}

/**
 * In the midst of a longer load: what was put off until after the answers before the clock of the processor was read for
 * the first time stands for what is put off at the second. The next server begins when this one is at rest.
 */
async function send({ port, pid }: Party, bodies: string, seconds: number) {
  const orders = { port, connections, bodies, apart: 0 };
  await load({ ...orders, seconds: seconds / 2 });
  const before = await processorSeconds(pid);
  const figures = await load({ ...orders, seconds });
  const cost = ((await processorSeconds(pid)) - before) / figures.requests;
  await settled(pid);
  const late = quantile(figures.times, 0.99);
  return { cost: cost * 1e6, rate: figures.requests / figures.seconds, late };
}

const patienceMs = 30_000;

/** How much of what was answered the product kept, once nothing waits any more or patience is at its end. */
async function keptOf(url: string): Promise<string> {
  const begun = performance.now();
  for (;;) {
    const { answered, stored, lost } = await countsOf(url);
    const late = answered - stored - lost;
    if (late > 0 && performance.now() - begun < patienceMs) await pause(200);
    else if (late === 0 && lost === 0) return `all ${stored} rows stored`;
    // Never rounded up to all.
    else
      return `${Math.floor((1_000 * stored) / answered) / 10} % of ${answered} rows stored, ${lost} LOST for want of room, ${late} LATE`;
  }
}

async function countsOf(url: string) {
  const response = await fetch(`${url}/metrics`, { signal: AbortSignal.timeout(60_000) });
  const text = await response.text();
  const count = (series: string) => Number(new RegExp(`^${series}"\\} (\\d+)`, 'm').exec(text)?.[1]);
  return {
    answered: count('ml_predictions_total\\{.*source="http'),
    stored: count('ml_observations_total\\{.*result="stored'),
    lost: count('ml_observations_total\\{.*result="lost'),
  };
}

function rowsOf(
  { ours, bare, fast }: { ours: Found; bare: Found; fast: Found },
  { size, difference, note }: { size: Size; difference: number; note: string },
): Row[] {
  const subject = 'requests';
  const least = (theirs: number[]) => ({ name: 'node:http, hand-written', theirs });
  const original = (theirs: number[]) => ({ name: 'FastAPI, async def, scikit-learn', theirs });
  const cost = { subject, what: `processor, ${nameOf(size.rows)}`, unit: 'us' };
  const rate = { subject, what: `${nameOf(size.rows)}, ${connections} at a time`, unit: 'a second' };
  const late = { subject, what: `p99, ${nameOf(size.rows)}, ${connections} at a time`, unit: 'ms' };
  return [
    rowOf(
      { ...cost, note, difference, targets: { ...size.cost, difference: exact } },
      ours.cost,
      least(bare.cost),
    ),
    rowOf(rate, ours.rate, least(bare.rate)),
    rowOf(cost, ours.cost, original(fast.cost)),
    rowOf({ ...rate, targets: size.rate }, ours.rate, original(fast.rate)),
    rowOf(late, ours.late, original(fast.late)),
  ];
}
