// The service itself: its build, its operations and their audit, and what waits for delivery.
import type { Ending, ServiceMetrics } from '../../metrics.ts';
import { type Makers, set } from './meter.ts';

const endings: readonly Ending[] = ['ok', 'refused', 'failed'];
const surfaces = ['discord', 'http', 'shell', 'job'];

export interface Build {
  readonly version: string;
  /** Version of Node. */
  readonly node: string;
}

export function serviceMetrics(
  { gauge, counter }: Makers,
  { version, node }: Build,
): Omit<ServiceMetrics, 'asked'> {
  gauge('build_info', '1, with the version of Vigie and of Node', 'version', 'node').set(
    { version, node },
    1,
  );
  const operations = counter('operations_total', 'Operations', 'operation', 'outcome');
  const born = new Set<string>();
  const audited = counter('audit_events_total', 'Writes that were asked for', 'via', 'result');
  const depth = gauge('notifications_outbox_depth', 'Notifications that wait');
  const oldest = gauge(
    'notifications_outbox_oldest_age_seconds',
    'Age of the oldest notification that waits and was never sent; 0 = none',
  );
  const dead = gauge('notifications_dead', 'Notifications that were given up and are still kept');
  const delivered = counter('notifications_total', 'Attempts to deliver a notification', 'result');
  const mlflow = gauge('mlflow_outbox_depth', 'Runs that wait for MLflow');
  for (const result of ['sent', 'retry', 'dead']) delivered.inc({ result }, 0);
  for (const via of surfaces) for (const result of endings) audited.inc({ via, result }, 0);
  return {
    operationEnded(operation, ending) {
      // The siblings are born at 0, so that increase() sees the first failure of what went well before.
      if (!born.has(operation)) for (const outcome of endings) operations.inc({ operation, outcome }, 0);
      born.add(operation);
      operations.inc({ operation, outcome: ending });
    },
    audited: (via, result) => audited.inc({ via, result }),
    delivered: (result) => delivered.inc({ result }),
    waiting(now) {
      set(depth, {}, now.outbox);
      set(oldest, {}, now.oldestSeconds);
      set(dead, {}, now.dead);
      set(mlflow, {}, now.mlflow);
    },
  };
}
