// Two processes of each role on one store, which is a process of its own. As in the compose file's scale profile, those of
// the bot and the jobs have the API too, for their health and metrics.
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { chance } from '../core/evidence/rows.ts';
import type { FakeDiscord } from '../fakes/discord/server.ts';
import { settingsOf } from './on-discord.ts';
import { shopHeader, shopRows } from './shop.ts';
import { openStoreLine, type StoreLine } from './store-line.ts';
import { launch, type Running, startVigie, until, type Vigie } from './vigie.ts';
import { laterRows, narrowStart } from './wide.ts';

type Role = 'bot,api' | 'api' | 'jobs,api';

/** A process with the jobs, whose writes can be heard. */
export interface Worker extends Vigie {
  readonly line: StoreLine;
}

export interface Six {
  /** Where the store is. */
  readonly store: string;
  /** Rows of the watch "shop". */
  readonly rows: string;
  /** Names of all that are patrolled. */
  readonly watches: readonly string[];
  readonly bots: readonly [Vigie, Vigie];
  readonly apis: readonly [Vigie, Vigie];
  readonly workers: readonly [Worker, Worker];
  /** One more of a role. */
  start(role: Role): Promise<Vigie>;
  /** kill -9 for the store, then a new one on the same data at the same address. */
  restartStore(): Promise<void>;
  /** SIGTERM for the store. */
  stopStore(): Promise<number | null>;
  close(): Promise<void>;
}

const minute = 60_000;

/** "demo" always has new rows, "shop" reads a file, "desk" what /predict sees, and "wide" takes seconds to retrain. */
async function writeWatches(folder: string): Promise<readonly string[]> {
  const random = chance(1);
  const shop = join(folder, 'shop.csv');
  const desk = join(folder, 'desk.csv');
  const wide = join(folder, 'wide.csv');
  const calm = { count: 800, turned: false, ago: 120 * minute };
  await writeFile(shop, shopHeader + shopRows(random, calm));
  await writeFile(desk, shopHeader + shopRows(random, calm));
  await writeFile(wide, narrowStart() + laterRows());
  const read = { kind: 'file', path: shop, time: 'at', id: 'id', label: 'label' };
  const reference = { path: desk, time: 'at', id: 'id', label: 'label' };
  // Their versions come from people alone, and not from a reference that grows.
  const still = { mode: 'seed', policy: 'manual' };
  const watches = [
    { name: 'demo', source: { kind: 'synthetic', rowsPerCheck: 2_000 }, ...still },
    { name: 'shop', source: read, window: 300, policy: 'auto' },
    { name: 'desk', source: { kind: 'observed' }, reference, ...still },
    { name: 'wide', source: { kind: 'observed' }, reference: { path: wide, label: 'label' }, ...still },
  ];
  await writeFile(join(folder, 'watches.json'), JSON.stringify(watches));
  return watches.map(({ name }) => name);
}

export async function openSix(folder: string, discord: FakeDiscord): Promise<Six> {
  const watches = await writeWatches(folder);
  const store = join(folder, 'store');
  await mkdir(store);
  let serving = await serveStore(store);
  const shared = {
    ...settingsOf(discord),
    // Of the processes together, and not the one of the store: none of them takes its place.
    DATA_DIR: join(folder, 'data'),
    WATCHES_FILE: join(folder, 'watches.json'),
    DRIFT_CRON: '* * * * *',
    LOG_LEVEL: 'debug',
  };
  const start = (role: Role, uri = serving.uri) => startVigie({ ...shared, ROLES: role, MONGODB_URI: uri });
  const worker = async (): Promise<Worker> => {
    const line = await openStoreLine(serving.uri);
    return { ...(await start('jobs,api', line.uri)), line };
  };
  const workers = [await worker(), await worker()] as const;
  const [first, second, ...bots] = await Promise.all([
    start('api'),
    start('api'),
    start('bot,api'),
    start('bot,api'),
  ]);
  return {
    store,
    rows: join(folder, 'shop.csv'),
    watches,
    bots,
    apis: [first, second],
    workers,
    start,
    async restartStore() {
      await serving.process.end('SIGKILL');
      const { uri } = serving;
      serving = await serveStore(store);
      if (serving.uri !== uri) throw new Error(`The store was at ${uri}, now it is at ${serving.uri}`);
    },
    stopStore: () => serving.process.end('SIGTERM'),
    async close() {
      await Promise.all(workers.map(({ line }) => line.close()));
    },
  };
}

/** `vigie store serve`, and where it is. */
export async function serveStore(dataDir: string): Promise<{ process: Running; uri: string }> {
  const process = launch({ DATA_DIR: dataDir, LOG_LEVEL: 'warn' }, ['store', 'serve']);
  const ended = process.ended.then(() => true);
  await until(async () => {
    if (process.output().includes('until SIGTERM')) return true;
    if (await Promise.race([ended, false])) throw new Error(`No store: ${process.output()}`);
    return false;
  });
  return { process, uri: / at (mongodb:\S+) until/.exec(process.output())?.[1] ?? '' };
}
