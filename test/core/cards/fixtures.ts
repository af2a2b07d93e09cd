// Reports, outcomes and incidents as a real watch leaves them, written by hand. All times are 22 November 2026, UTC.
import type { DriftReport, FeatureDrift } from '../../../core/drift.ts';
import type { Incident, News } from '../../../core/news.ts';
import type { RunState } from '../../../core/ports.ts';
import { feature } from './measured.ts';
import { minute, noon } from './moments.ts';
import { promoted } from './outcomes.ts';

export const features: readonly FeatureDrift[] = [
  feature('basket_value', {
    effect: 0.62,
    p: 3.1e-21,
    drifted: true,
    before: 'mean 41.20',
    after: 'mean 67.85',
  }),
  feature('age', { effect: 0.11, p: 0.0004, before: 'mean 38.10', after: 'mean 39.92' }),
  feature('region', {
    kind: 'categorical',
    ks: null,
    wasserstein: null,
    effect: 0.31,
    p: 2.4e-8,
    drifted: true,
    before: 'north 31 %',
    after: 'north 52 %',
  }),
  feature('tenure_months', { effect: 0, p: 0.71, before: '22.4', after: '22.1' }),
  feature('visits', {
    effect: null,
    jensenShannon: null,
    psi: null,
    ks: null,
    p: null,
    before: '3.1',
    after: '3.4',
  }),
];

/** Proven, large, with labels. */
export const largeDrift: DriftReport = {
  watch: 'demo',
  key: 'demo:118',
  number: 118,
  at: noon,
  rowsUntil: noon - minute,
  version: 3,
  mode: 'full',
  verdict: 'drift',
  grade: 'large',
  score: 0.3149,
  threshold: 0.25,
  dataScore: 0.3149,
  skillScore: 0.28,
  newRows: 50,
  windowRows: 500,
  referenceRows: 2_000,
  evidence: {
    log: 9.21,
    bar: 8.53,
    suspicion: 9.21,
    suspected: true,
    standing: null,
    causes: [
      {
        kind: 'error',
        of: null,
        share: 0.71,
        since: { rows: 120, at: noon - 13 * minute },
        before: '0.912',
        after: '0.781',
      },
      {
        kind: 'feature',
        of: 'basket_value',
        share: 0.26,
        since: { rows: 110, at: noon - 12 * minute },
        before: 'mean 41.20',
        after: 'mean 67.85',
      },
    ],
    signals: 14,
    learning: null,
  },
  features,
  prediction: feature('prediction', {
    kind: 'prediction',
    effect: 0.2,
    p: 0.003,
    before: 'yes 24 %',
    after: 'yes 41 %',
  }),
  performance: {
    baseline: 0.9124,
    baselineRows: 2_000,
    accuracy: 0.7813,
    labelled: 214,
    drop: 0.1311,
    interval: [0.72, 0.834],
    sinceChange: 96,
    drifted: true,
  },
  estimate: { accuracy: 0.8812, baseline: 0.9091, deviation: 0.0131, rows: 500, outside: 0.03 },
  faults: [],
};

export const smallDrift: DriftReport = {
  ...largeDrift,
  key: 'demo:119',
  number: 119,
  grade: 'small',
  score: 0.2496,
  performance: {
    ...performanceOf(largeDrift),
    accuracy: null,
    labelled: 0,
    drop: null,
    interval: null,
  },
};

export const noDrift: DriftReport = {
  ...largeDrift,
  key: 'demo:90',
  number: 90,
  verdict: 'ok',
  grade: 'none',
  score: 0.0341,
  features: features.map((each) => ({ ...each, effect: 0, p: 0.5, drifted: false })),
  prediction: null,
  performance: null,
  estimate: null,
  evidence: {
    log: 1.02,
    bar: 8.53,
    suspicion: 5.12,
    suspected: false,
    standing: null,
    causes: [],
    signals: 14,
    learning: { signals: 8, because: 'short history' },
  },
};

export const unproven: DriftReport = {
  ...noDrift,
  grade: 'unproven',
  score: 0.34,
  windowRows: 34,
  newRows: 34,
};

export const tooFewRows: DriftReport = {
  ...noDrift,
  verdict: 'insufficient_data',
  score: null,
  dataScore: null,
  skillScore: null,
  windowRows: 12,
  newRows: 12,
  rowsUntil: null,
  features: features.map((each) => ({ ...each, effect: null, p: null, drifted: false })),
};

function performanceOf({ performance }: DriftReport) {
  if (performance === null) throw new TypeError('the fixture has no performance');
  return performance;
}

export const firing: Incident = {
  id: 'i4',
  number: 4,
  openedAt: noon,
  phase: 'firing',
  resolution: null,
  opened: largeDrift,
  latest: largeDrift,
  retrain: null,
  rejections: 0,
  retryAt: null,
  acknowledged: null,
  snoozed: null,
  fired: 1,
  calledAt: noon,
  reminded: 0,
  closedAt: null,
  revision: 1,
};

export const answered: Incident = {
  ...firing,
  phase: 'resolved',
  resolution: 'promoted',
  retrain: promoted,
  latest: { ...noDrift, number: 122, at: noon + 8 * minute, version: 8 },
  revision: 4,
};

export const logged: Extract<RunState, { status: 'logged' }> = {
  status: 'logged',
  run: {
    runId: '8f3a21bc77de4a01b6a9c0ffee123456',
    url: 'http://127.0.0.1:5555/#/experiments/1/runs/8f3a21bc77de4a01b6a9c0ffee123456',
  },
};

/** Its model is registered, and the champion's run is known. */
export const registered: RunState = {
  status: 'logged',
  run: {
    ...logged.run,
    registered: { name: 'demo', version: '4', url: 'http://127.0.0.1:5555/#/models/demo/versions/4' },
    compareUrl: 'http://127.0.0.1:5555/#/compare-runs?runs=%5B%22a%22%5D',
  },
};

export function incidentNews(incident: Incident, labels = true): Extract<News, { kind: 'incident' }> {
  return {
    kind: 'incident',
    key: `demo:incident:${incident.number}:${incident.revision}`,
    watch: 'demo',
    at: incident.latest.at,
    thread: `demo:incident:${incident.number}`,
    revision: incident.revision,
    channel: null,
    incident,
    change: null,
    labels,
    ledger: { falseAlarmsPerWeek: 1, week: 1, days90: 3, expected: 1 },
    broken: [],
    waiting:
      incident.latest.performance?.accuracy == null
        ? { labelled: incident.latest.performance?.labelled ?? 0, needed: 200 }
        : null,
    elsewhere: false,
  };
}
