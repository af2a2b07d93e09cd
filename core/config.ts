// The environment, read once and validated whole: settings, secrets from files, watches. Pure: files come in through `readFile`.
import { CronExpressionParser } from 'cron-parser';
import { AppError, type Fault } from './errors.ts';
import { nearest } from './nearest.ts';
import { listOf, type SettingOrigin, type Settings, secretNames, settings } from './settings.ts';
import type { Watch, WatchEntry } from './watch.ts';
import {
  readEntries,
  registryFaults,
  strayKeys,
  type WatchOrigins,
  watchFaults,
  watchOf,
  watchOrigins,
} from './watches.ts';

const settingNames = Object.keys(settings) as (keyof Settings)[];

export interface Config extends Settings {
  readonly watches: readonly Watch[];
  /** Every secret value, for the redactor. */
  readonly secrets: readonly string[];
  readonly setup: Setup;
}

/** What was decided and where, fit for every eye. */
interface Setup {
  readonly settings: readonly ShownSetting[];
  /** By the name of the watch. */
  readonly origins: Readonly<Record<string, WatchOrigins>>;
}

interface ShownSetting {
  readonly name: string;
  readonly origin: SettingOrigin;
  readonly set: boolean;
  /** As it was written; null = a secret. */
  readonly value: string | null;
}

type Environment = Readonly<Record<string, string | undefined>>;
type ReadFile = (path: string) => string;

/**
 * Reads and validates everything.
 * @throws AppError `invalid_config` listing every fault by its setting's name; values are never repeated
 */
export function parseConfig(env: Environment, readFile: ReadFile): Config {
  const faults = strayFaults(env);
  const texts = readTexts(env, readFile, faults);
  const parsed = parseSettings(texts, faults);
  faults.push(...crossFaults(parsed));
  const cadenceMinutes = cadenceOf(parsed, faults);
  const entries = readEntries(texts['WATCHES_FILE'] ?? '', readFile, faults);
  // An entry takes its missing settings from the environment, so it is only complete once those are sound.
  const watches = faults.length > 0 ? [] : entries.map((entry) => watchOf(entry, parsed, cadenceMinutes));
  faults.push(...strayKeys(entries), ...watchFaults(watches));
  if (watches.length > 0) faults.push(...registryFaults(watches, parsed));
  if (faults.length > 0) {
    const lines = faults.map(({ path, message }) => `${path}: ${message}`);
    throw new AppError('invalid_config', lines.join('\n'), { faults });
  }
  const secrets = secretsOf(texts);
  return Object.freeze({ ...parsed, watches, secrets, setup: setupOf({ env, texts, entries, secrets }) });
}

const given = (env: Environment, name: string) => (env[name] ?? '').trim();

/** What was read. */
interface Reading {
  readonly env: Environment;
  readonly texts: Readonly<Record<string, string>>;
  readonly entries: readonly WatchEntry[];
  readonly secrets: readonly string[];
}

function setupOf({ env, texts, entries, secrets }: Reading): Setup {
  const originOf = (name: keyof Settings): SettingOrigin => {
    const text = texts[name] ?? '';
    if (text === '' || text === settings[name].fallback) return 'default';
    return given(env, name) === '' ? 'secret file' : 'environment';
  };
  const shown = (name: keyof Settings): ShownSetting => {
    const text = texts[name] || settings[name].fallback;
    const isSecret = secretNames.some((secret) => secret === name);
    const value = isSecret ? null : hidden(text, secrets);
    return { name, origin: originOf(name), set: text !== '', value };
  };
  return {
    settings: settingNames.map(shown),
    origins: Object.fromEntries(entries.map((entry) => [entry.name, watchOrigins(entry, originOf)])),
  };
}

/** Without the password of an address, and without a secret that was written in the wrong place as well. */
function hidden(text: string, secrets: readonly string[]): string {
  const address = text.replace(/:\/\/[^/@]*@/, '://***@');
  return secrets.reduce((shown, secret) => shown.replaceAll(secret, '***'), address);
}

const ourPrefixes = /^(VIGIE_|DRIFT_|DISCORD_|MLFLOW_TRACKING)/;
/** Kubernetes tells every container the addresses of its neighbours, one of which may be called vigie. */
const neighbour = /_SERVICE_(HOST|PORT)|_PORT_\d+_(TCP|UDP)/;

/** Names that look like settings and are none: a slip of the finger must not silently mean the default. */
function strayFaults(env: Environment): Fault[] {
  const known = [...Object.keys(settings), ...secretNames.map((name) => `${name}_FILE`)];
  return Object.keys(env)
    .filter((name) => ourPrefixes.test(name) && !known.includes(name) && given(env, name) !== '')
    .filter((name) => !neighbour.test(name) && !/^(tcp|udp):/.test(given(env, name)))
    .map((name) => ({ path: name, message: strayMessage(name, known) }));
}

function strayMessage(name: string, known: readonly string[]): string {
  if (name.endsWith('_FILE') && name.slice(0, -'_FILE'.length) in settings)
    return 'only a secret may come from a file: give the value itself';
  const meant = nearest(name, known) ?? nearest(name.replace(/^VIGIE_/, ''), known);
  return meant === null
    ? 'is not a setting: remove it (.env.example lists all of them)'
    : `is not a setting: did you mean ${meant}?`;
}

