// The environment and the watches file, read once and validated whole. Pure: files come in through `readFile`.
import { CronExpressionParser } from 'cron-parser';
import { z } from 'zod';
import { AppError, type Fault } from './errors.ts';
import { modes, policies, type Watch, watchSchema } from './watch.ts';

export type Role = 'bot' | 'api' | 'jobs';

export interface ApiToken {
  readonly name: string;
  readonly role: 'viewer' | 'operator' | 'admin';
  readonly token: string;
}

const list = (text: string) =>
  text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');

const roleNames: readonly string[] = ['bot', 'api', 'jobs'];
const isRole = (name: string): name is Role => roleNames.includes(name);

const flag = z.enum(['true', 'false'], 'use true or false').transform((text) => text === 'true');
const url = z.url({ protocol: /^https?$/, error: 'use an http:// or https:// address' });
const snowflakes = z
  .string()
  .transform(list)
  .refine((ids) => ids.every((id) => /^\d{5,25}$/.test(id)), 'Discord ids are numbers, separated by commas');
const snowflake = z.string().regex(/^\d{5,25}$/, 'a Discord id is a number');

const apiTokens = z.string().transform((text, context) =>
  list(text).map((entry): ApiToken => {
    const [name = '', role = '', token = '', ...rest] = entry.split(':');
    const known = role === 'viewer' || role === 'operator' || role === 'admin';
    if (name && known && rest.length === 0 && token.length >= 16) return { name, role, token };
    context.addIssue({
      code: 'custom',
      message:
        'use name:role:token, comma separated; role is viewer, operator or admin; a token has 16 characters or more',
    });
    return { name, role: 'viewer', token };
  }),
);

