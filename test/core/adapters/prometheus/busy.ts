// The most that a process can have to tell: every label it may ever use, of as many watches as are asked for.
import { routes } from '../../../../api/routes.ts';
import { commands } from '../../../../bot/commands/index.ts';
import { feature, report, state, version } from './made.ts';
import { fresh } from './scrape.ts';

/** More than the product has. */
const mostOperations = 55;
const endings = ['ok', 'refused', 'failed'] as const;
const jobs = ['patrol:a', 'deliver', 'digest', 'follow', 'monitor', 'aliases', 'tidy', 'track', 'sweep'];

export function busyMetrics(watches: readonly string[]) {
  const metrics = fresh();
  for (const watch of watches) tellWatch(metrics, watch);
  for (const { method, path } of routes) {
    for (const status of [200, 404, 500]) {
      metrics.requestBegan();
      metrics.requestEnded({ method, route: path, status, seconds: 0.1 });
    }
  }
  for (let operation = 1; operation <= mostOperations; operation++)
    metrics.operationEnded(`operation ${operation}`, 'ok');
  metrics.listening([...commands.map(({ name }) => name), 'completion', 'component', 'form']);
  metrics.acknowledged(0.1);
  for (const ending of endings) metrics.interactionEnded('drift', ending, 0.1);
  metrics.gatewayIs(true, 0.05);
  metrics.scheduled(jobs);
  for (const job of jobs) metrics.jobRan(job, 'ok', 0.1);
  metrics.jobBegan(0.1);
  for (const dependency of ['mongodb', 'mlflow', 'discord'] as const) metrics.asked(dependency, true, 0.1);
  metrics.waiting({ outbox: 1, oldestSeconds: 1, dead: 1, mlflow: 1 });
  return metrics;
}

function tellWatch(metrics: ReturnType<typeof fresh>, watch: string): void {
  const features = Array.from({ length: 80 }, (_, at) => feature(`f${at}`, 0.1));
  const estimate = { accuracy: 0.82, baseline: 0.9, deviation: 0.01, rows: 500, outside: 0 };
  metrics.watching(watch, 0.25);
  for (let number = 1; number <= 30; number++) metrics.championIs({ ...version(number, 0.9), watch });
  metrics.driftChecked(report({ watch, features, estimate }), 0.1);
  metrics.stands({ ...state({ monitor: 'ALARM' }), watch });
  metrics.missing(watch, new Map(features.map(({ name }) => [name, 0.1])));
  const classes = Array.from({ length: 100 }, (_, at) => `c${at}`);
  const codes = Int32Array.from(classes.keys());
  const shares = new Float64Array(100 * 100).fill(0.5);
  metrics.predicted(watch, 'http', { classes, codes, shares }, 0.1);
  metrics.retrained(watch, 'drift', 'promoted', 1);
}
