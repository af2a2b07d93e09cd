import { describe, expect, it } from 'vitest';
import { createPrometheus } from '../../../core/adapters/prometheus.ts';
import type { ModelVersion } from '../../../core/model.ts';
import { at, clock, scrape } from './scrape.ts';

function version(number: number, accuracy: number): ModelVersion {
  return {
    watch: 'demo',
    version: number,
    model: { estimator: 'majority', schema: { features: [], classes: [] }, parameters: null },
    baseline: { rows: 300, accuracy, logLoss: 0.3, auc: null },
    calibration: null,
    majorityShare: 0.5,
    reference: '',
    referenceRows: 1000,
    trainedAt: at,
    trigger: 'first',
    trainedBy: 'job',
    intent: null,
  };
}

describe('the names', () => {
  it('are exactly these, beside those of Node and the process', async () => {
    const { body } = await scrape(createPrometheus(clock));
    const told = [...body.matchAll(/^# TYPE (\S+) (\S+)$/gm)].map(([, name, type]) => `${name} ${type}`);
    expect(told.filter((each) => !/^(process|nodejs)_/.test(each)).sort()).toEqual([
      'http_rejected_total counter',
      'http_request_duration_seconds histogram',
      'job_runs_total counter',
      'ml_drift_check_duration_seconds histogram',
      'ml_drift_checks_total counter',
      'ml_drift_detected gauge',
      'ml_drift_feature_effect gauge',
      'ml_drift_last_check_timestamp_seconds gauge',
      'ml_drift_score gauge',
      'ml_drift_threshold gauge',
      'ml_labels_total counter',
      'ml_model_accuracy gauge',
      'ml_model_info gauge',
      'ml_observations_total counter',
      'ml_open_incidents gauge',
      'ml_prediction_duration_seconds histogram',
      'ml_predictions_total counter',
      'ml_retrain_duration_seconds histogram',
      'ml_retrains_total counter',
      'mlflow_outbox_depth gauge',
      'notifications_outbox_depth gauge',
      'notifications_total counter',
      'operation_duration_seconds histogram',
      'operations_total counter',
    ]);
    expect(told).toContain('process_resident_memory_bytes gauge');
    expect(told).toContain('nodejs_eventloop_lag_seconds gauge');
  });

  it('belong to one adapter: a second one starts afresh', async () => {
    const first = createPrometheus(clock);
    first.delivered('sent');
    const { series } = await scrape(createPrometheus(clock));
    expect(series.get('notifications_total{result="sent"}')).toBe(0);
  });

  it('come with the content type Prometheus asks for', async () => {
    const { contentType } = await createPrometheus(clock).render();
    expect(contentType).toBe('text/plain; version=0.0.4; charset=utf-8');
  });
});

describe('a watch that begins', () => {
  it('has every series whose labels are known, at 0, and its threshold', async () => {
    const metrics = createPrometheus(clock);
    metrics.watching('demo', 0.25);
    const { series } = await scrape(metrics);
    const own = [...series].filter(([key]) => key.includes('watch="demo"') && !key.includes('_bucket'));
    const triggers = ['first', 'drift', 'manual', 'api', 'schedule'];
    const results = ['promoted', 'rejected', 'proposed', 'failed', 'skipped'];
    const retrains = triggers.flatMap((trigger) =>
      results.map((result) => `ml_retrains_total{watch="demo",trigger="${trigger}",result="${result}"}`),
    );
    expect(Object.fromEntries(own)).toEqual({
      'ml_drift_threshold{watch="demo"}': 0.25,
      ...Object.fromEntries(
        [
          'ml_drift_score{watch="demo"}',
          'ml_drift_detected{watch="demo"}',
          'ml_drift_last_check_timestamp_seconds{watch="demo"}',
          'ml_open_incidents{watch="demo"}',
          'ml_labels_total{watch="demo"}',
          'ml_observations_total{watch="demo",result="stored"}',
          'ml_observations_total{watch="demo",result="lost"}',
          ...['ok', 'drift', 'insufficient_data', 'error'].map(
            (result) => `ml_drift_checks_total{watch="demo",result="${result}"}`,
          ),
          ...['http', 'discord', 'shell', 'job'].map(
            (source) => `ml_predictions_total{watch="demo",source="${source}"}`,
          ),
          ...retrains,
          ...['check', 'prediction', 'retrain'].flatMap((what) => {
            const name = `ml_${what === 'check' ? 'drift_check' : what}_duration_seconds`;
            return [`${name}_sum{watch="demo"}`, `${name}_count{watch="demo"}`];
          }),
        ].map((key) => [key, 0]),
      ),
    });
  });

  it('makes less than 100 series, features aside', async () => {
    const metrics = createPrometheus(clock);
    metrics.watching('demo', 0.25);
    const { series } = await scrape(metrics);
    expect([...series.keys()].filter((key) => key.includes('watch="demo"')).length).toBeLessThan(100);
  });
});

describe('the model', () => {
  it('in service is one version, each watch for itself', async () => {
    const metrics = createPrometheus(clock);
    metrics.championIs(version(1, 0.8));
    metrics.championIs({ ...version(7, 0.6), watch: 'churn' });
    metrics.championIs(version(2, 0.9));
    const { series, of } = await scrape(metrics);
    expect(of('ml_model_info').sort()).toEqual([
      'ml_model_info{watch="churn",version="7"}',
      'ml_model_info{watch="demo",version="2"}',
    ]);
    expect(series.get('ml_model_info{watch="demo",version="2"}')).toBe(1);
    expect(series.get('ml_model_accuracy{watch="demo",dataset="holdout"}')).toBe(0.9);
  });

  it('counts predicted rows, labels and retrainings', async () => {
    const metrics = createPrometheus(clock);
    metrics.predicted('demo', 'http', 3, 0.002);
    metrics.predicted('demo', 'http', 1, 0.004);
    metrics.predicted('demo', 'discord', 1, 0.004);
    metrics.observed('demo', 'stored', 4);
    metrics.observed('demo', 'lost', 2);
    metrics.labelled('demo', 5);
    metrics.retrained('demo', 'drift', 'promoted', 2);
    const { series } = await scrape(metrics);
    expect(series.get('ml_predictions_total{watch="demo",source="http"}')).toBe(4);
    expect(series.get('ml_predictions_total{watch="demo",source="discord"}')).toBe(1);
    expect(series.get('ml_prediction_duration_seconds_count{watch="demo"}')).toBe(3);
    expect(series.get('ml_observations_total{watch="demo",result="stored"}')).toBe(4);
    expect(series.get('ml_observations_total{watch="demo",result="lost"}')).toBe(2);
    expect(series.get('ml_labels_total{watch="demo"}')).toBe(5);
    expect(series.get('ml_retrains_total{watch="demo",trigger="drift",result="promoted"}')).toBe(1);
    expect(series.get('ml_retrain_duration_seconds_bucket{le="2.5",watch="demo"}')).toBe(1);
  });
});

describe('the service', () => {
  it('counts deliveries, jobs, operations and requests', async () => {
    const metrics = createPrometheus(clock);
    metrics.delivered('retry');
    metrics.depths({ outbox: 3, mlflow: 2 });
    metrics.jobRan('patrol', 'ok');
    metrics.incidents('demo', 1);
    metrics.operationEnded('predict', 'ok', 0.004);
    metrics.requestEnded({ method: 'POST', route: '/predict', status: 422, seconds: 0.01 });
    metrics.requestEnded({ method: 'PROPFIND', route: 'unmatched', status: 405, seconds: 0.01 });
    metrics.requestRejected('auth');
    const { series } = await scrape(metrics);
    const expected = {
      'http_rejected_total{reason="auth"}': 1,
      'http_rejected_total{reason="overload"}': 0,
      'notifications_total{result="sent"}': 0,
      'notifications_total{result="retry"}': 1,
      'notifications_total{result="dead"}': 0,
      notifications_outbox_depth: 3,
      mlflow_outbox_depth: 2,
      'job_runs_total{job="patrol",result="ok"}': 1,
      'job_runs_total{job="patrol",result="failed"}': 0,
      'ml_open_incidents{watch="demo"}': 1,
      'operations_total{operation="predict",outcome="ok"}': 1,
      'operation_duration_seconds_count{operation="predict"}': 1,
      'http_request_duration_seconds_count{method="POST",route="/predict",status_class="4xx"}': 1,
      'http_request_duration_seconds_count{method="other",route="unmatched",status_class="4xx"}': 1,
    };
    for (const [key, value] of Object.entries(expected)) expect([key, series.get(key)]).toEqual([key, value]);
  });
});