function readTexts(env: Environment, readFile: ReadFile, faults: Fault[]): Record<string, string> {
  const texts: Record<string, string> = {};
  for (const name of Object.keys(settings)) texts[name] = given(env, name);
  for (const name of secretNames) {
    const path = given(env, `${name}_FILE`);
    if (path === '') continue;
    if (texts[name] !== '')
      faults.push({ path: name, message: `give either ${name} or ${name}_FILE, not both` });
    else texts[name] = readSecret(`${name}_FILE`, () => readFile(path).trim(), faults);
  }
  return texts;
}

function readSecret(path: string, read: () => string, faults: Fault[]): string {
  try {
    const text = read();
    // An empty one would quietly mean "none": an open /metrics, no Discord.
    if (text === '') faults.push({ path, message: 'the file is empty: write the value into it' });
    return text;
  } catch {
    faults.push({ path, message: 'the file cannot be read: check its path and who may read it' });
    return '';
  }
}

function parseSettings(texts: Readonly<Record<string, string>>, faults: Fault[]): Settings {
  const parsed: Record<string, unknown> = {};
  for (const [name, { schema, fallback }] of Object.entries(settings)) {
    const result = schema.safeParse(texts[name] || fallback);
    if (result.success) parsed[name] = result.data;
    else faults.push({ path: name, message: result.error.issues[0]?.message ?? 'correct it' });
  }
  // Every name was either parsed by its own schema or is among the faults, which end the start.
  return parsed as Settings;
}

/** Settings that need one another. One that is itself faulty is missing here, and not faulted a second time. */
function crossFaults(parsed: Partial<Settings>): Fault[] {
  const faults: Fault[] = [];
  const needed = (path: string, message: string) => faults.push({ path, message });
  if (parsed.DISCORD_TOKEN && parsed.DISCORD_APP_ID === '')
    needed('DISCORD_APP_ID', 'is needed beside DISCORD_TOKEN (Developer Portal, General Information)');
  if (parsed.DISCORD_TOKEN && parsed.DISCORD_CHANNEL_ID === '')
    needed('DISCORD_CHANNEL_ID', 'is needed beside DISCORD_TOKEN: the channel cards go to');
  const user = parsed.MLFLOW_TRACKING_USERNAME ?? '';
  const password = parsed.MLFLOW_TRACKING_PASSWORD ?? '';
  if (user !== '' && password === '')
    needed('MLFLOW_TRACKING_PASSWORD', 'is needed beside MLFLOW_TRACKING_USERNAME');
  if (user === '' && password !== '')
    needed('MLFLOW_TRACKING_USERNAME', 'is needed beside MLFLOW_TRACKING_PASSWORD');
  if (parsed.MLFLOW_TRACKING_INSECURE_TLS && parsed.MLFLOW_TRACKING_SERVER_CERT_PATH)
    needed('MLFLOW_TRACKING_INSECURE_TLS', 'contradicts MLFLOW_TRACKING_SERVER_CERT_PATH: give one of them');
  const names = parsed.API_TOKENS?.map((token) => token.name) ?? [];
  if (new Set(names).size < names.length) needed('API_TOKENS', 'give each token a name of its own');
  return faults;
}

const tenYearsMs = 10 * 365.25 * 86_400_000;

/** Mean minutes between two runs of the schedule, over its first hundred since 1970, or those of ten years: each takes time. */
function cadenceOf(parsed: Partial<Settings>, faults: Fault[]): number {
  const text = parsed.DRIFT_CRON ?? '';
  try {
    // The parser would fill up a shorter expression and read a sixth field as seconds.
    if (text.split(/\s+/).length !== 5) throw new SyntaxError('not five fields');
    let last = new Date(0);
    const cron = CronExpressionParser.parse(text, { tz: parsed.TIMEZONE ?? 'UTC', currentDate: last });
    let runs = 0;
    for (; runs < 100 && last.getTime() < tenYearsMs; runs++) last = cron.next().toDate();
    return last.getTime() / 60_000 / runs;
  } catch {
    faults.push({ path: 'DRIFT_CRON', message: 'use five cron fields, for instance */2 * * * *' });
    return 2;
  }
}

const secretsOf = (texts: Readonly<Record<string, string>>) => [
  ...new Set(
    secretNames.flatMap((name) => secretForms(name, texts[name] ?? '').filter((form) => form !== '')),
  ),
];

/** A secret as it may show up in a text: whole, and the token or password inside it. */
function secretForms(name: string, text: string): string[] {
  if (name === 'API_TOKENS') return listOf(text).map((entry) => entry.split(':')[2] ?? '');
  if (name === 'MONGODB_URI' || name === 'MLFLOW_TRACKING_URI')
    return passwordForms(/:\/\/[^:@/]*:([^@/]+)@/.exec(text)?.[1] ?? '');
  if (name === 'DISCORD_WEBHOOK_URL')
    return [text, text.split(/[?#]/)[0]?.split('/').findLast(Boolean) ?? ''];
  return [text];
}

/** A password as the address has it, and as it is meant. */
function passwordForms(encoded: string): string[] {
  try {
    return [encoded, decodeURIComponent(encoded)];
  } catch {
    return [encoded];
  }
}
