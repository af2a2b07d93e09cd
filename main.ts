// The front door and only composition root: environment -> config -> adapters -> operations -> the surfaces in ROLES.
import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { availableParallelism, hostname, tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import dotenv from 'dotenv';
import { banner, usage } from './bot/banner.ts';
import { commands } from './bot/commands/index.ts';
import { demos } from './bot/demo.ts';
import { runDemo } from './bot/demo-run.ts';
import { screenFor } from './bot/screen.ts';
import { formatOf, runOnce, startShell } from './bot/shell.ts';
import { deployOnly, openDiscord, startBot } from './bot/surface.ts';
import { terminalNotifier } from './bot/terminal-notifier.ts';
import { manualFor, settingsFor, toolOf } from './bot/tools.ts';
import { backupLog, restoreLog, startEmbedded, verifyLog } from './core/adapters/embedded/index.ts';
import { threadedReader } from './core/adapters/files/reader.ts';
import { createLifecycle, type Lifecycle } from './core/adapters/lifecycle.ts';
import { mlflowOf } from './core/adapters/mlflow/configured.ts';
import { modelFiles } from './core/adapters/model-files.ts';
import { createPrometheus } from './core/adapters/prometheus/index.ts';
import { openStore } from './core/adapters/store/index.ts';
import { maintain } from './core/adapters/store/maintenance.ts';
import { createLogger, endable, steppedClock, systemClock, systemRandom } from './core/adapters/system.ts';
import { adminToken } from './core/adapters/token-file.ts';
import { commandTrainer } from './core/adapters/train-command.ts';
import { workerPool } from './core/compute/pool.ts';
import { type Config, parseConfig } from './core/config.ts';
import { AppError } from './core/errors.ts';
import { createBackground } from './core/ops/background.ts';
import { counted } from './core/ops/census.ts';
import { endingOf } from './core/ops/ending.ts';
import { createOps } from './core/ops/index.ts';
import { observationBuffer } from './core/ops/observations.ts';
import { roles } from './core/ops/operation.ts';
import { readiness } from './core/ops/ready.ts';
import type { World } from './core/ops/world.ts';
import type { Clock, Logger, Metrics, Notifier } from './core/ports.ts';
import { createRegistry } from './core/registry.ts';
import { createSources } from './core/sources/index.ts';
import { checkAtStart, chores, sweeping } from './jobs/chores.ts';

const version = '0.1.0';
const metricsAt = (clock: Clock) => createPrometheus(clock, { version, node: process.version });
const readText = (path: string) => readFileSync(path, 'utf8');
/** How a failed start ends: what is open already is closed first, so that the next start finds the data free. */
let giveUp: (code: number) => void = process.exit;
const operator = { name: userInfo().username, via: 'shell', role: 'admin' } as const;

/** Where and when a process lives. */
interface Setting {
  readonly config: Config;
  readonly clock: Clock;
  readonly log: Logger;
  readonly metrics: Metrics;
  readonly notifier: Notifier | null;
  readonly gateway?: Required<World>['gateway'];
  readonly picture?: Required<World>['picture'];
  readonly over: AbortController;
}

/** Storage, core and operations of one process, and how to give them up. */
async function openHouse(setting: Setting) {
  const { config, clock, log, metrics, over } = setting;
  const { DATA_DIR: dataDir, MONGODB_DB: database } = config;
  const embedded = config.MONGODB_URI === '' ? await startEmbedded({ dataDir, clock }) : null;
  const uri = embedded?.uri ?? config.MONGODB_URI;
  const kind = embedded === null ? 'mongodb' : 'embedded';
  const { store, db, sweep, ...open } = await openStore({ uri, database, kind, clock, log });
  const compute = workerPool(Math.max(1, availableParallelism() - 1));
  const world: World = {
    ...setting,
    random: systemRandom,
    store,
    compute,
    files: modelFiles(dataDir),
    registry: createRegistry({ store, compute, clock }),
    observations: observationBuffer({ store, log, metrics, clock }),
    background: createBackground(clock),
    ...mlflowOf(config, { clock, metrics, random: systemRandom, over: over.signal }),
    trainer: commandTrainer(process.env, over.signal),
    watches: createSources(config.watches, { store, clock, reader: threadedReader() }),
    notifyNoDrift: config.NOTIFY_NO_DRIFT,
    setup: { ...config.setup, node: process.version },
    service: { version, startedAt: clock.now(), roles: config.ROLES },
    owner: `${hostname()}:${process.pid}`,
  };
  for (const watch of config.watches) metrics.watching(watch.name, watch.threshold);
  const { cut, finish } = endingOf(world, over);
  const close = () =>
    finish().finally(async () => {
      await open.close();
      await embedded?.stop(); // Last: every pending write would wait for a server that is gone.
    });
  return { world, ops: createOps(world), db, sweep, cut, close };
}

type House = Awaited<ReturnType<typeof openHouse>>;

const screenOf = (config: Config) => screenFor(config, process, process.env['NO_COLOR'] !== undefined);

/** The long-running process: what ROLES names, until a signal. */
async function serve(config: Config): Promise<void> {
  const screen = screenOf(config);
  // Replaced by the prompt's own way of printing once there is a prompt.
  const terminal: { print: (text: string) => void } = { print: (text) => void process.stdout.write(text) };
  const write = (line: string) => (screen.terminal ? terminal.print(line) : process.stderr.write(line));
  const log = createLogger({ level: config.LOG_LEVEL, secrets: config.secrets, out: { write } });
  const life = createLifecycle(log);
  giveUp = life.stop;
  const ports = { clock: systemClock, log, metrics: metricsAt(systemClock), over: endable() };
  const { notifier: discord, charts, gateway, picture } = await openDiscord(config, ports);
  life.onStop(charts.stop);
  const atTerminal = discord === null && config.ROLES.some((role) => role !== 'api');
  const printed = terminalNotifier({ screen, clock: systemClock, print: (text) => terminal.print(text) });
  const notifier = discord ?? (atTerminal ? printed : null);
  const house = await openHouse({ config, ...ports, notifier, gateway, picture });
  life.onCut(() => void house.cut());
  life.onStop(house.close);
  const admin = config.API_TOKENS.length > 0 ? null : await adminToken(config.DATA_DIR);
  const api = config.ROLES.includes('api')
    ? await openApi(config, house, { life, admin: admin?.token ?? null })
    : null;
  if (config.ROLES.includes('jobs')) await openJobs(config, house, life);
  const facts = { version, config, api, tokenPath: admin?.path ?? null, notifier: notifier?.name ?? null };
  process.stdout.write(banner({ ...facts, storage: house.world.store.kind }));
  if (!config.ROLES.includes('bot')) return;
  if (config.DISCORD_TOKEN !== '') {
    const bot = await startBot(config, { ops: house.ops, charts }, { ...house.world, gateway });
    life.claim(bot.claims);
    life.onIntakeStop(() => bot.stop());
  } else if (discord === null && screen.terminal) {
    const deps = { ...screen, ops: house.ops, commands, caller: operator, clock: systemClock, log };
    const shell = startShell({ ...deps, input: process.stdin, onExit: life.stop });
    terminal.print = (text) => shell.print(text);
    life.onStop(() => shell.stop());
  }
}

async function openApi(
  config: Config,
  { world, ops }: House,
  { life, admin }: { life: Lifecycle; admin: string | null },
) {
  const { clock, random, log } = world;
  // Only here: a command or a process without the API does without Koa.
  const { startApi } = await import('./api/server.ts');
  const api = await startApi({
    host: config.HOST,
    port: config.PORT,
    ops,
    metrics: counted(world),
    tokens: admin === null ? config.API_TOKENS : [{ name: 'admin', scopes: roles.admin, token: admin }],
    openReads: ['127.0.0.1', 'localhost', '::1'].includes(config.HOST),
    metricsToken: config.METRICS_TOKEN || null,
    ready: () => readiness(world, life.draining()),
    ...{ clock, random, log, rateLimit: config.RATE_LIMIT, version: world.service.version },
  });
  life.onIntakeStop(() => api.stop());
  return api.url;
}

async function openJobs(config: Config, house: House, life: Lifecycle): Promise<void> {
  const { db, ops, sweep, world } = house;
  const { DRIFT_CRON: cron, TIMEZONE: timezone } = config;
  const rounds = config.watches.map(({ name }) => ({ watch: name, cron, timezone }));
  const all = [...chores(ops, world.clock, rounds), ...(sweep === null ? [] : [sweeping(sweep)])];
  // Only now: the API listens already, and Agenda takes long to load.
  const { startJobs } = await import('./jobs/scheduler.ts');
  const jobs = await startJobs({ db, chores: all, ...world });
  life.onIntakeStop(() => jobs.stop());
  checkAtStart(ops);
}

/** One command, or the lines of standard input, then the end. At a terminal cards are left to the process that serves. */
async function once(config: Config, argv: readonly string[]): Promise<number> {
  const level = config.LOG_LEVEL === 'info' ? 'warn' : config.LOG_LEVEL;
  const log = createLogger({ level, secrets: config.secrets, out: process.stderr });
  const ports = { clock: systemClock, log, metrics: metricsAt(systemClock), over: endable() };
  const { charts, notifier, picture } = await openDiscord(config, ports);
  const house = await openHouse({ config, ...ports, notifier, picture });
  const deps = { ...screenOf(config), ops: house.ops, commands, caller: operator, clock: systemClock, log };
  try {
    const asTool = toolOf(argv)?.run(house.world, argv, process.stdout);
    if (argv[0] !== 'shell') return await (asTool ?? runOnce(argv, deps));
    return await new Promise<number>((resolve) =>
      startShell({ ...deps, ...formatOf(argv), input: process.stdin, onExit: resolve }),
    );
  } finally {
    await house.close();
    await charts.stop();
  }
}

/** The whole loop in compressed time, in a store of its own that is removed again. */
async function demonstrate(settings: Config, name: string): Promise<number> {
  const folder = await mkdtemp(join(tmpdir(), 'vigie-demo-'));
  const clock = steppedClock(systemClock.now());
  const screen = { ...screenOf(settings), terminal: false };
  const log = createLogger({ level: 'error', secrets: [], out: process.stderr });
  const prepared = await demos[name]?.prepare(folder, clock.now());
  if (prepared === undefined) throw new AppError('not_found', `There is no demonstration "${name}".`);
  const env = { DATA_DIR: folder, WATCHES_FILE: prepared.watchesFile ?? '' };
  const notifier = terminalNotifier({ screen, clock, print: (text) => void process.stdout.write(text) });
  const ports = { clock, log, metrics: metricsAt(clock), notifier, over: endable() };
  const house = await openHouse({ config: parseConfig(env, readText), ...ports });
  try {
    await runDemo(prepared, { ops: house.ops, advance: clock.advance, now: clock.now, screen });
    return 0;
  } finally {
    await house.close();
    await rm(folder, { recursive: true, force: true });
  }
}

/** `vigie store ...`; to serve, the process stays until a signal. */
async function maintainStore(config: Config, argv: readonly string[]): Promise<void> {
  const log = createLogger({ level: config.LOG_LEVEL, secrets: config.secrets, out: process.stderr });
  await maintain(argv, {
    settings: config,
    tools: { startEmbedded, backupLog, restoreLog, verifyLog },
    clock: systemClock,
    say: (line) => void process.stdout.write(`${line}\n`),
    stayUntilStopped: (close) => createLifecycle(log).onStop(close),
  });
}

async function main(argv: readonly string[]): Promise<void> {
  const [first = ''] = argv;
  const manual = ['--help', '-h'].includes(first) ? usage(version, commands) : manualFor(argv);
  if (manual !== null) return void process.stdout.write(manual);
  dotenv.config({ quiet: true });
  if (first === 'doctor') {
    const { discordCheck } = await import('./bot/doctor.ts');
    return (await import('./core/doctor/index.ts')).doctor(process, { readFile: readText, discordCheck });
  }
  const config = parseConfig(process.env, readText);
  if (first === '') return serve(config);
  if (Object.hasOwn(demos, first)) process.exitCode = await demonstrate(config, first);
  else if (first === 'store') await maintainStore(config, argv.slice(1));
  else if (first === 'deploy-commands') process.stdout.write(await deployOnly(config));
  else process.exitCode = await once(settingsFor(config, argv), argv);
}

main(process.argv.slice(2)).catch((cause: unknown) => {
  const bug = cause instanceof Error ? cause.stack : String(cause);
  const text = cause instanceof AppError ? `${cause.message}\n${cause.remedy}` : `a bug: ${bug}`;
  process.stderr.write(`vigie: ${text}\n`);
  giveUp(1);
});
