// Every setting of the environment: its name, its default, what it is for and how its text is read. Pure.
import * as z from 'zod';
import { apiTokens, bareToken, parts } from './tokens.ts';
import { isTimezone, modes, policies } from './watch.ts';

type Role = 'bot' | 'api' | 'jobs';

/** The parts of a comma-separated text, trimmed, without empty ones. */
export const listOf = (text: string): string[] => parts(text, ',');

const roleNames: readonly string[] = ['bot', 'api', 'jobs'];
const isRole = (name: string): name is Role => roleNames.includes(name);
const rolesRule = 'use one or more of bot, api, jobs, separated by commas';

const roles = z
  .string()
  .refine((text) => listOf(text).length > 0 && listOf(text).every(isRole), rolesRule)
  .transform((text) => listOf(text).filter(isRole));

/** A number; `rule` tells a person what is allowed. */
const number = (rule: string, allowed: (value: number) => boolean) =>
  z.coerce.number(rule).refine(allowed, rule);

const oneOf = <const Names extends readonly [string, ...string[]]>(names: Names) =>
  z.enum(names, `use ${names.join(' or ')}`);

const flag = oneOf(['true', 'false']).transform((text) => text === 'true');
const address = z
  .url({ protocol: /^https?$/, error: 'use an http:// or https:// address' })
  .or(z.literal(''));
const isSnowflake = (id: string) => /^\d{5,25}$/.test(id);
const snowflake = z
  .string()
  .refine((id) => id === '' || isSnowflake(id), 'use a Discord id: a number of 5 to 25 digits');
const snowflakes = z
  .string()
  .transform(listOf)
  .refine((ids) => ids.every(isSnowflake), 'use Discord ids: numbers of 5 to 25 digits, separated by commas');