/** Every setting: its default (as text), what it is for, and the schema of its text. */
export const settings = {
  ROLES: {
    fallback: 'bot,api,jobs',
    about: 'Which surfaces this process runs.',
    schema: z
      .string()
      .transform((text) => list(text).filter(isRole))
      .refine((roles) => roles.length > 0, 'use one or more of bot, api, jobs'),
  },
  DATA_DIR: {
    fallback: './data',
    about: 'Embedded store, generated token, readable models.',
    schema: z.string().min(1),
  },
  MONGODB_URI: {
    fallback: '',
    about: 'MongoDB address; without it an embedded server runs in DATA_DIR.',
    schema: z
      .string()
      .regex(/^mongodb(\+srv)?:\/\//, 'starts with mongodb:// or mongodb+srv://')
      .or(z.literal('')),
  },
  MONGODB_DB: {
    fallback: 'vigie',
    about: 'Database name.',
    schema: z.string().regex(/^[\w-]{1,38}$/, 'use letters, digits, "-", "_"'),
  },
  HOST: { fallback: '127.0.0.1', about: 'Address the API listens on.', schema: z.string().min(1) },
  PORT: {
    fallback: '8000',
    about: 'Port of the API; 0 = any free one.',
    schema: z.coerce.number().int().min(0).max(65_535),
  },
  API_TOKENS: {
    fallback: '',
    about: 'name:role:token, comma separated; without it an admin token is generated in DATA_DIR.',
    schema: apiTokens,
  },
  METRICS_TOKEN: { fallback: '', about: 'When set, /metrics asks for it.', schema: z.string() },
  WATCHES_FILE: {
    fallback: '',
    about: 'JSON list of watches; without it the synthetic watch "demo".',
    schema: z.string(),
  },
  DRIFT_THRESHOLD: {
    fallback: '0.25',
    about: 'Drift score at or over which drift is large, in (0, 1].',
    schema: z.coerce.number().gt(0).lte(1),
  },
  DRIFT_MODE: {
    fallback: 'full',
    about: 'full, or seed (accuracy drop over the threshold, nothing else).',
    schema: z.enum(modes),
  },
  DRIFT_CRON: { fallback: '*/2 * * * *', about: 'When watches are checked.', schema: z.string().min(1) },
  TIMEZONE: {
    fallback: 'UTC',
    about: 'Zone of the schedule and of times without one.',
    schema: z.string().refine(isTimezone, 'use an IANA time zone such as Europe/Paris'),
  },
  FALSE_ALARMS_PER_WEEK: {
    fallback: '1',
    about: 'False-alarm budget per watch.',
    schema: z.coerce.number().gt(0).max(100),
  },
  RETRAIN_POLICY: {
    fallback: 'auto',
    about: 'auto, approve (a person retrains) or shadow (never promotes).',
    schema: z.enum(policies),
  },
  DISCORD_TOKEN: { fallback: '', about: 'Bot token: slash commands and cards.', schema: z.string() },
  DISCORD_APP_ID: { fallback: '', about: 'Application id of the bot.', schema: snowflake.or(z.literal('')) },
  DISCORD_GUILD_ID: {
    fallback: '',
    about: 'Register commands in this server only (at once).',
    schema: snowflake.or(z.literal('')),
  },
  DISCORD_CHANNEL_ID: {
    fallback: '',
    about: 'Channel the cards go to.',
    schema: snowflake.or(z.literal('')),
  },
  DISCORD_OPERATOR_ROLE_IDS: {
    fallback: '',
    about: 'Roles that may retrain; without it Manage Server.',
    schema: snowflakes,
  },
  DISCORD_ADMIN_ROLE_IDS: {
    fallback: '',
    about: 'Roles that may administrate; without it Manage Server.',
    schema: snowflakes,
  },
  DISCORD_WEBHOOK_URL: { fallback: '', about: 'Cards without a bot.', schema: url.or(z.literal('')) },
  DISCORD_API_BASE_URL: {
    fallback: '',
    about: "Another Discord API; Discord's own when empty.",
    schema: url.or(z.literal('')),
  },
  MLFLOW_TRACKING_URI: {
    fallback: '',
    about: 'MLflow server; without it runs are not tracked.',
    schema: url.or(z.literal('')),
  },
  MLFLOW_PUBLIC_URL: {
    fallback: '',
    about: "MLflow's address for a person's browser (links in cards).",
    schema: url.or(z.literal('')),
  },
  MLFLOW_EXPERIMENT: {
    fallback: 'vigie',
    about: 'Experiment the runs are logged in.',
    schema: z.string().min(1).max(200),
  },
  MLFLOW_TRACKING_USERNAME: { fallback: '', about: 'Basic authentication of MLflow.', schema: z.string() },
  MLFLOW_TRACKING_PASSWORD: { fallback: '', about: 'Basic authentication of MLflow.', schema: z.string() },
  MLFLOW_TRACKING_TOKEN: { fallback: '', about: 'Bearer authentication of MLflow.', schema: z.string() },
  LOCALE: { fallback: 'en', about: 'Language of cards (en).', schema: z.enum(['en']) },
  LOG_LEVEL: {
    fallback: 'info',
    about: 'debug, info, warn, error or silent.',
    schema: z.enum(['debug', 'info', 'warn', 'error', 'silent']),
  },
  NOTIFY_NO_DRIFT: {
    fallback: 'false',
    about: 'true posts a card for every check without drift.',
    schema: flag,
  },
} as const;

/** Settings that may also be given as NAME_FILE, a path to a file holding the value. */
export const secretNames = [
  'MONGODB_URI',
  'API_TOKENS',
  'METRICS_TOKEN',
  'DISCORD_TOKEN',
  'DISCORD_WEBHOOK_URL',
  'MLFLOW_TRACKING_PASSWORD',
  'MLFLOW_TRACKING_TOKEN',
] as const satisfies readonly (keyof typeof settings)[];

type SettingName = keyof typeof settings;
type Settings = { readonly [K in SettingName]: z.infer<(typeof settings)[K]['schema']> };

export interface Config extends Settings {
  readonly watches: readonly Watch[];
  /** Every secret value, for the redactor. */
  readonly secrets: readonly string[];
}

type Environment = Readonly<Record<string, string | undefined>>;
type ReadFile = (path: string) => string;

/**
 * Reads and validates everything.
 * @throws AppError `invalid_config` listing every fault by its setting's name; values are never repeated
 */
export function parseConfig(env: Environment, readFile: ReadFile): Config {
  const faults: Fault[] = [];
  const texts = readTexts(env, readFile, faults);
  const parsed = parseSettings(texts, faults);
  crossCheck(parsed, faults);
  const cadenceMinutes = cadenceOf(parsed, faults);
  const watches = faults.length > 0 ? [] : readWatches(parsed, { cadenceMinutes, readFile, faults });
  if (faults.length > 0) {
    throw new AppError(
      'invalid_config',
      faults.map((fault) => `${fault.path}: ${fault.message}`).join('\n'),
      { faults },
    );
  }
  const secrets = secretNames
    .flatMap((name) => secretParts(name, texts[name] ?? ''))
    .filter((text) => text !== '');
  return Object.freeze({ ...parsed, watches, secrets });
}

function readTexts(env: Environment, readFile: ReadFile, faults: Fault[]): Record<string, string> {
  const texts: Record<string, string> = {};
  for (const name of Object.keys(settings)) {
    const given = env[name];
    const path = env[`${name}_FILE`];
    const bySecretFile = path !== undefined && path !== '' && secretNames.some((secret) => secret === name);
    texts[name] = bySecretFile ? readSecret(name, path, readFile, faults) : (given ?? '').trim();
  }
  return texts;
}

function readSecret(name: string, path: string, readFile: ReadFile, faults: Fault[]): string {
  try {
    return readFile(path).trim();
  } catch {
    faults.push({ path: `${name}_FILE`, message: 'the file cannot be read' });
    return '';
  }
}

function parseSettings(texts: Record<string, string>, faults: Fault[]): Settings {
  const parsed: Record<string, unknown> = {};
  for (const [name, { schema, fallback }] of Object.entries(settings)) {
    const text = texts[name] === '' || texts[name] === undefined ? fallback : texts[name];
    const result = schema.safeParse(text);
    if (result.success) parsed[name] = result.data;
    else faults.push({ path: name, message: result.error.issues[0]?.message ?? 'invalid' });
  }
  // Every name was either parsed by its own schema or is among the faults, which end the start.
  return parsed as Settings;
}

function crossCheck(parsed: Partial<Settings>, faults: Fault[]): void {
  if (parsed.DISCORD_TOKEN && !parsed.DISCORD_APP_ID) {
    faults.push({
      path: 'DISCORD_APP_ID',
      message: 'is needed beside DISCORD_TOKEN (Developer Portal, General Information)',
    });
  }
  if (parsed.DISCORD_TOKEN && !parsed.DISCORD_CHANNEL_ID) {
    faults.push({
      path: 'DISCORD_CHANNEL_ID',
      message: 'is needed beside DISCORD_TOKEN: the channel cards go to',
    });
  }
  if (Boolean(parsed.MLFLOW_TRACKING_USERNAME) !== Boolean(parsed.MLFLOW_TRACKING_PASSWORD)) {
    faults.push({ path: 'MLFLOW_TRACKING_PASSWORD', message: 'user name and password are needed together' });
  }
  const names = parsed.API_TOKENS?.map((token) => token.name) ?? [];
  if (new Set(names).size < names.length)
    faults.push({ path: 'API_TOKENS', message: 'each token needs a name of its own' });
}

/** Mean minutes between two runs of the schedule, over its next hundred. */
function cadenceOf(parsed: Partial<Settings>, faults: Fault[]): number {
  const runs = 100;
  try {
    const start = new Date(0);
    const cron = CronExpressionParser.parse(parsed.DRIFT_CRON ?? '', {
      tz: parsed.TIMEZONE ?? 'UTC',
      currentDate: start,
    });
    let last = start;
    for (let run = 0; run < runs; run++) last = cron.next().toDate();
    return last.getTime() / 60_000 / runs;
  } catch {
    faults.push({ path: 'DRIFT_CRON', message: 'use five cron fields, for instance */2 * * * *' });
    return 2;
  }
}

interface WatchContext {
  cadenceMinutes: number;
  readFile: ReadFile;
  faults: Fault[];
}

function readWatches(parsed: Settings, { cadenceMinutes, readFile, faults }: WatchContext): Watch[] {
  const entries =
    parsed.WATCHES_FILE === ''
      ? [{ name: 'demo', source: { kind: 'synthetic' } }]
      : readList(parsed.WATCHES_FILE, readFile, faults);
  const watches = entries.flatMap((entry, at) => {
    const result = watchSchema.safeParse(entry);
    if (result.success) return [complete(result.data, parsed, cadenceMinutes)];
    for (const issue of result.error.issues) {
      faults.push({
        path: ['WATCHES_FILE', `[${at}]`, ...issue.path.map(String)].join('.').replace('.[', '['),
        message: issue.message,
      });
    }
    return [];
  });
  checkWatches(watches, faults);
  return watches;
}

function readList(path: string, readFile: ReadFile, faults: Fault[]): unknown[] {
  try {
    const content: unknown = JSON.parse(readFile(path));
    if (Array.isArray(content) && content.length > 0) return content;
    faults.push({ path: 'WATCHES_FILE', message: 'the file holds a JSON list with at least one watch' });
  } catch (cause) {
    const message =
      cause instanceof SyntaxError
        ? `the file is not valid JSON: ${cause.message}`
        : 'the file cannot be read';
    faults.push({ path: 'WATCHES_FILE', message });
  }
  return [];
}

function complete(entry: z.infer<typeof watchSchema>, parsed: Settings, cadenceMinutes: number): Watch {
  return {
    name: entry.name,
    timezone: entry.timezone ?? parsed.TIMEZONE,
    window: entry.window,
    policy: entry.policy ?? parsed.RETRAIN_POLICY,
    mode: entry.mode ?? parsed.DRIFT_MODE,
    threshold: entry.threshold ?? parsed.DRIFT_THRESHOLD,
    falseAlarmsPerWeek: entry.falseAlarmsPerWeek ?? parsed.FALSE_ALARMS_PER_WEEK,
    cadenceMinutes,
    source: entry.source,
    reference: entry.reference ?? null,
    estimator: entry.estimator,
    channel: entry.channel ?? null,
  };
}

function checkWatches(watches: readonly Watch[], faults: Fault[]): void {
  const seen = new Set<string>();
  for (const watch of watches) {
    const fault = (message: string) => faults.push({ path: `WATCHES_FILE: ${watch.name}`, message });
    if (seen.has(watch.name)) fault('two watches have this name');
    seen.add(watch.name);
    if (!isTimezone(watch.timezone)) fault('timezone: use an IANA time zone such as Europe/Paris');
    if (watch.source.kind === 'observed' && watch.reference === null) {
      fault(
        'an observed watch needs a reference file: it says what its rows look like and trains the first champion',
      );
    }
    const hasLabels = watch.source.kind !== 'file' || watch.source.label !== null;
    if (watch.mode === 'seed' && !hasLabels)
      fault('mode seed measures accuracy: it needs labels (source.label)');
  }
}

function isTimezone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

/** A secret as it may show up in a text: whole, and the token parts inside it. */
function secretParts(name: string, text: string): string[] {
  if (name === 'API_TOKENS') return list(text).map((entry) => entry.split(':')[2] ?? '');
  if (name === 'MONGODB_URI') return [decodeURIComponent(/:\/\/[^:@/]*:([^@/]+)@/.exec(text)?.[1] ?? '')];
  if (name === 'DISCORD_WEBHOOK_URL') return [text, text.split('/').at(-1) ?? ''];
  return [text];
}
