// How watches and the service stand, written by hand.
import type { StatusResult, WatchStatus } from '../../../core/ops/results.ts';
import type { Trouble } from '../../../core/ports.ts';
import { noDrift } from './fixtures.ts';
import { minute, noon } from './moments.ts';
import { promoted } from './outcomes.ts';

export function watchOf(facts: Partial<WatchStatus>): WatchStatus {
  return {
    watch: 'demo',
    elsewhere: false,
    source: 'synthetic',
    mode: 'full',
    policy: 'auto',
    threshold: 0.25,
    state: 'OK',
    champion: {
      version: 3,
      trainedAt: noon - 120 * minute,
      trigger: 'first',
      baseline: promoted.trial.champion,
      run: { status: 'none' },
    },
    previous: null,
    lastReport: noDrift,
    incident: null,
    approval: null,
    checks: 90,
    nextCheckAt: noon + 2 * minute,
    silentSince: null,
    ...facts,
  };
}

export const noTrouble: Trouble = { since: null, retrying: null, dead: null };

interface Service {
  readonly ok?: boolean;
  readonly queued?: number;
  readonly dead?: number;
}

export function statusOf(watches: readonly WatchStatus[], service: Service = {}): StatusResult {
  const { ok = true, queued = 0, dead = 0 } = service;
  return {
    at: noon,
    service: { name: 'vigie', version: '0.1.0', startedAt: noon - 125 * minute, roles: ['bot', 'jobs'] },
    watches,
    jobs: [{ name: 'patrol', lastRunAt: noon, nextRunAt: noon + minute, running: false, failure: null }],
    storage: { kind: 'embedded', ok },
    mlflow: { configured: queued > 0, queued },
    notifications: { notifier: 'terminal', waiting: dead, dead, refused: [] },
    trouble: { cards: noTrouble, runs: noTrouble },
    gateway: null,
    nextDigestAt: null,
  };
}
