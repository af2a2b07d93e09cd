// The API over the real operations, the embedded store and three watches, as the fuzz asks it: one that is synthetic, one
// that lives on what /predict saw, one of a model served elsewhere.
import { startApi } from '../../api/server.ts';
import { systemRandom } from '../../core/adapters/system.ts';
import { roles } from '../../core/ops/operation.ts';
import type { Watch } from '../../core/watch.ts';
import { fuzz } from '../api/fuzz/run.ts';
import { silent } from '../fakes/log.ts';
import { frameOfRows } from './reference.ts';
import { callerOf, openStage } from './stage.ts';
import { watchDefaults } from './stage-watch.ts';

const tokens = [
  { name: 'ada', scopes: roles.admin, token: 'fuzz-admin-0123456789-0123456789-01' },
  { name: 'otto', scopes: roles.operator, token: 'fuzz-operator-0123456789-0123456789' },
  { name: 'rita', scopes: ['read'], token: 'fuzz-reader-0123456789-0123456789-0' },
  { name: 'pete', scopes: ['predict'], token: 'fuzz-predictor-0123456789-012345678' },
] as const;

const known = {
  byName: {
    watch: ['shop', 'demo', 'theirs', 'shop', 'nowhere'],
    ...{ incident: [1, 2, 7], version: [1, 2, 3, 99], feature: ['x', 'y', 'z'] },
    ...{
      label: ['yes', 'no', 'maybe'],
      prediction: ['yes', 'no'],
      value: ['approve', 'auto', 0.4, '1041234567890123456'],
    },
  },
  row: { x: 0.3, y: -1.2 },
};

const others: readonly Watch[] = [
  {
    ...{ ...watchDefaults, name: 'demo', reference: null },
    source: { kind: 'synthetic', seed: 1, rowsPerCheck: 50, history: 600 },
  },
  {
    ...{ ...watchDefaults, name: 'theirs', reference: null, champion: 'external', positive: 'yes' },
    source: { kind: 'observed', drop: [] },
  },
];

/** The API over a stage, until it is closed. */
async function openApi() {
  const stage = await openStage({
    watch: { source: { kind: 'observed', drop: [] } },
    reference: frameOfRows(400),
    others,
  });
  await stage.patrol();
  await stage.ops.check({ watch: 'demo' }, callerOf('operator'));
  const bugs: unknown[] = [];
  const api = await startApi({
    ...{
      host: '127.0.0.1',
      port: 0,
      tokens,
      openReads: true,
      metricsToken: null,
      version: '1.2.3',
      rateLimit: 0,
    },
    ...{ ops: stage.ops, metrics: stage.world.metrics, clock: stage.clock, random: systemRandom },
    log: { ...silent, error: (message, facts) => bugs.push({ message, ...facts }) },
    ready: async () => ({ ok: true, checks: {} }),
  });
  return {
    stage,
    api,
    bugs,
    async close() {
      await api.stop();
      await stage.close();
    },
  };
}

/** What the fuzz finds in so many requests; time goes on between them, so that checks have rows. */
export async function fuzzReal(options: { readonly requests: number; readonly seed: number }) {
  const { stage, api, close } = await openApi();
  const target = {
    url: api.url,
    tokens: { ...Object.fromEntries(tokens.map(({ name, token }) => [name, token])), nobody: 'x'.repeat(40) },
    scopes: Object.fromEntries(tokens.map(({ name, scopes }) => [name, scopes])),
    known,
    before: async () => stage.clock.advance(20_000),
  };
  try {
    return await fuzz(target, options);
  } finally {
    await close();
  }
}
