// The front door and only composition root: environment -> config -> adapters -> operations -> the surfaces in ROLES.
import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { availableParallelism, hostname, tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import dotenv from 'dotenv';
import { startApi } from './api/server.ts';
import { banner, usage } from './bot/banner.ts';
import { commands } from './bot/commands/index.ts';
import { demos, runDemo } from './bot/demo.ts';
import { runOnce, startShell } from './bot/shell.ts';
import type { Screen } from './bot/shell-run.ts';
import { terminalNotifier } from './bot/terminal-notifier.ts';
import { startEmbedded } from './core/adapters/embedded/index.ts';
import { fileReader } from './core/adapters/files/reader.ts';
import { createMlflowTracker } from './core/adapters/mlflow/tracker.ts';
import { modelFiles } from './core/adapters/model-files.ts';
import { createPrometheus } from './core/adapters/prometheus.ts';
import { openStore } from './core/adapters/store/index.ts';
import { createLogger, steppedClock, systemClock, systemRandom } from './core/adapters/system.ts';
import { adminToken } from './core/adapters/token-file.ts';
import { failureCard } from './core/cards/failure.ts';
import { cardFor } from './core/cards/index.ts';
import { workerPool } from './core/compute/pool.ts';
import { type Config, parseConfig } from './core/config.ts';
import { AppError } from './core/errors.ts';
import { createOps } from './core/ops/index.ts';
import { observationBuffer } from './core/ops/observations.ts';
import type { World } from './core/ops/world.ts';
import type { Clock, Logger, Notifier, Tracker } from './core/ports.ts';
import { createRegistry } from './core/registry.ts';
import { createReference, createSource } from './core/sources/index.ts';
import { chores } from './jobs/chores.ts';
import { startJobs } from './jobs/scheduler.ts';

const version = '0.1.0';
/** A stop that takes longer than this is not going to end well by itself. */
const hardStopMs = 28_000;

/** Where and when a process lives; a demonstration lives elsewhere and faster. */
interface Setting {
  readonly config: Config;
  readonly clock: Clock;
  readonly log: Logger;
  readonly notifier: Notifier | null;
}

/** Storage, core and operations of one process, and how to give them up. */
async function openHouse({ config, clock, log, notifier }: Setting) {
  const embedded =
    config.MONGODB_URI === '' ? await startEmbedded({ dataDir: config.DATA_DIR, clock }) : null;
  const uri = embedded?.uri ?? config.MONGODB_URI;
  const kind = embedded === null ? 'mongodb' : 'embedded';
  const open = await openStore({ uri, database: config.MONGODB_DB, kind, clock });
  const { store } = open;
  const metrics = createPrometheus(clock);
  const compute = workerPool(Math.max(1, availableParallelism() - 1));
  const observations = observationBuffer({ store, log });
  const world: World = {
    clock,
    random: systemRandom,
    log,
    metrics,
    store,
    compute,
    files: modelFiles(config.DATA_DIR),
    registry: createRegistry({ store, compute, clock }),
    observations,
    tracker: trackerOf(config),
    notifier,
    watches: new Map(
      config.watches.map((watch) => [
        watch.name,
        {
          watch,
          source: createSource(watch, { store, clock, reader: fileReader }),
          reference: createReference(watch, fileReader),
        },
      ]),
    ),
    notifyNoDrift: config.NOTIFY_NO_DRIFT,
    service: { version, startedAt: clock.now(), roles: config.ROLES },
    owner: `${hostname()}:${process.pid}`,
  };
  for (const watch of config.watches) metrics.watching(watch.name, watch.threshold);
  return {
    world,
    metrics,
    ops: createOps(world),
    db: open.db,
    async close() {
      await observations.flush();
      await compute.stop();
      await open.close();
      // Last: every pending write would wait for a server that is gone.
      await embedded?.stop();
    },
  };
}

type House = Awaited<ReturnType<typeof openHouse>>;

function trackerOf(config: Config): Tracker | null {
  if (config.MLFLOW_TRACKING_URI === '') return null;
  return createMlflowTracker({
    trackingUri: config.MLFLOW_TRACKING_URI,
    publicUrl: config.MLFLOW_PUBLIC_URL,
    experiment: config.MLFLOW_EXPERIMENT,
    auth: {
      username: config.MLFLOW_TRACKING_USERNAME,
      password: config.MLFLOW_TRACKING_PASSWORD,
      token: config.MLFLOW_TRACKING_TOKEN,
    },
  });
}

const accessOf = (config: Config) => ({
  token: config.DISCORD_TOKEN,
  apiBaseUrl: config.DISCORD_API_BASE_URL || null,
});

/** Discord by token, else by webhook; null when neither is configured. Loaded only then: discord.js is half of Vigie's memory. */
async function discordNotifier(config: Config): Promise<Notifier | null> {
  if (config.DISCORD_TOKEN !== '') {
    const { createDiscordNotifier } = await import('./bot/notifier.ts');
    return createDiscordNotifier({ access: accessOf(config), channelId: config.DISCORD_CHANNEL_ID, cardFor });
  }
  if (config.DISCORD_WEBHOOK_URL === '') return null;
  const { createWebhookNotifier } = await import('./bot/webhook.ts');
  return createWebhookNotifier({
    url: config.DISCORD_WEBHOOK_URL,
    apiBaseUrl: accessOf(config).apiBaseUrl,
    cardFor,
  });
}

async function startBot(config: Config, { world, ops }: House) {
  const { startDiscord } = await import('./bot/discord.ts');
  const { clock, log } = world;
  return startDiscord({
    settings: discordSettings(config),
    ops,
    commands,
    failure: failureCard,
    watchOf: (channel) =>
      config.watches.find((watch) => (watch.channel ?? config.DISCORD_CHANNEL_ID) === channel)?.name ?? null,
    clock,
    log,
  });
}

function discordSettings(config: Config) {
  return {
    ...accessOf(config),
    appId: config.DISCORD_APP_ID,
    guildId: config.DISCORD_GUILD_ID || null,
    operatorRoleIds: config.DISCORD_OPERATOR_ROLE_IDS,
    adminRoleIds: config.DISCORD_ADMIN_ROLE_IDS,
  };
}

const screenOf = (config: Pick<Config, 'TIMEZONE'>): Screen => ({
  output: process.stdout,
  colour: process.stdout.isTTY === true && process.env['NO_COLOR'] === undefined,
  timezone: config.TIMEZONE,
  terminal: process.stdout.isTTY === true && process.stdin.isTTY === true,
});

const operator = { name: userInfo().username, via: 'shell', role: 'admin' } as const;

/** The long-running process: what ROLES names, until a signal. */
async function serve(config: Config): Promise<void> {
  const screen = screenOf(config);
  const terminal: { print: (text: string) => void } = {
    print: (text: string) => void process.stdout.write(text),
  };
  const logTo = {
    write: (line: string) => (screen.terminal ? terminal.print(line) : process.stderr.write(line)),
  };
  const log = createLogger({ level: config.LOG_LEVEL, secrets: config.secrets, out: logTo });
  const discord = await discordNotifier(config);
  const atTerminal = discord === null && config.ROLES.some((role) => role !== 'api');
  const notifier =
    discord ??
    (atTerminal
      ? terminalNotifier({ screen, clock: systemClock, print: (text) => terminal.print(text) })
      : null);
  const house = await openHouse({ config, clock: systemClock, log, notifier });
  const stops: (() => Promise<void>)[] = [() => house.close()];
  const life = { draining: false };
  const claims: ((reason: unknown) => boolean)[] = [];
  const stop = stopper(stops, life, log);
  // An unhandled rejection is a bug and ends the process; one out of discord.js' own dispatch is logged by the bot.
  process.on('unhandledRejection', (reason) => {
    if (claims.some((claim) => claim(reason))) return;
    log.error('unhandled rejection', { err: reason });
    stop(1);
  });
  const admin = await adminToken(config.DATA_DIR);
  const api = config.ROLES.includes('api')
    ? await openApi(config, house, { life, admin: admin.token })
    : null;
  if (api !== null) stops.push(() => api.stop());
  if (config.ROLES.includes('jobs')) {
    const jobs = await startJobs({
      db: house.db,
      chores: choresOf(config, house),
      clock: systemClock,
      log,
      metrics: house.metrics,
    });
    stops.push(() => jobs.stop());
  }
  process.stdout.write(
    banner({
      version,
      config,
      api: api?.url ?? null,
      tokenPath: admin.path,
      notifier: notifier?.name ?? null,
      storage: house.world.store.kind,
    }),
  );
  if (config.ROLES.includes('jobs')) for (const name of house.ops.watchNames()) void firstCheck(house, name);
  if (config.ROLES.includes('bot') && config.DISCORD_TOKEN !== '') {
    const bot = await startBot(config, house);
    claims.push(bot.claims);
    stops.push(() => bot.stop());
  }
  if (config.ROLES.includes('bot') && discord === null && screen.terminal) {
    const shell = startShell({
      ...screen,
      input: process.stdin,
      ops: house.ops,
      commands,
      caller: operator,
      clock: systemClock,
      log,
      onExit: stop,
    });
    terminal.print = (text) => shell.print(text);
    stops.push(() => shell.stop());
  }
}

function openApi(
  config: Config,
  { world, ops, metrics }: House,
  { life, admin }: { life: { draining: boolean }; admin: string },
) {
  const configured = config.API_TOKENS.length > 0;
  return startApi({
    host: config.HOST,
    port: config.PORT,
    ops,
    metrics,
    tokens: configured ? config.API_TOKENS : [{ name: 'admin', role: 'admin', token: admin }],
    openReads: ['127.0.0.1', 'localhost', '::1'].includes(config.HOST),
    metricsToken: config.METRICS_TOKEN || null,
    ready: async () => {
      const storage = await world.store.ping().then(
        () => true,
        () => false,
      );
      return { ok: storage && !life.draining, checks: { storage, draining: life.draining } };
    },
    clock: world.clock,
    random: world.random,
    log: world.log,
  });
}

function choresOf(config: Config, { ops, world }: House) {
  const rounds = config.watches.map(({ name }) => ({
    watch: name,
    cron: config.DRIFT_CRON,
    timezone: config.TIMEZONE,
  }));
  return chores(ops, world.clock, rounds);
}

/** A start should show something at once, not in two minutes. What goes wrong is in the log, and the patrol tries again. */
async function firstCheck({ ops }: House, watch: string): Promise<void> {
  await ops.check({ watch }, { name: 'vigie', via: 'job', role: 'admin' }).catch(() => {});
}

/** The way out, taken once: everything is given up in reverse order. A second call, or too long a wait, ends at once. */
function stopper(
  stops: readonly (() => Promise<void>)[],
  life: { draining: boolean },
  log: Logger,
): (code: number) => void {
  const stop = (code: number) => {
    if (life.draining) process.exit(1);
    life.draining = true;
    setTimeout(() => process.exit(1), hardStopMs).unref();
    void (async () => {
      for (const close of [...stops].reverse())
        await close().catch((err: unknown) => log.error('not closed cleanly', { err }));
      process.exit(code);
    })();
  };
  process.on('SIGTERM', () => stop(0));
  process.on('SIGINT', () => stop(0));
  return stop;
}

/** One command, or the lines of standard input, then the end. Cards are left to the process that serves. */
async function once(config: Config, argv: readonly string[]): Promise<number> {
  const screen = screenOf(config);
  const log = createLogger({
    level: config.LOG_LEVEL === 'info' ? 'warn' : config.LOG_LEVEL,
    secrets: config.secrets,
    out: process.stderr,
  });
  const house = await openHouse({ config, clock: systemClock, log, notifier: await discordNotifier(config) });
  const deps = { ...screen, ops: house.ops, commands, caller: operator, clock: systemClock, log };
  try {
    if (argv[0] !== 'shell') return await runOnce(argv, deps);
    return await new Promise<number>((resolve) =>
      startShell({ ...deps, input: process.stdin, onExit: resolve }),
    );
  } finally {
    await house.close();
  }
}

/** The whole loop in compressed time, in a store of its own that is removed again. */
async function demonstrate(config: Config, name: string): Promise<number> {
  const demo = demos[name];
  if (demo === undefined) throw new AppError('not_found', `There is no demonstration "${name}".`);
  const folder = await mkdtemp(join(tmpdir(), 'vigie-demo-'));
  const clock = steppedClock(systemClock.now());
  const screen = { ...screenOf(config), terminal: false };
  const log = createLogger({ level: 'error', secrets: [], out: process.stderr });
  const prepared = await demo.prepare(folder, clock.now());
  const env = {
    DATA_DIR: folder,
    ...(prepared.watchesFile === null ? {} : { WATCHES_FILE: prepared.watchesFile }),
  };
  const notifier = terminalNotifier({ screen, clock, print: (text) => void process.stdout.write(text) });
  const house = await openHouse({
    config: parseConfig(env, (path) => readFileSync(path, 'utf8')),
    clock,
    log,
    notifier,
  });
  try {
    await runDemo(prepared, { ops: house.ops, advance: clock.advance, now: clock.now, screen });
    return 0;
  } finally {
    await house.close();
    await rm(folder, { recursive: true, force: true });
  }
}

async function deployOnly(config: Config): Promise<number> {
  if (config.DISCORD_TOKEN === '')
    throw new AppError('invalid_config', 'DISCORD_TOKEN is not set: there is no bot to deploy commands for.');
  const { deployCommands } = await import('./bot/deploy.ts');
  const settings = discordSettings(config);
  const done = await deployCommands(
    { access: accessOf(config), appId: settings.appId, guildId: settings.guildId, roles: settings },
    commands,
  );
  process.stdout.write(`${done.commands} commands deployed (${done.scope}).\n`);
  return 0;
}

async function main(argv: readonly string[]): Promise<void> {
  const [first = ''] = argv;
  if (first === '--help' || first === '-h') {
    process.stdout.write(usage(version, commands));
    return;
  }
  dotenv.config({ quiet: true });
  const config = parseConfig(process.env, (path) => readFileSync(path, 'utf8'));
  if (first === '') return serve(config);
  if (first in demos) process.exitCode = await demonstrate(config, first);
  else if (first === 'deploy-commands') process.exitCode = await deployOnly(config);
  else process.exitCode = await once(config, argv);
}

main(process.argv.slice(2)).catch((cause: unknown) => {
  const known = cause instanceof AppError;
  process.stderr.write(
    known
      ? `vigie: ${cause.message}\n${cause.remedy}\n`
      : `vigie: a bug: ${cause instanceof Error ? cause.stack : String(cause)}\n`,
  );
  process.exit(1);
});
