// A retraining of the packaged product with a kill -9 at one of its steps, and the next life that brings it to its end.
import { appendFile, cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEmbedded } from '../../core/adapters/embedded/index.ts';
import { systemClock } from '../../core/adapters/system.ts';
import { chance } from '../core/evidence/rows.ts';
import { type FakeDiscord, startFakeDiscord } from '../fakes/discord/server.ts';
import { type FakeMlflow, startFakeMlflow } from '../fakes/mlflow.ts';
import { type Books, minutesLater, readBooks } from './books.ts';
import { type Kept, keptIn } from './kept.ts';
import { settingsOf } from './on-discord.ts';
import { shopHeader, shopRows } from './shop.ts';
import { openStoreLine } from './store-line.ts';
import { listen, type Strike } from './strike.ts';
import { type Settings, startVigie, until, type Vigie } from './vigie.ts';

export type Scenario = 'asked' | 'drifted' | 'approved' | 'undone';

export interface Prediction {
  readonly version: number;
  readonly yes: number;
}

export interface Aftermath {
  readonly fell: boolean;
  readonly exitCode: number | null;
  readonly output: string;
  /** Right after the blow, before anybody could mend anything. */
  readonly struck: Kept;
  /** The first answer of the next life. */
  readonly first: Prediction;
  readonly last: Prediction;
  readonly books: Kept;
  /** Version in the readable copy. */
  readonly copy: number;
  readonly titles: readonly string[];
  readonly violations: readonly string[];
  /** Key and status of each run of a training. */
  readonly runs: readonly (readonly [string | undefined, string])[];
  /** Every step of the act, in order, of a life that nothing struck. */
  readonly steps: readonly Pick<Strike, 'at' | 'what'>[];
}

export interface RetrainPlace {
  /** On a copy of the place; null = nothing strikes. */
  live(scenario: Scenario, strike: Strike | null): Promise<Aftermath>;
  close(): Promise<void>;
}

const policies = { asked: 'manual', drifted: 'auto', approved: 'approve', undone: 'auto' } as const;
const minute = 60_000;
const key = { 'Idempotency-Key': 'nightly' };

/** Whether the act of a scenario has come to its end, by the state of the watch. */
const over: Readonly<Record<Scenario, (books: Books) => boolean>> = {
  asked: ({ state }) => state?.incident?.phase === 'probation',
  drifted: ({ state }) => state?.incident?.phase === 'probation',
  approved: ({ state }) => state?.champion === 2,
  undone: ({ state }) => state?.undone?.length === 1,
};

export async function openRetrainPlace(scenarios: readonly Scenario[]): Promise<RetrainPlace> {
  const folder = await mkdtemp(join(tmpdir(), 'vigie-retrain-'));
  for (const scenario of scenarios) await prepare(join(folder, scenario), scenario);
  let rounds = 0;
  return {
    async live(scenario, strike) {
      const dataDir = join(folder, `round-${rounds++}`);
      await cp(join(folder, scenario, 'data'), dataDir, { recursive: true });
      const after = await round({
        scenario,
        strike,
        dataDir,
        watches: join(folder, scenario, 'watches.json'),
      });
      await rm(dataDir, { recursive: true });
      return after;
    },
    close: () => rm(folder, { recursive: true, force: true }),
  };
}

/** A watch at the moment before the act. Nobody is told yet, so that each round tells a Discord of its own. */
async function prepare(folder: string, scenario: Scenario): Promise<void> {
  await mkdir(folder);
  const rows = join(folder, 'rows.csv');
  const random = chance(1);
  await writeFile(rows, shopHeader + shopRows(random, { count: 800, turned: false, ago: 120 * minute }));
  const source = { kind: 'file', path: rows, time: 'at', id: 'id', label: 'label' };
  const watch = { name: 'shop', source, window: 300, policy: policies[scenario] };
  await writeFile(join(folder, 'watches.json'), JSON.stringify([watch]));
  const vigie = await startVigie({
    DATA_DIR: join(folder, 'data'),
    WATCHES_FILE: join(folder, 'watches.json'),
    ROLES: 'api',
    LOG_LEVEL: 'warn',
  });
  const check = () => vigie.post('/drift-check', {});
  await check();
  await appendFile(rows, shopRows(random, { count: 300, turned: true, ago: 60 * minute }));
  if (scenario !== 'drifted') await check();
  if (scenario === 'undone') {
    await appendFile(rows, shopRows(random, { count: 300, turned: false, ago: 30 * minute, prefix: 'u' }));
  }
  await vigie.end('SIGTERM');
}

