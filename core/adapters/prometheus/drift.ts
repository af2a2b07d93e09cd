// What the checks of a watch found, and how it stands.
import type { Gauge } from 'prom-client';
import type { DriftReport, FeatureDrift } from '../../drift.ts';
import type { DriftMetrics } from '../../metrics.ts';
import type { Clock } from '../../ports.ts';
import { monitorStates } from '../../state.ts';
import { firstNames, type Makers, observe, set } from './meter.ts';

const results = ['ok', 'drift', 'insufficient_data', 'error'];
/** Features of a watch with a series of their own; the largest value among the others is told as `other`. */
const mostFeatures = 50;
const seconds = [0.05, 0.25, 1, 2.5, 10, 60];

export type Accuracy = Gauge<'watch' | 'dataset'>;
type Meters = ReturnType<typeof metersIn> & { readonly accuracy: Accuracy };

interface Shared {
  readonly clock: Clock;
  readonly accuracy: Accuracy;
}

export function driftMetrics(makers: Makers, { clock, accuracy }: Shared): DriftMetrics {
  const meters = { ...metersIn(makers), accuracy };
  const name = firstNames(mostFeatures);
  const checkedAt = latest(meters.checkedAt);
  const show = shown(meters, { checkedAt, effects: capped(meters.effect, name) });
  const missing = capped(meters.missing, name);
  return {
    watching: (watch, threshold) => bear(meters, watch, threshold),
    driftChecked(report, took) {
      const { watch, verdict } = report;
      meters.checks.inc({ watch, result: verdict });
      observe(meters.seconds, { watch }, took);
      show(report);
    },
    checkFailed: (watch) => meters.checks.inc({ watch, result: 'error' }),
    checkedNothing(watch) {
      meters.checks.inc({ watch, result: 'insufficient_data' });
      checkedAt(watch, clock.now() / 1000);
    },
    stands({ watch, monitor, incident, lastReport }) {
      for (const state of monitorStates) meters.state.set({ watch, state }, state === monitor ? 1 : 0);
      meters.incidents.set({ watch }, incident !== null && incident.phase !== 'resolved' ? 1 : 0);
      if (lastReport !== null) show(lastReport);
    },
    missing: (watch, shares) => missing(watch, shares),
  };
}

function metersIn({ gauge, counter, histogram }: Makers) {
  return {
    score: gauge('ml_drift_score', 'Headline drift score of the last check, 0..1', 'watch'),
    threshold: gauge('ml_drift_threshold', 'Score from which drift counts as large', 'watch'),
    evidence: gauge(
      'ml_drift_evidence_ratio',
      'Evidence of drift as a share of what proves it, both logarithms: at 1 an incident opens',
      'watch',
    ),
    detected: gauge('ml_drift_detected', '1 when the last conclusive check found drift', 'watch'),
    drifted: gauge(
      'ml_drifted_features_ratio',
      'Share of the features the evidence names as drifted',
      'watch',
    ),
    effect: gauge('ml_drift_feature_effect', 'Drift of one feature, 0..1', 'watch', 'feature'),
    missing: gauge(
      'ml_feature_missing_ratio',
      'Share of the newest rows without the feature',
      'watch',
      'feature',
    ),
    rows: gauge('ml_drift_window_rows', 'Rows of the current window', 'watch'),
    state: gauge('ml_watch_state', '1 for the state the watch is in', 'watch', 'state'),
    checks: counter('ml_drift_checks_total', 'Drift checks', 'watch', 'result'),
    checkedAt: gauge('ml_drift_last_check_timestamp_seconds', 'Time of the last check', 'watch'),
    seconds: histogram(
      'ml_drift_check_duration_seconds',
      { help: 'How long one check took', buckets: seconds },
      'watch',
    ),
    incidents: gauge('ml_open_incidents', 'Incidents that are open', 'watch'),
  };
}

/**
 * Every series of a watch whose labels are known starts at 0: increase() cannot see a counter that is born at 1.
 * Accuracy and features are born with their first value, since 0 would be a false statement about them.
 */
function bear(meters: Meters, watch: string, threshold: number): void {
  const { score, evidence, detected, drifted, rows, checkedAt, incidents } = meters;
  for (const gauge of [score, evidence, detected, drifted, rows, checkedAt, incidents])
    gauge.set({ watch }, 0);
  set(meters.threshold, { watch }, threshold);
  for (const state of monitorStates) meters.state.set({ watch, state }, 0);
  for (const result of results) meters.checks.inc({ watch, result }, 0);
  meters.seconds.zero({ watch });
}

/** A report that was read again must not take back the time of a later check, which found no rows. */
function latest(gauge: Gauge<'watch'>): (watch: string, at: number) => void {
  const known = new Map<string, number>();
  return (watch, at) => {
    if (!Number.isFinite(at) || at < (known.get(watch) ?? 0)) return;
    known.set(watch, at);
    gauge.set({ watch }, at);
  };
}

interface Parts {
  readonly checkedAt: (watch: string, at: number) => void;
  readonly effects: (watch: string, values: ReadonlyMap<string, number | null>) => void;
}

function shown(meters: Meters, { checkedAt, effects }: Parts): (report: DriftReport) => void {
  return (report) => {
    const { watch, verdict, evidence, features, performance } = report;
    checkedAt(watch, report.at / 1000);
    set(meters.threshold, { watch }, report.threshold);
    set(meters.score, { watch }, report.score);
    set(meters.evidence, { watch }, evidence === null ? null : Math.max(0, evidence.log ?? 0) / evidence.bar);
    set(meters.rows, { watch }, report.windowRows);
    set(meters.accuracy, { watch, dataset: 'window' }, performance?.accuracy ?? null);
    set(meters.accuracy, { watch, dataset: 'estimated' }, report.estimate?.accuracy ?? null);
    set(meters.drifted, { watch }, driftedShare(features));
    // Too little data proves nothing either way: the last verdict stands.
    if (verdict !== 'insufficient_data') meters.detected.set({ watch }, verdict === 'drift' ? 1 : 0);
    effects(watch, new Map(features.map(({ name, effect }) => [name, effect])));
  };
}

const driftedShare = (features: readonly FeatureDrift[]) =>
  features.filter(({ drifted }) => drifted).length / Math.max(1, features.length);

function capped(gauge: Gauge<'watch' | 'feature'>, named: ReturnType<typeof firstNames>) {
  return (watch: string, values: ReadonlyMap<string, number | null>): void => {
    let other: number | null = null;
    for (const [name, value] of values) {
      const feature = named(watch, name);
      if (feature !== null) set(gauge, { watch, feature }, value);
      else if (value !== null) other = Math.max(other ?? 0, value);
    }
    set(gauge, { watch, feature: 'other' }, other);
  };
}
