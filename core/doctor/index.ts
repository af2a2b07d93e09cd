// `vigie doctor`: what is wrong with the settings, the machine and everything Vigie talks to, before a start or beside it.
import { redactor, systemClock, systemRandom } from '../adapters/system.ts';
import { type Config, parseConfig } from '../config.ts';
import { AppError, knownError } from '../errors.ts';
import type { Clock } from '../ports.ts';
import { clockFinding, type Moment, momentOf } from './clock.ts';
import { type Finding, failure, fine, report, wrong } from './finding.ts';
import { dataCheck, nodeCheck, portCheck } from './machine.ts';
import { mlflowCheck } from './mlflow.ts';
import { storeCheck } from './store.ts';
import { watchCheck } from './watches.ts';

const usage = `${[
  'vigie doctor [--json]   looks at the settings, the machine, the store, Discord, MLflow and the data of every watch,',
  '                        a line each: ok, warn or FAIL with what to do; exit code 1 where something fails',
  '',
  'It starts nothing and changes nothing, and may run beside a running Vigie. No secret is shown.',
].join('\n')}\n`;

/** One check that does not end does not keep the others from being told. */
const longestCheckMs = 20_000;

/** What of the process it needs; the exit code is left there. */
interface Host {
  readonly argv: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly version: string;
  readonly stdout: { write(text: string): unknown };
  exitCode?: number | string | null | undefined;
}

interface Means {
  readonly readFile: (path: string) => string;
  /** Nothing in this house knows a chat: its own surface looks. */
  readonly discordCheck: (settings: Config) => Promise<Finding[]>;
  /** Absent: the system's. */
  readonly clock?: Clock;
}

/** @throws AppError `invalid_input` for words it does not know */
export async function doctor(host: Host, means: Means): Promise<void> {
  const [word, ...more] = host.argv.slice(3);
  if (word === '--help' || word === '-h') return void host.stdout.write(usage);
  if (more.length > 0 || (word !== undefined && word !== '--json'))
    throw new AppError('invalid_input', `doctor ${word} is not understood.`, {
      remedy: `Use this:\n${usage}`,
    });
  const { findings, secrets } = await examined(host, means);
  const text = word === '--json' ? `${JSON.stringify(findings, null, 2)}\n` : report(findings);
  host.stdout.write(redactor(secrets)(text));
  host.exitCode = findings.some(({ level }) => level === 'FAIL') ? 1 : 0;
}

async function examined(host: Host, means: Means) {
  const node = nodeCheck(host.version);
  const settings = settingsOf(host, means.readFile);
  if (Array.isArray(settings)) return { findings: [node, ...settings], secrets: [] };
  const set = settings.setup.settings.filter(({ origin }) => origin !== 'default').length;
  const read = fine(
    'settings',
    `${set} differ from their default; watches: ${settings.watches.map(({ name }) => name).join(', ')}.`,
  );
  return { findings: [node, read, ...(await all(settings, means))], secrets: settings.secrets };
}

/** The settings, or what is wrong with them: nothing else can be looked at then. */
function settingsOf({ env }: Host, readFile: (path: string) => string): Config | Finding[] {
  try {
    return parseConfig(env, readFile);
  } catch (cause) {
    if (!(cause instanceof AppError)) throw cause;
    const remedy = 'Correct it in the environment or in .env; .env.example explains every setting.';
    if (cause.faults.length === 0) return [failure('settings', cause)];
    return cause.faults.map(({ path, message }) => wrong('settings', `${path}: ${message}`, remedy));
  }
}

async function all(config: Config, { discordCheck, clock = systemClock }: Means): Promise<Finding[]> {
  const moments: (Moment | null)[] = [];
  const bounded = (check: string, run: () => Promise<Finding | Finding[]>) => inTime(check, run, clock);
  const store = async () => {
    const { findings, moment } = await storeCheck(config, clock);
    moments.push(moment);
    return findings;
  };
  const found = await Promise.all([
    bounded('data', () => dataCheck(config.DATA_DIR)),
    bounded('port', () => portCheck(config)),
    bounded('store', store),
    bounded('Discord', () => discordCheck(config)),
    bounded('MLflow', () => mlflowCheck(config, { clock, random: systemRandom })),
    ...config.watches.map((watch) => bounded(`watch ${watch.name}`, () => watchCheck(watch, clock))),
    ...peers(config).map(async ([of, url]) => {
      moments.push(await momentOf(of, url, clock));
      return [];
    }),
  ]);
  return [...found.flat(), clockFinding(moments.filter((moment) => moment !== null))];
}

/** Whose answers carry a date. */
function peers(config: Config): [string, string][] {
  const { DISCORD_TOKEN, DISCORD_WEBHOOK_URL, DISCORD_API_BASE_URL, MLFLOW_TRACKING_URI } = config;
  const discord = DISCORD_API_BASE_URL || 'https://discord.com/api';
  return [
    ...(DISCORD_TOKEN + DISCORD_WEBHOOK_URL === ''
      ? []
      : [['Discord', `${discord.replace(/\/$/, '')}/v10/gateway`] satisfies [string, string]]),
    ...(MLFLOW_TRACKING_URI === ''
      ? []
      : [['MLflow', new URL(MLFLOW_TRACKING_URI).origin] satisfies [string, string]]),
  ];
}

async function inTime(
  check: string,
  run: () => Promise<Finding | Finding[]>,
  clock: Clock,
): Promise<Finding[]> {
  const over = new AbortController();
  const late = clock
    .sleep(longestCheckMs, over.signal)
    .then(() => [
      wrong(
        check,
        `No answer within ${longestCheckMs / 1_000} s.`,
        'Look whether what it asks is overloaded.',
      ),
    ]);
  try {
    return [await Promise.race([run(), late])].flat();
  } catch (cause) {
    return [failure(check, knownError(cause))];
  } finally {
    over.abort();
  }
}
