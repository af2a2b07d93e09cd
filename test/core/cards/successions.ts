// What served at moments, written by hand.
import type { ChampionChange } from '../../../core/model.ts';
import type { ChampionAtResult } from '../../../core/ops/champion-result.ts';
import { minute, noon } from './moments.ts';

/** By the gate, in the incident that was open. */
export const retrained: ChampionChange = {
  watch: 'demo',
  rev: 40,
  at: noon - 120 * minute,
  from: 2,
  to: 3,
  how: 'retrained',
  by: 'vigie',
  reason: null,
  trigger: 'drift',
  incident: 4,
  trial: { holdoutRows: 200, championOnly: 9, challengerOnly: 24, p: 0.0067, alpha: 0.2 },
  intent: 'run:demo:1',
};

const rolledBack: ChampionChange = {
  ...retrained,
  rev: 60,
  at: noon - 30 * minute,
  from: 3,
  to: 2,
  how: 'rolled_back',
  by: 'ada',
  reason: 'safer',
  trigger: null,
  incident: null,
  trial: null,
  intent: null,
};

const expected: ChampionChange = {
  ...rolledBack,
  rev: 50,
  at: noon - 60 * minute,
  to: 4,
  how: 'expected',
  incident: 5,
};

/** v3 until somebody rolled it back. */
export const ended: ChampionAtResult = {
  watch: 'demo',
  timezone: 'UTC',
  at: noon - 90 * minute,
  elsewhere: false,
  recorded: true,
  version: 3,
  since: retrained.at,
  until: rolledBack.at,
  change: retrained,
  brought: retrained,
  next: rolledBack,
  model: {
    trainedAt: retrained.at,
    rows: 12_345,
    reference: 'ab'.repeat(32),
    baseline: { rows: 400, accuracy: 0.8731, logLoss: 0.3, auc: 0.95 },
  },
  run: { status: 'logged', run: { runId: 'abcdef0123', url: 'http://mlflow/r' } },
};

/** v4, the model of v3, which serves still and is no longer kept. */
export const serving: ChampionAtResult = {
  ...ended,
  version: 4,
  since: expected.at,
  until: null,
  change: expected,
  next: null,
  model: null,
  run: { status: 'none' },
};

/** Before the first one, and before anybody recorded it. */
export const before: ChampionAtResult = {
  ...serving,
  version: null,
  since: null,
  until: retrained.at,
  change: null,
  brought: null,
  next: { ...retrained, from: null, to: 1, how: 'trained', trigger: 'first', incident: null, trial: null },
};
export const untold: ChampionAtResult = { ...before, recorded: false, next: retrained };
