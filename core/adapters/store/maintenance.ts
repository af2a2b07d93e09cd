// `vigie store ...`: serving, backing up, restoring and copying a store, each from a process of its own.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { MongoClient } from 'mongodb';
import { AppError } from '../../errors.ts';
import type { Clock } from '../../ports.ts';
import { backup, type LogTools, restore } from './backup.ts';
import { connect, guard } from './connect.ts';
import { copyStore } from './copy.ts';

interface EmbeddedTools extends LogTools {
  startEmbedded(options: {
    dataDir: string;
    clock: Pick<Clock, 'now'>;
  }): Promise<{ readonly uri: string; readonly owner: boolean; stop(): Promise<void> }>;
}

interface Maintenance {
  readonly settings: { readonly DATA_DIR: string; readonly MONGODB_URI: string; readonly MONGODB_DB: string };
  readonly tools: EmbeddedTools;
  readonly clock: Clock;
  readonly say: (line: string) => void;
  /** The process goes on until it is told to end: then this is closed. */
  readonly stayUntilStopped: (close: () => Promise<void>) => void;
}

const storeUsage = [
  'vigie store serve              the embedded store as a process of its own, for others on this machine; until SIGTERM',
  'vigie store backup [FILE]      a verified copy of the embedded store, also while it is in use (DATA_DIR/backups/TIME.log)',
  'vigie store restore FILE       puts a backup in its place and keeps what was there; nothing may use it meanwhile',
  'vigie store copy --to URI      the whole store, embedded or at MONGODB_URI, into the empty database MONGODB_DB at URI',
].join('\n');

const usageRemedy = `Use one of these:\n${storeUsage}`;

/** Runs `store ARGV`. @throws AppError for everything that can be expected to go wrong */
export async function maintain(argv: readonly string[], world: Maintenance): Promise<void> {
  const [command = '--help', ...rest] = argv;
  const { settings, tools, clock, say } = world;
  const place = { dataDir: settings.DATA_DIR, clock, tools };
  if (command === '--help' || command === '-h') return say(storeUsage);
  if (command === 'copy') return copy(world, rest);
  const run = {
    serve: () => serve(world),
    backup: () => backup(place, rest[0]),
    restore: () => restore(place, rest[0]),
  };
  const known = Object.hasOwn(run, command) ? run[command as keyof typeof run] : undefined;
  const most = command === 'serve' ? 0 : 1;
  if (known === undefined || rest.length > most || rest[0]?.startsWith('-'))
    throw new AppError('invalid_input', `store ${argv.join(' ')} is not understood.`, {
      remedy: usageRemedy,
    });
  refuseMongo(settings.MONGODB_URI, command);
  say(await known());
}

function refuseMongo(uri: string, command: string): void {
  if (uri === '') return;
  throw new AppError('unsupported', `"store ${command}" is for the embedded store; MONGODB_URI is set.`, {
    remedy: 'Use mongodump and mongorestore, or "store copy --to URI"; or unset MONGODB_URI.',
  });
}

async function serve({ settings, tools, clock, stayUntilStopped }: Maintenance): Promise<string> {
  const embedded = await tools.startEmbedded({ dataDir: settings.DATA_DIR, clock });
  if (!embedded.owner) {
    await embedded.stop();
    throw new AppError(
      'conflict',
      `A process serves ${resolve(settings.DATA_DIR)} already, at ${embedded.uri}`,
      {
        remedy: 'Use that one, or stop it first.',
      },
    );
  }
  stayUntilStopped(() => embedded.stop());
  return `Serving ${resolve(settings.DATA_DIR)} at ${embedded.uri} until SIGTERM. Processes with this DATA_DIR use it.`;
}

async function copy(world: Maintenance, argv: readonly string[]): Promise<void> {
  const [flag, uri] = argv;
  if (flag !== '--to' || uri === undefined || argv.length > 2)
    throw new AppError('invalid_input', 'store copy wants to know where to.', {
      remedy: 'Name the MongoDB: store copy --to mongodb://HOST/. The database is MONGODB_DB.',
    });
  refuseNonsense(uri);
  const { settings, say } = world;
  const { uri: from, source, close } = await openSource(world);
  try {
    const documents = await between([from, uri], settings.MONGODB_DB, async (fromDb, toDb) =>
      copyStore({ from: fromDb, to: toDb, source, say }),
    );
    say(`Copied ${documents} documents of ${source}. Start with MONGODB_URI set to the target.`);
    say('What is written to the old store from now on is not in the copy.');
  } finally {
    await close();
  }
}

/** A moment of the embedded store in a folder of its own, so that it may be in use; a MongoDB as it is. */
async function openSource({ settings, tools }: Maintenance) {
  const { DATA_DIR, MONGODB_URI, MONGODB_DB } = settings;
  if (MONGODB_URI !== '') {
    const source = `${withoutSecrets(MONGODB_URI)}/${MONGODB_DB}`;
    return { uri: MONGODB_URI, source, close: async () => {} };
  }
  const folder = await mkdtemp(join(tmpdir(), 'vigie-copy-'));
  const remove = () => rm(folder, { recursive: true, force: true });
  try {
    await tools.backupLog(DATA_DIR, join(folder, 'embedded.log'));
    // Time stands still in it: nothing becomes over while it is copied.
    const embedded = await tools.startEmbedded({ dataDir: folder, clock: { now: () => 0 } });
    const close = () => embedded.stop().then(remove);
    return { uri: embedded.uri, source: `the embedded store in ${resolve(DATA_DIR)}`, close };
  } catch (cause) {
    await remove();
    throw cause;
  }
}

type Work<T> = (from: Awaited<ReturnType<typeof connect>>['db'], to: typeof from) => Promise<T>;

async function between<T>(uris: readonly [string, string], database: string, work: Work<T>): Promise<T> {
  const from = await connect(uris[0], database);
  try {
    const to = await connect(uris[1], database);
    try {
      return await guard(() => work(from.db, to.db));
    } finally {
      await to.client.close();
    }
  } finally {
    await from.client.close();
  }
}

/** The driver's own words could repeat a password. */
function refuseNonsense(uri: string): void {
  try {
    new MongoClient(uri);
  } catch {
    throw new AppError('invalid_input', 'What follows --to is not the address of a MongoDB.', {
      remedy: 'It begins with mongodb:// or mongodb+srv://.',
    });
  }
}

const withoutSecrets = (uri: string) => uri.replace(/^(mongodb(?:\+srv)?:\/\/)(?:.*@)?([^/?]*).*$/, '$1$2');
