// What a person reads when Vigie starts, and when they ask for help before it does. Pure.
import type { Command } from './commands/command.ts';

interface BannerFacts {
  readonly version: string;
  readonly config: {
    readonly DATA_DIR: string;
    readonly DRIFT_CRON: string;
    readonly MLFLOW_TRACKING_URI: string;
    readonly MONGODB_DB: string;
    readonly watches: readonly { readonly name: string; readonly source: { readonly kind: string } }[];
  };
  /** Address of the API; null when this process does not serve it. */
  readonly api: string | null;
  /** File of the generated token; null when tokens are configured. */
  readonly tokenPath: string | null;
  /** Name of the notifier; null when another process tells. */
  readonly notifier: string | null;
  readonly storage: string;
}

/** Where everything is. */
export function banner({ version, config, api, tokenPath, notifier, storage }: BannerFacts): string {
  const rows: [string, string][] = [
    ['watches', config.watches.map(({ name, source }) => `${name} (${source.kind})`).join(', ')],
    ['checks', `${config.DRIFT_CRON}, the first one now`],
    ['cards', notifier === null ? 'told by another process' : notifier],
    [
      'storage',
      storage === 'embedded' ? `embedded, in ${config.DATA_DIR}` : `MongoDB, database ${config.MONGODB_DB}`,
    ],
    ['MLflow', config.MLFLOW_TRACKING_URI === '' ? 'not configured (MLFLOW_TRACKING_URI)' : 'configured'],
  ];
  if (api !== null) {
    rows.push(['API', `${api} (status, drift-check, predict, metrics, ...)`], ...tokenRows(api, tokenPath));
  }
  const lines = rows.map(([name, value]) => `  ${name.padEnd(9)}${value}`);
  return [`Vigie ${version} is watching.`, ...lines, ''].join('\n');
}

/** Where the token is, and a line to try it with. */
function tokenRows(api: string, path: string | null): [string, string][] {
  if (path === null) return [['token', 'one of API_TOKENS']];
  return [
    ['token', `${path} (admin), for instance:`],
    ['', `curl -X POST ${api}/drift-check -H "Authorization: Bearer $(cat '${path}')"`],
  ];
}

/** `--help`. */
export function usage(version: string, commands: readonly Command[]): string {
  const ways: [string, string][] = [
    ['', 'start the surfaces named in ROLES'],
    ['demo', 'the whole loop on synthetic data, in compressed time'],
    ['demo:flights', 'the same on real flights'],
    ['deploy-commands', 'register the slash commands with Discord'],
    ['doctor', 'what is wrong with settings, machine and peers, and what to do'],
    ['shell', 'commands from standard input, one a line'],
    ['store', 'serve, backup, restore or copy the store: vigie store --help'],
    ['mlflow', 'send runs that are kept here to an MLflow: vigie mlflow --help'],
    ['reproduce', 'fit a version again from its stored rows, and compare: vigie reproduce --help'],
    ...commands.map(({ name, description }): [string, string] => [name, description.en]),
  ];
  const lines = ways.map(([name, about]) => `  vigie ${name.padEnd(18)}${about}`);
  return [
    `Vigie ${version}: the lookout for machine-learning models.`,
    '',
    ...lines,
    '',
    'Options of a command are written name:value, for instance: vigie drift run:now',
    'For programs and documents: --json writes a card a line, --markdown as Markdown.',
    'Settings come from the environment or .env; .env.example lists them all.',
    '',
  ].join('\n');
}
