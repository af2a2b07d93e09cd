import { describe, expect, it } from 'vitest';
import { feature, report, state } from './made.ts';
import { fresh, scrape } from './scrape.ts';

describe('a drift check', () => {
  it('sets score, verdict, time, accuracy and effects', async () => {
    const metrics = fresh();
    metrics.watching('demo', 0.25);
    metrics.driftChecked(report(), 0.3);
    const { series } = await scrape(metrics);
    expect(series.get('ml_drift_score{watch="demo"}')).toBe(0.42);
    expect(series.get('ml_drift_detected{watch="demo"}')).toBe(1);
    expect(series.get('ml_drift_last_check_timestamp_seconds{watch="demo"}')).toBe(1_800_000_000);
    expect(series.get('ml_model_accuracy{watch="demo",dataset="window"}')).toBe(0.75);
    expect(series.get('ml_drift_feature_effect{watch="demo",feature="age"}')).toBe(0.5);
    expect(series.get('ml_drift_window_rows{watch="demo"}')).toBe(500);
    expect(series.get('ml_drifted_features_ratio{watch="demo"}')).toBe(0.5);
    expect(series.get('ml_drift_feature_effect{watch="demo",feature="income"}')).toBe(0);
    expect(series.get('ml_drift_checks_total{watch="demo",result="drift"}')).toBe(1);
    expect(series.get('ml_drift_check_duration_seconds_count{watch="demo"}')).toBe(1);
    expect(series.get('ml_drift_check_duration_seconds_sum{watch="demo"}')).toBe(0.3);
    expect(series.get('ml_drift_check_duration_seconds_bucket{le="0.25",watch="demo"}')).toBe(0);
    expect(series.get('ml_drift_check_duration_seconds_bucket{le="1",watch="demo"}')).toBe(1);
  });

  it('without enough data keeps score and verdict and counts itself', async () => {
    const metrics = fresh();
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
    const metrics = fresh();
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
    const metrics = fresh();
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
    const metrics = fresh();
    const features = Array.from({ length: 52 }, (_, number) => feature(`f${number}`, 0.3));
    metrics.driftChecked(report({ features: [feature('other', 0.2), ...features] }), 0.1);
    const { series, of } = await scrape(metrics);
    expect(of('ml_drift_feature_effect')).toHaveLength(51);
    expect(series.get('ml_drift_feature_effect{watch="demo",feature="other"}')).toBe(0.3);
  });

  it('never writes a number that is none', async () => {
    const metrics = fresh();
    const broken = [feature('nan', Number.NaN), feature('infinite', Number.POSITIVE_INFINITY)];
    metrics.driftChecked(report({ score: Number.NaN, at: Number.NaN, features: broken }), Number.NaN);
    metrics.missing('demo', new Map([['nan', Number.NaN]]));
    const answers = { classes: ['no'], codes: Int32Array.of(0), shares: Float64Array.of(Number.NaN) };
    metrics.predicted('demo', 'http', answers, -0.5);
    const { series, body } = await scrape(metrics);
    expect([...series].filter(([key]) => key.startsWith('ml_')).map(([, value]) => value)).not.toContain(
      Number.NaN,
    );
    expect(body).not.toMatch(/^ml_.* (NaN|Nan|[+-]?Inf)$/m);
    expect(series.get('ml_prediction_duration_seconds_sum{watch="demo"}')).toBe(0);
  });

  it('quotes whatever a feature is called', async () => {
    const metrics = fresh();
    metrics.driftChecked(report({ features: [feature('a"b\\c\nd', 0.1)] }), 0.1);
    const { series } = await scrape(metrics);
    expect(series.get('ml_drift_feature_effect{watch="demo",feature="a\\"b\\\\c\\nd"}')).toBe(0.1);
  });

  it('tells evidence as a share of what proves drift, and accuracy without labels', async () => {
    const metrics = fresh();
    const evidence = { bar: 8, suspicion: null, causes: [], suspected: true, standing: null };
    const proof = { signals: 3, learning: null };
    const estimate = { accuracy: 0.82, baseline: 0.9, deviation: 0.01, rows: 500, outside: 0 };
    metrics.driftChecked(report({ evidence: { ...evidence, ...proof, log: 6 }, estimate }), 0.1);
    const told = await scrape(metrics);
    expect(told.series.get('ml_drift_evidence_ratio{watch="demo"}')).toBe(0.75);
    expect(told.series.get('ml_model_accuracy{watch="demo",dataset="estimated"}')).toBe(0.82);
    metrics.driftChecked(report({ evidence: { ...evidence, ...proof, log: null } }), 0.1);
    expect((await scrape(metrics)).series.get('ml_drift_evidence_ratio{watch="demo"}')).toBe(0);
  });

  it('that was read again does not take back the time of a later one', async () => {
    const metrics = fresh();
    metrics.checkedNothing('demo');
    metrics.stands(state({ lastReport: report() }));
    const { series } = await scrape(metrics);
    expect(series.get('ml_drift_last_check_timestamp_seconds{watch="demo"}')).toBe(1_800_000_005);
    expect(series.get('ml_drift_score{watch="demo"}')).toBe(0.42);
    // It counts no check, for nobody made one.
    expect(series.has('ml_drift_checks_total{watch="demo",result="drift"}')).toBe(false);
  });
});
