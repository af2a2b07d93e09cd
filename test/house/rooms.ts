// Who may import whom, as data.

interface Room {
  /** Rooms and packages whose code may be used. `node:` names a module of Node; `node:*` all of them. */
  readonly uses: readonly string[];
  /** Rooms and packages of which only types may be used. */
  readonly types?: readonly string[];
}

const words = [
  'core/audit.ts',
  'core/drift.ts',
  'core/errors.ts',
  'core/full-report.ts',
  'core/foreign.ts',
  'core/intent.ts',
  'core/metrics.ts',
  'core/model.ts',
  'core/news.ts',
  'core/ports.ts',
  'core/quarantine.ts',
  'core/record.ts',
  'core/state.ts',
  'core/work.ts',
];
const surface = ['core/ops', 'core/errors.ts'];
const pure = [
  'core/errors.ts',
  'core/estimators',
  'core/evaluation',
  'core/evidence',
  'core/frame',
  'core/retraining',
  'core/stats',
];

/** Every room: a folder with all it holds, or one file. A path belongs to the longest room it begins with. */
export const rooms: Readonly<Record<string, Room>> = {
  'main.ts': { uses: ['api', 'bot', 'core', 'jobs', 'dotenv', 'node:*'] },
  bot: {
    uses: [
      ...surface,
      'core/bounded.ts',
      'core/cards',
      'core/doctor/finding.ts',
      'core/nearest.ts',
      'discord.js',
      '@discordjs/rest',
      'vega-datasets',
      'node:*',
    ],
    types: ['core/news.ts', 'core/ports.ts'],
  },
  'bot/chart': {
    uses: ['core/zone.ts', '@expo-google-fonts/inter', '@resvg/resvg-js', 'node:*'],
    types: ['core/cards', 'core/ports.ts'],
  },
  api: {
    uses: [...surface, 'core/kernels', 'koa', '@koa/router', 'node:*'],
    types: ['core/ports.ts'],
  },
  'api/docs': {
    uses: [...surface, 'api/errors.ts', 'swagger-ui-dist', 'zod', 'zod-openapi', 'node:*'],
    types: [...words, 'api', 'core/retraining'],
  },
  jobs: {
    uses: [...surface, 'agenda', '@agendajs/mongo-backend', 'cron-parser'],
    types: ['core/ports.ts', 'mongodb'],
  },

  'core/doctor': {
    uses: ['core/adapters', 'core/config.ts', 'core/errors.ts', 'core/sources', 'node:*'],
    types: ['core/ports.ts', 'core/watch.ts'],
  },
  'core/doctor/finding.ts': { uses: [] },
  'core/errors.ts': { uses: [] },
  'core/bounded.ts': { uses: [] },
  'core/nearest.ts': { uses: [] },
  'core/zone.ts': { uses: ['core/errors.ts'] },
  'core/json-fault.ts': { uses: [] },
  'core/foreign.ts': { uses: [] },
  'core/closed.ts': { uses: ['core/nearest.ts', 'zod'] },
  'core/watch.ts': { uses: ['core/closed.ts', 'zod'], types: ['core/foreign.ts'] },
  'core/tokens.ts': { uses: ['zod'] },
  'core/settings.ts': { uses: ['core/tokens.ts', 'core/watch.ts', 'zod'] },
  'core/watches.ts': {
    uses: ['core/json-fault.ts', 'core/watch.ts', 'node:path'],
    types: ['core/errors.ts', 'core/foreign.ts', 'core/settings.ts'],
  },
  'core/config.ts': {
    uses: ['core/errors.ts', 'core/nearest.ts', 'core/settings.ts', 'core/watches.ts', 'cron-parser'],
    types: ['core/watch.ts'],
  },
  'core/audit.ts': { uses: [] },
  'core/drift.ts': { uses: [], types: ['core/errors.ts'] },
  'core/full-report.ts': { uses: [], types: ['core/drift.ts'] },
  'core/model.ts': { uses: [], types: ['core/estimators', 'core/evaluation'] },
  'core/intent.ts': { uses: [], types: ['core/drift.ts', 'core/model.ts', 'core/news.ts'] },
  'core/news.ts': {
    uses: [],
    types: ['core/drift.ts', 'core/model.ts', 'core/quarantine.ts', 'core/retraining'],
  },
  'core/quarantine.ts': { uses: [], types: ['core/state.ts'] },
  'core/record.ts': { uses: [], types: ['core/model.ts', 'core/retraining'] },
  'core/state.ts': {
    uses: [],
    types: [
      'core/audit.ts',
      'core/drift.ts',
      'core/intent.ts',
      'core/model.ts',
      'core/news.ts',
      'core/quarantine.ts',
      'core/record.ts',
      'core/retraining',
    ],
  },
  'core/work.ts': { uses: [], types: ['core/errors.ts'] },
  'core/metrics.ts': { uses: [], types: ['core/drift.ts', 'core/model.ts', 'core/state.ts'] },
  'core/ports.ts': { uses: [], types: [...words, 'core/frame'] },
  'core/observation.ts': { uses: [] },
  'core/store.ts': { uses: [], types: [...words, 'core/observation.ts'] },
  'core/registry.ts': {
    uses: ['core/compute', 'core/errors.ts', 'core/frame'],
    types: ['core/evidence', 'core/model.ts', 'core/ports.ts', 'core/store.ts'],
  },

  'core/frame': { uses: ['core/errors.ts', 'core/zone.ts', 'node:crypto', 'node:zlib'] },
  'core/kernels': { uses: [] },
  'core/stats': { uses: ['core/errors.ts', 'core/kernels'] },
  'core/evaluation': { uses: ['core/errors.ts', 'core/stats'] },
  'core/estimators': {
    uses: [
      'core/errors.ts',
      'core/frame',
      'core/kernels',
      'core/stats',
      'ml-logistic-regression',
      'ml-matrix',
    ],
  },
  'core/retraining': {
    uses: ['core/errors.ts', 'core/estimators', 'core/evaluation', 'core/frame', 'core/stats'],
    types: ['core/model.ts', 'core/quarantine.ts'],
  },
  'core/onnx': {
    uses: ['core/errors.ts', 'core/estimators', 'core/frame', 'node:crypto'],
    types: ['core/model.ts'],
  },
  'core/evidence': {
    uses: [
      'core/errors.ts',
      'core/estimators',
      'core/evaluation',
      'core/frame',
      'core/retraining',
      'core/stats',
    ],
    types: [
      'core/quarantine.ts',
      'core/drift.ts',
      'core/full-report.ts',
      'core/model.ts',
      'core/news.ts',
      'core/state.ts',
    ],
  },
  'core/sources': {
    uses: ['core/errors.ts', 'core/frame', 'pure-rand', 'node:timers'],
    types: ['core/observation.ts', 'core/ports.ts', 'core/state.ts', 'core/store.ts', 'core/watch.ts'],
  },
  'core/compute': {
    uses: [...pure, 'core/adapters/onnx', 'piscina', 'node:fs', 'node:os', 'node:url', 'node:worker_threads'],
    types: ['core/foreign.ts', 'core/full-report.ts', 'core/ports.ts'],
  },
  'core/compute/priority.ts': { uses: ['node:fs', 'node:os', 'node:worker_threads'] },
  'core/ops': {
    uses: [
      ...pure,
      'core/compute',
      'core/nearest.ts',
      'core/registry.ts',
      'core/sources',
      'core/state.ts',
      'core/watch.ts',
      'core/zone.ts',
      'zod',
      'node:crypto',
    ],
    types: [...words, 'core/observation.ts', 'core/store.ts'],
  },
  'core/cards': { uses: [], types: [...words, 'core/ops', 'core/retraining'] },
  'core/adapters/embedded': { uses: ['core/errors.ts', 'bson', 'mingo', 'node:*'], types: ['core/ports.ts'] },
  'core/adapters/files': {
    uses: [
      'core/compute/priority.ts',
      'core/errors.ts',
      'core/frame',
      'core/kernels',
      'csv-parse',
      'hyparquet',
      'hyparquet-compressors',
      'node:*',
    ],
    types: ['core/sources'],
  },
  'core/adapters/mlflow': {
    uses: ['core/bounded.ts', 'core/errors.ts', 'core/onnx', 'node:*', 'yaml'],
    types: words,
  },
  'core/adapters/onnx': { uses: ['core/errors.ts', 'core/frame', 'onnxruntime-node'], types: words },
  'core/adapters/train-command.ts': { uses: ['core/errors.ts', 'node:*'], types: words },
  'core/adapters/store': {
    uses: ['core/errors.ts', 'mongodb', 'node:*'],
    types: [...words, 'core/observation.ts', 'core/store.ts'],
  },
  'core/adapters/prometheus': { uses: ['core/state.ts', 'prom-client'], types: words },
  'core/adapters/lifecycle.ts': { uses: ['core/adapters/watchdog.ts'], types: ['core/ports.ts'] },
  'core/adapters/watchdog.ts': {
    uses: ['core/adapters/system.ts', 'node:*'],
    types: ['core/adapters/watchdog-worker.ts', 'core/ports.ts'],
  },
  'core/adapters/watchdog-worker.ts': { uses: ['node:*'] },
  'core/adapters/system.ts': { uses: ['pino', 'node:*'], types: ['core/ports.ts'] },
  'core/adapters/token-file.ts': { uses: ['core/errors.ts', 'node:*'] },
  'core/adapters/model-files.ts': { uses: ['node:*'], types: ['core/ports.ts'] },
};

/** Tables: what they list does not know one another, only what several of them share. */
export const tables = ['core/estimators/index.ts', 'core/sources/index.ts', 'bot/commands/index.ts'];
