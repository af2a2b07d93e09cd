// The Metrics port over prom-client: domain verbs in, Prometheus text out. Only the files of this folder name metrics.
// Its own registry, never the library's global one.
import { collectDefaultMetrics, Registry } from 'prom-client';
import type { Metrics } from '../../metrics.ts';
import type { Clock } from '../../ports.ts';
import { dependencyMetrics } from './dependencies.ts';
import { discordMetrics } from './discord.ts';
import { driftMetrics } from './drift.ts';
import { httpMetrics } from './http.ts';
import { jobMetrics } from './jobs.ts';
import { makersIn } from './meter.ts';
import { modelMetrics } from './model.ts';
import { type Build, serviceMetrics } from './service.ts';

/** Builds the adapter with every metric registered, Node's own process metrics among them. */
export function createPrometheus(clock: Clock, build: Build): Metrics {
  const registry = new Registry();
  // Three buckets instead of seven: four kinds of collections have them each.
  collectDefaultMetrics({ register: registry, gcDurationBuckets: [0.01, 0.1, 1] });
  const makers = makersIn(registry);
  const accuracy = makers.gauge(
    'ml_model_accuracy',
    'Accuracy of the champion, 0..1: on its holdout, on the labelled rows of the window, as its scores tell it',
    'watch',
    'dataset',
  );
  const drift = driftMetrics(makers, { clock, accuracy });
  const { bear, text, ...model } = modelMetrics(makers, accuracy);
  const { fade, ...dependencies } = dependencyMetrics(makers, clock);
  return {
    ...drift,
    ...model,
    ...dependencies,
    ...serviceMetrics(makers, build),
    ...jobMetrics(makers, clock.now),
    ...discordMetrics(makers),
    ...httpMetrics(makers),
    watching(watch, threshold) {
      drift.watching(watch, threshold);
      bear(watch);
    },
    async render() {
      fade();
      return { body: `${await registry.metrics()}\n${text()}\n`, contentType: registry.contentType };
    },
  };
}