async function act(vigie: Vigie, scenario: Scenario): Promise<void> {
  const ask = {
    asked: () => vigie.post('/retrain', { watch: 'shop' }, key),
    drifted: () => vigie.post('/drift-check', {}),
    approved: () => vigie.post('/models/2/approve', { watch: 'shop' }),
    undone: () => vigie.post('/drift-check', {}),
  } as const;
  await ask[scenario]().catch(() => null);
}

interface Round {
  readonly scenario: Scenario;
  readonly strike: Strike | null;
  readonly dataDir: string;
  readonly watches: string;
}

async function round(asked: Round): Promise<Aftermath> {
  const { scenario, dataDir, watches } = asked;
  let heard: (call: string) => void = () => {};
  const discord = await startFakeDiscord();
  const mlflow = await startFakeMlflow({ onCall: (call) => heard(call) });
  const settings = {
    ...settingsOf(discord),
    DATA_DIR: dataDir,
    WATCHES_FILE: watches,
    MLFLOW_TRACKING_URI: mlflow.uri,
    LOG_LEVEL: 'warn',
    ROLES: 'api',
    DRIFT_CRON: '0 0 1 1 *',
  };
  const onCall = (told: (call: string) => void) => {
    heard = told;
  };
  const first = await firstLife(asked, { settings, discord, mlflow, onCall });
  const struck = await keptIn(dataDir, 'shop');
  await minutesLater(dataDir);
  const vigie = await startVigie({ ...settings, ROLES: 'api,jobs' });
  const before = await predict(vigie);
  await until(async () => {
    if (over[scenario](await readBooks(dataDir, 'shop'))) return true;
    await act(vigie, scenario);
    return false;
  });
  await until(async () => {
    await vigie.post('/drift-check', {});
    const { body } = await vigie.get('/status');
    const { mlflow: queue, notifications } = body as {
      mlflow: { queued: number };
      notifications: { waiting: number };
    };
    return queue.queued === 0 && notifications.waiting === 0;
  });
  const last = await predict(vigie);
  const exitCode = await vigie.end('SIGTERM');
  const books = await keptIn(dataDir, 'shop');
  const copy = JSON.parse(await readFile(join(dataDir, 'models', 'shop', 'current_model.json'), 'utf8'));
  await Promise.all([discord.stop(), mlflow.stop()]);
  return {
    ...first,
    exitCode,
    output: vigie.output(),
    struck,
    first: before,
    last,
    books,
    copy: (copy as { version: number }).version,
    titles: discord
      .messages()
      .filter(({ channel }) => channel === discord.channelId)
      .map(({ embeds }) => embeds[0]?.title ?? ''),
    violations: discord.violations(),
    runs: [...mlflow.runs.values()]
      .filter(({ tags }) => tags.get('vigie.kind') !== 'monitor')
      .map(({ tags, status }) => [tags.get('vigie.idempotency_key'), status]),
  };
}

interface Stage {
  readonly settings: Settings;
  readonly discord: FakeDiscord;
  readonly mlflow: FakeMlflow;
  readonly onCall: (told: (call: string) => void) => void;
}

/** Its store is not its own, so that all that it writes goes over the line. */
async function firstLife({ scenario, strike, dataDir }: Round, stage: Stage) {
  const embedded = await startEmbedded({ dataDir, clock: systemClock });
  const line = await openStoreLine(embedded.uri);
  const vigie = await startVigie({ ...stage.settings, MONGODB_URI: line.uri });
  const steps: Pick<Strike, 'at' | 'what'>[] = [];
  let fell = false;
  const kill = () => {
    if (!fell) void vigie.end('SIGKILL');
    fell = true;
  };
  listen({ ...stage, line, strike, kill, heard: (step) => void steps.push(step) });
  await act(vigie, scenario);
  await vigie.end('SIGKILL');
  await line.close();
  await embedded.stop();
  return { fell, steps };
}

async function predict(vigie: Vigie): Promise<Prediction> {
  const { body } = await vigie.post('/predict', { watch: 'shop', x: 0.75, y: -0.5 });
  const { version, predictions } = body as {
    version: number;
    predictions: { probabilities: { yes: number } }[];
  };
  return { version, yes: predictions[0]?.probabilities.yes ?? Number.NaN };
}
