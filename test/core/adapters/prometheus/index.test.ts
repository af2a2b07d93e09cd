import { describe, expect, it } from 'vitest';
import { state, version } from './made.ts';
import { fresh, scrape } from './scrape.ts';

describe('the names', () => {
  it('are exactly these, beside those of Node and the process', async () => {
    const { body } = await scrape(fresh());
    const told = [...body.matchAll(/^# TYPE (\S+) (\S+)$/gm)].map(([, name, type]) => `${name} ${type}`);
    expect(told.filter((each) => !/^(process|nodejs)_/.test(each)).sort()).toEqual([
      'audit_events_total counter',
      'build_info gauge',
      'dependency_request_duration_seconds histogram',
      'dependency_up gauge',
      'discord_gateway_disconnects_total counter',
      'discord_gateway_ping_seconds gauge',
      'discord_gateway_up gauge',
      'discord_interaction_ack_seconds histogram',
      'discord_interaction_duration_seconds histogram',
      'discord_interactions_total counter',
      'discord_rest_rate_limited_total counter',
      'http_rejected_total counter',
      'http_request_duration_seconds histogram',
      'http_requests_in_flight gauge',
      'http_requests_total counter',
      'job_duration_seconds histogram',
      'job_last_success_timestamp_seconds gauge',
      'job_runs_total counter',
      'job_start_delay_seconds histogram',
      'ml_drift_check_duration_seconds histogram',
      'ml_drift_checks_total counter',
      'ml_drift_detected gauge',
      'ml_drift_evidence_ratio gauge',
      'ml_drift_feature_effect gauge',
      'ml_drift_last_check_timestamp_seconds gauge',
      'ml_drift_score gauge',
      'ml_drift_threshold gauge',
      'ml_drift_window_rows gauge',
      'ml_drifted_features_ratio gauge',
      'ml_feature_missing_ratio gauge',
      'ml_labels_total counter',
      'ml_model_accuracy gauge',
      'ml_model_info gauge',
      'ml_model_trained_timestamp_seconds gauge',
      'ml_observations_total counter',
      'ml_open_incidents gauge',
      'ml_predicted_classes_total counter',
      'ml_prediction_duration_seconds histogram',
      'ml_prediction_probability histogram',
      'ml_predictions_total counter',
      'ml_retrain_duration_seconds histogram',
      'ml_retrain_in_progress gauge',
      'ml_retrains_total counter',
      'ml_watch_state gauge',
      'mlflow_outbox_depth gauge',
      'notifications_dead gauge',
      'notifications_outbox_depth gauge',
      'notifications_outbox_oldest_age_seconds gauge',
      'notifications_total counter',
      'operations_total counter',
    ]);
    expect(told).toContain('process_resident_memory_bytes gauge');
    expect(told).toContain('nodejs_eventloop_lag_seconds gauge');
  });

  it('belong to one adapter: a second one starts afresh', async () => {
    const first = fresh();
    first.delivered('sent');
    const { series } = await scrape(fresh());
    expect(series.get('notifications_total{result="sent"}')).toBe(0);
  });

  it('come with the content type Prometheus asks for', async () => {
    const { contentType } = await fresh().render();
    expect(contentType).toBe('text/plain; version=0.0.4; charset=utf-8');
  });
});

describe('a watch that begins', () => {
  it('has every series whose labels are known, at 0, and its threshold', async () => {
    const metrics = fresh();
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
          'ml_drift_evidence_ratio{watch="demo"}',
          'ml_drifted_features_ratio{watch="demo"}',
          'ml_drift_window_rows{watch="demo"}',
          'ml_retrain_in_progress{watch="demo"}',
          'ml_prediction_probability_sum{watch="demo"}',
          'ml_prediction_probability_count{watch="demo"}',
          ...['LEARNING', 'OK', 'SUSPECTED', 'ALARM', 'ACTING', 'PROBATION', 'QUARANTINE'].map(
            (each) => `ml_watch_state{watch="demo",state="${each}"}`,
          ),
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

  it('makes less than 120 series, features aside', async () => {
    const metrics = fresh();
    metrics.watching('demo', 0.25);
    const { series } = await scrape(metrics);
    expect([...series.keys()].filter((key) => key.includes('watch="demo"')).length).toBeLessThan(120);
  });
});

describe('the model', () => {
  it('in service is one version, each watch for itself', async () => {
    const metrics = fresh();
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
    const metrics = fresh();
    const classes = ['no', 'yes'];
    const [codes, shares] = [Int32Array.of(1, 0, 1), Float64Array.of(0.1, 0.9, 0.55, 0.45, 0.1, 0.9)];
    metrics.predicted('demo', 'http', { classes, codes, shares }, 0.002);
    metrics.predicted(
      'demo',
      'http',
      { classes, codes: codes.subarray(2), shares: shares.subarray(4) },
      0.004,
    );
    const silent = { classes: ['else'], codes: Int32Array.of(0), shares: Float64Array.of(Number.NaN) };
    metrics.predicted('demo', 'discord', silent, 0.004);
    metrics.observed('demo', 'stored', 4);
    metrics.observed('demo', 'lost', 2);
    metrics.labelled('demo', 5);
    metrics.retrained('demo', 'drift', 'promoted', 2);
    const { series } = await scrape(metrics);
    expect(series.get('ml_predictions_total{watch="demo",source="http"}')).toBe(4);
    expect(series.get('ml_predictions_total{watch="demo",source="discord"}')).toBe(1);
    expect(series.get('ml_predicted_classes_total{watch="demo",class="yes"}')).toBe(3);
    expect(series.get('ml_prediction_probability_bucket{le="0.6",watch="demo"}')).toBe(1);
    // A model that gives no probabilities is counted by its answers alone.
    expect(series.get('ml_prediction_probability_count{watch="demo"}')).toBe(4);
    expect(series.get('ml_prediction_duration_seconds_count{watch="demo"}')).toBe(3);
    expect(series.get('ml_observations_total{watch="demo",result="stored"}')).toBe(4);
    expect(series.get('ml_observations_total{watch="demo",result="lost"}')).toBe(2);
    expect(series.get('ml_labels_total{watch="demo"}')).toBe(5);
    expect(series.get('ml_retrains_total{watch="demo",trigger="drift",result="promoted"}')).toBe(1);
    expect(series.get('ml_retrain_duration_seconds_bucket{le="2.5",watch="demo"}')).toBe(1);
  });
});

describe('a watch', () => {
  it('is in one state, and retrains or does not', async () => {
    const metrics = fresh();
    metrics.watching('demo', 0.25);
    metrics.stands(state({ monitor: 'ALARM' }));
    metrics.stands(state({ monitor: 'ACTING' }));
    metrics.retraining('demo', true);
    const { series } = await scrape(metrics);
    expect(series.get('ml_watch_state{watch="demo",state="ALARM"}')).toBe(0);
    expect(series.get('ml_watch_state{watch="demo",state="ACTING"}')).toBe(1);
    expect(series.get('ml_open_incidents{watch="demo"}')).toBe(0);
    expect(series.get('ml_retrain_in_progress{watch="demo"}')).toBe(1);
    metrics.retraining('demo', false);
    expect((await scrape(metrics)).series.get('ml_retrain_in_progress{watch="demo"}')).toBe(0);
  });

  it('keeps ten classes by name, and counts the rest together', async () => {
    const metrics = fresh();
    const classes = Array.from({ length: 30 }, (_, at) => `c${at}`);
    const codes = Int32Array.from(classes.keys());
    metrics.predicted('demo', 'http', { classes, codes, shares: new Float64Array(900) }, 0.1);
    const { series, of } = await scrape(metrics);
    expect(of('ml_predicted_classes_total')).toHaveLength(11);
    expect(series.get('ml_predicted_classes_total{watch="demo",class="other"}')).toBe(20);
  });
});
