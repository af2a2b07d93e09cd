// The Metrics port over prom-client: domain verbs in, Prometheus text out. The only module that names a metric.
// Its own registry, never the library's global one. prom-client throws at numbers that are not finite; a measure
// must never end a check, so such numbers are left out.
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { FeatureDrift } from '../drift.ts';
import type { Trigger } from '../model.ts';
import type { Clock, Metrics, Rejection } from '../ports.ts';

const checkResults = ['ok', 'drift', 'insufficient_data', 'error'];
const rejections: readonly Rejection[] = ['auth', 'rate', 'overload', 'size'];
const triggers: readonly Trigger[] = ['first', 'drift', 'manual', 'api', 'schedule'];
const retrainResults = ['promoted', 'rejected', 'proposed', 'failed', 'skipped'];
const sources = ['http', 'discord', 'shell', 'job'];
const methods = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']);
/** Features of a watch with a series of their own; the largest effect among the others is told as `other`. */
const featureLimit = 50;

/** Upper bounds of the histograms' buckets in seconds. */
const quick = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5];
const answers = [0.005, 0.025, 0.1, 0.25, 0.5, 1, 2.5, 10];
const work = [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60];
const training = [0.1, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300, 600];

/** Builds the adapter with every metric registered, Node's own process metrics among them. */
export function createPrometheus(clock: Clock): Metrics {
  const register = new Registry();
  collectDefaultMetrics({ register });
  const meters = createMeters(register);
  for (const result of ['sent', 'retry', 'dead']) meters.delivered.inc({ result }, 0);
  for (const reason of rejections) meters.rejected.inc({ reason }, 0);
  return {
    ...driftVerbs(meters, clock),
    ...modelVerbs(meters),
    ...serviceVerbs(meters),
    watching: (watch, threshold) => bear(meters, watch, threshold),
    render: async () => ({ body: await register.metrics(), contentType: register.contentType }),
  };
}

type Meters = ReturnType<typeof createMeters>;
type Verbs<K extends keyof Metrics> = Pick<Metrics, K>;

function createMeters(register: Registry) {
  const { gauge, counter, seconds } = makers(register);
  return {
    score: gauge('ml_drift_score', 'Headline drift score of the last check, 0..1', 'watch'),
    threshold: gauge('ml_drift_threshold', 'Score from which drift counts as large', 'watch'),
    detected: gauge('ml_drift_detected', '1 when the last conclusive check found drift', 'watch'),
    effect: gauge('ml_drift_feature_effect', 'Drift of one feature, 0..1', 'watch', 'feature'),
    checks: counter('ml_drift_checks_total', 'Drift checks', 'watch', 'result'),
    checkedAt: gauge('ml_drift_last_check_timestamp_seconds', 'Time of the last check', 'watch'),
    checkSeconds: seconds('ml_drift_check_duration_seconds', work, 'watch'),
    incidents: gauge('ml_open_incidents', 'Incidents that are open', 'watch'),
    accuracy: gauge('ml_model_accuracy', 'Accuracy of the champion, 0..1', 'watch', 'dataset'),
    champion: gauge('ml_model_info', '1 for the champion version', 'watch', 'version'),
    predictions: counter('ml_predictions_total', 'Rows predicted', 'watch', 'source'),
    predictSeconds: seconds('ml_prediction_duration_seconds', quick, 'watch'),
    observations: counter('ml_observations_total', 'Rows behind answers, kept or not', 'watch', 'result'),
    labels: counter('ml_labels_total', 'Labels received', 'watch'),
    retrains: counter('ml_retrains_total', 'Retrainings', 'watch', 'trigger', 'result'),
    retrainSeconds: seconds('ml_retrain_duration_seconds', training, 'watch'),
    outbox: gauge('notifications_outbox_depth', 'Notifications that wait'),
    delivered: counter('notifications_total', 'Attempts to deliver a notification', 'result'),
    mlflow: gauge('mlflow_outbox_depth', 'Runs that wait for MLflow'),
    jobs: counter('job_runs_total', 'Runs of scheduled jobs', 'job', 'result'),
    operations: counter('operations_total', 'Operations', 'operation', 'outcome'),
    operationSeconds: seconds('operation_duration_seconds', work, 'operation'),
    rejected: counter('http_rejected_total', 'Requests turned away', 'reason'),
    requestSeconds: seconds('http_request_duration_seconds', answers, 'method', 'route', 'status_class'),
  };
}

function makers(register: Registry) {
  const registers = [register];
  return {
    gauge: <L extends string>(name: string, help: string, ...labelNames: L[]) =>
      new Gauge({ name, help, labelNames, registers }),
    counter: <L extends string>(name: string, help: string, ...labelNames: L[]) =>
      new Counter({ name, help, labelNames, registers }),
    seconds: <L extends string>(name: string, buckets: number[], ...labelNames: L[]) =>
      new Histogram({ name, help: 'Duration in seconds', buckets, labelNames, registers }),
  };
}

/**
 * Every series of a watch whose labels are known starts at 0: increase() cannot see a counter that is born at 1.
 * Accuracy, champion and features are born with their first value, since 0 would be a false statement about them.
 */