/** Every setting: its default (as text), what it is for, and the schema of its text. */
export const settings = {
  ROLES: {
    fallback: 'bot,api,jobs',
    about: 'Which surfaces this process runs.',
    schema: roles,
  },
  DATA_DIR: {
    fallback: './data',
    about: 'Embedded store, generated token, readable models.',
    schema: z.string(),
  },
  MONGODB_URI: {
    fallback: '',
    about: 'MongoDB address; without it an embedded server runs in DATA_DIR.',
    schema: z
      .string()
      .regex(/^$|^mongodb(\+srv)?:\/\//, 'use an address that starts with mongodb:// or mongodb+srv://'),
  },
  MONGODB_DB: {
    fallback: 'vigie',
    about: 'Database name.',
    schema: z.string().regex(/^[\w-]{1,38}$/, 'use 1 to 38 letters, digits, "-" or "_"'),
  },
  HOST: { fallback: '127.0.0.1', about: 'Address the API listens on.', schema: z.string() },
  PORT: {
    fallback: '8000',
    about: 'Port of the API; 0 = any free one.',
    schema: number(
      'use a whole number from 0 to 65535',
      (port) => Number.isInteger(port) && port >= 0 && port <= 65_535,
    ),
  },
  API_TOKENS: {
    fallback: '',
    about: 'name:scope:token, comma separated; without it an admin token is generated in DATA_DIR.',
    schema: apiTokens,
  },
  RATE_LIMIT: {
    fallback: '',
    about:
      'Requests a minute from one token, or one address without; 0 = no limit, empty = 6000, none on loopback.',
    schema: z
      .string()
      .regex(/^\d{0,9}$/, 'use a whole number from 0')
      .transform((text) => (text === '' ? null : Number(text))),
  },
  METRICS_TOKEN: { fallback: '', about: 'When set, /metrics asks for it.', schema: bareToken },
  WATCHES_FILE: {
    fallback: '',
    about: 'JSON list of watches; without it the synthetic watch "demo".',
    schema: z.string(),
  },
  DRIFT_THRESHOLD: {
    fallback: '0.25',
    about: 'Drift score at or over which drift is large, in (0, 1].',
    schema: number('use a number over 0 and at most 1', (score) => score > 0 && score <= 1),
  },
  DRIFT_MODE: {
    fallback: 'full',
    about: 'full, or seed (accuracy drop over the threshold, nothing else).',
    schema: oneOf(modes),
  },
  DRIFT_CRON: {
    fallback: '*/2 * * * *',
    about: 'When watches are checked: minute, hour, day of month, month, day of week.',
    schema: z.string(),
  },
  TIMEZONE: {
    fallback: 'UTC',
    about: 'Zone of the schedule and of times without one.',
    schema: z.string().refine(isTimezone, 'use an IANA time zone such as Europe/Paris'),
  },
  FALSE_ALARMS_PER_WEEK: {
    fallback: '1',
    about: 'False-alarm budget per watch.',
    schema: number('use a number over 0 and at most 100', (alarms) => alarms > 0 && alarms <= 100),
  },
  RETRAIN_POLICY: {
    fallback: 'auto',
    about:
      'auto, approve (what passes the gate waits for a person), shadow (never promotes) or manual (a person retrains).',
    schema: oneOf(policies),
  },
  DISCORD_TOKEN: { fallback: '', about: 'Bot token: slash commands and cards.', schema: z.string() },
  DISCORD_APP_ID: { fallback: '', about: 'Application id of the bot.', schema: snowflake.or(z.literal('')) },
  DISCORD_GUILD_ID: {
    fallback: '',
    about: 'Register commands in this server only (at once); members of other servers are refused.',
    schema: snowflake,
  },
  DISCORD_CHANNEL_ID: {
    fallback: '',
    about: 'Channel the cards go to.',
    schema: snowflake,
  },
  DISCORD_OPERATOR_ROLE_IDS: {
    fallback: '',
    about: 'Roles that may retrain, mentioned when nobody takes an alarm; without it Manage Server.',
    schema: snowflakes,
  },
  DISCORD_ADMIN_ROLE_IDS: {
    fallback: '',
    about: 'Roles that may administrate; without it Manage Server.',
    schema: snowflakes,
  },
  DISCORD_WEBHOOK_URL: { fallback: '', about: 'Cards without a bot.', schema: address },
  DISCORD_API_BASE_URL: {
    fallback: '',
    about: "Another Discord API; Discord's own when empty.",
    schema: address,
  },
  MLFLOW_TRACKING_URI: {
    fallback: '',
    about: 'MLflow server; without it runs are not tracked.',
    schema: address,
  },
  MLFLOW_PUBLIC_URL: {
    fallback: '',
    about: "MLflow's address for a person's browser (links in cards).",
    schema: address,
  },
  MLFLOW_EXPERIMENT: {
    fallback: 'vigie',
    about: 'Experiment the runs are logged in.',
    schema: z.string().max(200, 'use at most 200 characters'),
  },
  MLFLOW_TRACKING_USERNAME: {
    fallback: '',
    about: 'Basic authentication of MLflow: the name.',
    schema: z.string(),
  },
  MLFLOW_TRACKING_PASSWORD: {
    fallback: '',
    about: 'Basic authentication of MLflow: the password.',
    schema: z.string(),
  },
  MLFLOW_TRACKING_TOKEN: { fallback: '', about: 'Bearer authentication of MLflow.', schema: z.string() },
  MLFLOW_TRACKING_INSECURE_TLS: {
    fallback: 'false',
    about: 'true takes any certificate of MLflow: only for trying things out.',
    schema: flag,
  },
  MLFLOW_TRACKING_SERVER_CERT_PATH: {
    fallback: '',
    about: "PEM file of the authority of MLflow's certificate; the usual ones when empty.",
    schema: z.string(),
  },
  MLFLOW_TRACKING_CLIENT_CERT_PATH: {
    fallback: '',
    about: 'PEM file of a certificate and its key that are shown to MLflow.',
    schema: z.string(),
  },
  LOCALE: {
    fallback: 'en',
    about: 'Language of cards in channels and terminal: en or fr.',
    schema: oneOf(['en', 'fr']),
  },
  LOG_LEVEL: {
    fallback: 'info',
    about: 'debug, info, warn, error or silent.',
    schema: oneOf(['debug', 'info', 'warn', 'error', 'silent']),
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
  'MLFLOW_TRACKING_URI',
  'MLFLOW_TRACKING_PASSWORD',
  'MLFLOW_TRACKING_TOKEN',
] as const satisfies readonly (keyof typeof settings)[];

type SettingName = keyof typeof settings;

/** Every setting, read. */
export type Settings = { readonly [Name in SettingName]: z.infer<(typeof settings)[Name]['schema']> };

/** Where a value came from. A text that says what the default says is the default. */
export type SettingOrigin = 'secret file' | 'environment' | 'default';
