import { describe, expect, it } from 'vitest';
import { createPrometheus } from '../../../core/adapters/prometheus.ts';
import type { DriftReport, FeatureDrift } from '../../../core/drift.ts';
import { at, clock, scrape } from './scrape.ts';

function feature(name: string, effect: number | null): FeatureDrift {
  return {
    name,
    kind: 'numeric',
    effect,
    jensenShannon: null,
    psi: null,
    ks: null,
    wasserstein: null,
    p: null,
    drifted: false,
    before: '',
    after: '',
  };
}

function report(changes: Partial<DriftReport> = {}): DriftReport {
  return {
    watch: 'demo',
    key: 'demo/1',
    number: 1,
    at,
    rowsUntil: null,
    version: 1,
    mode: 'full',
    verdict: 'drift',
    grade: 'large',
    score: 0.42,
    threshold: 0.25,
    dataScore: 0.42,
    skillScore: null,
    newRows: 100,
    windowRows: 500,
    referenceRows: 1000,
    evidence: null,
    estimate: null,
    features: [feature('age', 0.5), feature('income', 0)],
    prediction: null,
    performance: {
      baseline: 0.9,
      baselineRows: 1000,
      accuracy: 0.75,
      labelled: 100,
      drop: 0.15,
      interval: null,
      drifted: true,
      sinceChange: null,
    },
    faults: [],
    ...changes,
  };
}

describe('a drift check', () => {
  it('sets score, verdict, time, accuracy and effects', async () => {
    const metrics = createPrometheus(clock);
    metrics.watching('demo', 0.25);
    metrics.driftChecked(report(), 0.3);
    const { series } = await scrape(metrics);
    expect(series.get('ml_drift_score{watch="demo"}')).toBe(0.42);
    expect(series.get('ml_drift_detected{watch="demo"}')).toBe(1);
    expect(series.get('ml_drift_last_check_timestamp_seconds{watch="demo"}')).toBe(1_800_000_000);
    expect(series.get('ml_model_accuracy{watch="demo",dataset="window"}')).toBe(0.75);
    expect(series.get('ml_drift_feature_effect{watch="demo",feature="age"}')).toBe(0.5);
    expect(series.get('ml_drift_feature_effect{watch="demo",feature="income"}')).toBe(0);
    expect(series.get('ml_drift_checks_total{watch="demo",result="drift"}')).toBe(1);
    expect(series.get('ml_drift_check_duration_seconds_count{watch="demo"}')).toBe(1);
    expect(series.get('ml_drift_check_duration_seconds_sum{watch="demo"}')).toBe(0.3);
    expect(series.get('ml_drift_check_duration_seconds_bucket{le="0.25",watch="demo"}')).toBe(0);
    expect(series.get('ml_drift_check_duration_seconds_bucket{le="0.5",watch="demo"}')).toBe(1);
  });

  it('without enough data keeps score and verdict and counts itself', async () => {
    const metrics = createPrometheus(clock);
    metrics.driftChecked(report(), 0.3);
    metrics.driftChecked(
      report({
        verdict: 'insufficient_data',
        score: null,
        performance: null,
        features: [feature('age', null)],
      }),
      0.1,
    );
    const { series } = await scrape(metrics);
    expect(series.get('ml_drift_score{watch="demo"}')).toBe(0.42);
    expect(series.get('ml_drift_detected{watch="demo"}')).toBe(1);
    expect(series.get('ml_drift_feature_effect{watch="demo",feature="age"}')).toBe(0.5);
    expect(series.get('ml_drift_checks_total{watch="demo",result="insufficient_data"}')).toBe(1);
    metrics.driftChecked(report({ verdict: 'ok', score: 0.01 }), 0.1);
    expect((await scrape(metrics)).series.get('ml_drift_detected{watch="demo"}')).toBe(0);
  });

  it('that found no rows was made all the same; one that failed was not', async () => {
    const metrics = createPrometheus(clock);
    metrics.watching('demo', 0.25);
    metrics.checkFailed('demo');
    const failed = await scrape(metrics);
    expect(failed.series.get('ml_drift_checks_total{watch="demo",result="error"}')).toBe(1);
    expect(failed.series.get('ml_drift_last_check_timestamp_seconds{watch="demo"}')).toBe(0);
    metrics.checkedNothing('demo');
    const empty = await scrape(metrics);
    expect(empty.series.get('ml_drift_checks_total{watch="demo",result="insufficient_data"}')).toBe(1);
    expect(empty.series.get('ml_drift_last_check_timestamp_seconds{watch="demo"}')).toBe(1_800_000_005);
  });

  it('names 50 features, always the same, and tells the largest effect of the others', async () => {
    const metrics = createPrometheus(clock);
    const features = Array.from({ length: 60 }, (_, number) => feature(`f${number}`, number / 100));
    metrics.driftChecked(report({ features }), 0.1);
    metrics.driftChecked(report({ features: features.toReversed() }), 0.1);
    const { series, of } = await scrape(metrics);
    expect(of('ml_drift_feature_effect')).toHaveLength(51);
    expect(series.get('ml_drift_feature_effect{watch="demo",feature="f49"}')).toBe(0.49);
    expect(series.has('ml_drift_feature_effect{watch="demo",feature="f50"}')).toBe(false);
    expect(series.get('ml_drift_feature_effect{watch="demo",feature="other"}')).toBe(0.59);
  });

  it('has one series for the others, even when a feature is called so', async () => {
    const metrics = createPrometheus(clock);
    const features = Array.from({ length: 52 }, (_, number) => feature(`f${number}`, 0.3));
    metrics.driftChecked(report({ features: [feature('other', 0.2), ...features] }), 0.1);
    const { series, of } = await scrape(metrics);
    expect(of('ml_drift_feature_effect')).toHaveLength(51);
    expect(series.get('ml_drift_feature_effect{watch="demo",feature="other"}')).toBe(0.3);
  });

  it('never writes a number that is none', async () => {
    const metrics = createPrometheus(clock);
    const broken = [feature('nan', Number.NaN), feature('infinite', Number.POSITIVE_INFINITY)];
    metrics.driftChecked(report({ score: Number.NaN, at: Number.NaN, features: broken }), Number.NaN);
    metrics.incidents('demo', Number.NaN);
    metrics.predicted('demo', 'http', 1, -0.5);
    const { series, body } = await scrape(metrics);
    expect([...series].filter(([key]) => key.startsWith('ml_')).map(([, value]) => value)).not.toContain(
      Number.NaN,
    );
    expect(body).not.toMatch(/^ml_.* (NaN|Nan|[+-]?Inf)$/m);
    expect(series.get('ml_prediction_duration_seconds_sum{watch="demo"}')).toBe(0);
  });

  it('quotes whatever a feature is called', async () => {
    const metrics = createPrometheus(clock);
    metrics.driftChecked(report({ features: [feature('a"b\\c\nd', 0.1)] }), 0.1);
    const { series } = await scrape(metrics);
    expect(series.get('ml_drift_feature_effect{watch="demo",feature="a\\"b\\\\c\\nd"}')).toBe(0.1);
  });
});