function bear(meters: Meters, watch: string, threshold: number): void {
  for (const gauge of [meters.score, meters.detected, meters.checkedAt, meters.incidents]) {
    gauge.set({ watch }, 0);
  }
  set(meters.threshold, { watch }, threshold);
  for (const result of checkResults) meters.checks.inc({ watch, result }, 0);
  for (const source of sources) meters.predictions.inc({ watch, source }, 0);
  for (const trigger of triggers) {
    for (const result of retrainResults) meters.retrains.inc({ watch, trigger, result }, 0);
  }
  for (const result of ['stored', 'lost']) meters.observations.inc({ watch, result }, 0);
  meters.labels.inc({ watch }, 0);
  for (const histogram of [meters.checkSeconds, meters.predictSeconds, meters.retrainSeconds]) {
    histogram.zero({ watch });
  }
}

function driftVerbs(
  meters: Meters,
  clock: Clock,
): Verbs<'driftChecked' | 'checkFailed' | 'checkedNothing' | 'incidents'> {
  const setEffects = featureEffects(meters.effect);
  return {
    driftChecked(report, seconds) {
      const { watch, verdict } = report;
      meters.checks.inc({ watch, result: verdict });
      observe(meters.checkSeconds, { watch }, seconds);
      set(meters.checkedAt, { watch }, report.at / 1000);
      set(meters.threshold, { watch }, report.threshold);
      set(meters.score, { watch }, report.score);
      set(meters.accuracy, { watch, dataset: 'window' }, report.performance?.accuracy ?? null);
      // Too little data proves nothing either way: the last verdict stands.
      if (verdict !== 'insufficient_data') meters.detected.set({ watch }, verdict === 'drift' ? 1 : 0);
      setEffects(watch, report.features);
    },
    checkFailed: (watch) => meters.checks.inc({ watch, result: 'error' }),
    checkedNothing(watch) {
      meters.checks.inc({ watch, result: 'insufficient_data' });
      set(meters.checkedAt, { watch }, clock.now() / 1000);
    },
    incidents: (watch, open) => set(meters.incidents, { watch }, open),
  };
}

/** Sets effects under at most `featureLimit` names a watch: first come, so that a feature keeps its series. */
function featureEffects(effect: Gauge<'watch' | 'feature'>) {
  const namesOf = new Map<string, Set<string>>();
  return (watch: string, features: readonly FeatureDrift[]): void => {
    const names = namesOf.get(watch) ?? new Set();
    namesOf.set(watch, names);
    let other: number | null = null;
    for (const feature of features) {
      if (names.size < featureLimit && feature.name !== 'other') names.add(feature.name);
      if (names.has(feature.name)) set(effect, { watch, feature: feature.name }, feature.effect);
      else if (feature.effect !== null) other = Math.max(other ?? 0, feature.effect);
    }
    set(effect, { watch, feature: 'other' }, other);
  };
}

function modelVerbs(
  meters: Meters,
): Verbs<'championIs' | 'predicted' | 'observed' | 'labelled' | 'retrained'> {
  const champions = new Map<string, string>();
  return {
    championIs({ watch, version: number, baseline }) {
      const before = champions.get(watch);
      if (before !== undefined) meters.champion.remove({ watch, version: before });
      const version = String(number);
      champions.set(watch, version);
      meters.champion.set({ watch, version }, 1);
      set(meters.accuracy, { watch, dataset: 'holdout' }, baseline?.accuracy ?? null);
    },
    predicted(watch, source, rows, seconds) {
      meters.predictions.inc({ watch, source }, rows);
      observe(meters.predictSeconds, { watch }, seconds);
    },
    observed: (watch, result, rows) => meters.observations.inc({ watch, result }, rows),
    labelled: (watch, rows) => meters.labels.inc({ watch }, rows),
    retrained(watch, trigger, result, seconds) {
      meters.retrains.inc({ watch, trigger, result });
      observe(meters.retrainSeconds, { watch }, seconds);
    },
  };
}

function serviceVerbs(
  meters: Meters,
): Verbs<'operationEnded' | 'delivered' | 'depths' | 'jobRan' | 'requestEnded' | 'requestRejected'> {
  return {
    operationEnded(operation, outcome, seconds) {
      meters.operations.inc({ operation, outcome });
      observe(meters.operationSeconds, { operation }, seconds);
    },
    delivered: (result) => meters.delivered.inc({ result }),
    depths(depth) {
      set(meters.outbox, {}, depth.outbox);
      set(meters.mlflow, {}, depth.mlflow);
    },
    jobRan(job, result) {
      // The sibling is born at 0, so that increase() sees the first failure of a job that ran well before.
      for (const each of ['ok', 'failed']) meters.jobs.inc({ job, result: each }, each === result ? 1 : 0);
    },
    requestRejected: (reason) => meters.rejected.inc({ reason }),
    requestEnded({ method, route, status, seconds }) {
      const status_class = `${Math.floor(status / 100)}xx`;
      const known = methods.has(method) ? method : 'other';
      observe(meters.requestSeconds, { method: known, route, status_class }, seconds);
    },
  };
}

function set<L extends string>(gauge: Gauge<L>, labels: Partial<Record<L, string>>, value: number | null) {
  if (value !== null && Number.isFinite(value)) gauge.set(labels, value);
}

function observe<L extends string>(
  histogram: Histogram<L>,
  labels: Partial<Record<L, string>>,
  seconds: number,
) {
  // A wall clock that was set back makes durations negative.
  if (Number.isFinite(seconds)) histogram.observe(labels, Math.max(0, seconds));
}
