// The rows of the service around the models: the bot, the API, jobs and runtime. Pure.
import { ofWatch, quantile, rate } from './promql.ts';
import type { Row } from './rows.ts';

const bot: Row = {
  title: 'Bot',
  height: 8,
  panels: [
    {
      kind: 'series',
      title: 'Commands a minute',
      about: 'Interactions by command and result; those that did not occur are left out.',
      unit: 'short',
      queries: {
        '{{command}} {{result}}': `sum by (command, result) (rate(discord_interactions_total[${rate}])) * 60`,
      },
      width: 8,
    },
    {
      kind: 'series',
      title: 'Time to the first answer',
      about:
        'Discord forgets an interaction after 3 s: its 99th percentile, and how long whole answers take.',
      unit: 's',
      queries: {
        'first answer p99': quantile(0.99, 'discord_interaction_ack_seconds'),
        'last answer p95': quantile(0.95, 'discord_interaction_duration_seconds'),
        limit: 'vector(3)',
      },
      width: 8,
    },
    {
      kind: 'series',
      title: 'Connection',
      about: 'Round trip on the gateway, connections lost and rate limits met in the last five minutes.',
      unit: 'short',
      queries: {
        'ping in s': 'max(discord_gateway_ping_seconds)',
        'disconnects {{reason}}': 'sum by (reason) (increase(discord_gateway_disconnects_total[5m]))',
        'limited {{scope}}': 'sum by (scope) (increase(discord_rest_rate_limited_total[5m]))',
      },
      width: 8,
    },
    {
      kind: 'series',
      title: 'Outbox depth',
      about:
        'Cards for Discord and runs for MLflow that wait; dead: given up. Near 0 when both can be reached.',
      unit: 'short',
      queries: {
        notifications: 'max(notifications_outbox_depth)',
        dead: 'max(notifications_dead)',
        'MLflow runs': 'max(mlflow_outbox_depth)',
      },
      width: 12,
    },
    {
      kind: 'series',
      title: 'Oldest notification',
      about: 'Age of the oldest card that was never shown. After five minutes an alert fires.',
      unit: 's',
      queries: { oldest: 'max(notifications_outbox_oldest_age_seconds)' },
      width: 12,
    },
  ],
};

const api: Row = {
  title: 'API',
  height: 8,
  panels: [
    {
      kind: 'series',
      title: 'HTTP requests per second',
      about: 'Requests by route.',
      unit: 'reqps',
      queries: { '{{method}} {{route}}': 'route:http_requests:rate5m' },
      width: 8,
    },
    {
      kind: 'series',
      title: 'Errors and rejections',
      about:
        'Share of answers with a status of 500 or more, requests in flight, and requests turned away a second.',
      unit: 'short',
      queries: {
        'errors (share)': 'job:http_requests_errors:ratio_rate5m',
        'status {{status_class}}': `sum by (status_class) (rate(http_requests_total[${rate}]))`,
        'rejected: {{reason}}': `sum by (reason) (rate(http_rejected_total[${rate}]))`,
        'in flight': 'sum(http_requests_in_flight)',
      },
      width: 8,
    },
    {
      kind: 'series',
      title: 'Latency',
      about: 'Of all routes, and of the slowest.',
      unit: 's',
      queries: {
        p50: quantile(0.5, 'http_request_duration_seconds'),
        p95: quantile(0.95, 'http_request_duration_seconds'),
        p99: quantile(0.99, 'http_request_duration_seconds'),
        'slowest route p95': 'max(route:http_request_duration_seconds:p95_5m)',
      },
      width: 8,
    },
    {
      kind: 'series',
      title: 'Predictions',
      about:
        'Rows predicted a second by where they were asked for, labels that came back, rows kept and lost.',
      unit: 'short',
      queries: {
        'predicted ({{source}})': `sum by (source) (rate(ml_predictions_total${ofWatch}[${rate}]))`,
        labels: `sum(rate(ml_labels_total${ofWatch}[${rate}]))`,
        'rows {{result}}': `sum by (result) (rate(ml_observations_total${ofWatch}[${rate}]))`,
      },
      width: 12,
    },
    {
      kind: 'series',
      title: 'Prediction latency',
      about: 'The time a prediction takes, without the network.',
      unit: 's',
      queries: {
        p50: quantile(0.5, 'ml_prediction_duration_seconds', { selector: ofWatch }),
        p95: quantile(0.95, 'ml_prediction_duration_seconds', { selector: ofWatch }),
      },
      width: 12,
    },
  ],
};

const runtime: Row = {
  title: 'Jobs and runtime',
  height: 8,
  panels: [
    {
      kind: 'bars',
      title: 'Jobs by result',
      about: 'Runs of scheduled jobs an hour.',
      unit: 'short',
      queries: { '{{job}} {{result}}': 'sum by (job, result) (increase(job_runs_total[1h]))' },
      width: 8,
    },
    {
      kind: 'series',
      title: 'Lateness and length of jobs',
      about:
        'How long after they were due jobs begin, how long they take, and since when each has not succeeded.',
      unit: 's',
      queries: {
        'late p95': quantile(0.95, 'job_start_delay_seconds'),
        '{{job}} p95': quantile(0.95, 'job_duration_seconds', { by: 'job, le' }),
        '{{job}} last success': 'time() - max by (job) (job_last_success_timestamp_seconds)',
      },
      width: 8,
    },
    {
      kind: 'series',
      title: 'Calls to MongoDB, MLflow and Discord',
      about: '95th percentile of the time a call takes, answered or not.',
      unit: 's',
      queries: {
        '{{dependency}}': quantile(0.95, 'dependency_request_duration_seconds', { by: 'dependency, le' }),
      },
      width: 8,
    },
    {
      kind: 'series',
      title: 'Operations and writes',
      about: 'Operations a minute by outcome, and entries of the audit log.',
      unit: 'short',
      queries: {
        '{{operation}} {{outcome}}': `sum by (operation, outcome) (rate(operations_total[${rate}])) * 60`,
        'audit: {{via}} {{result}}': `sum by (via, result) (rate(audit_events_total[${rate}])) * 60`,
      },
      width: 8,
    },
    {
      kind: 'series',
      title: 'Memory',
      about: 'Of each process: resident, and the heap of JavaScript.',
      unit: 'bytes',
      queries: {
        '{{instance}} resident': 'process_resident_memory_bytes{job="vigie"}',
        '{{instance}} heap': 'nodejs_heap_size_used_bytes{job="vigie"}',
      },
      width: 8,
    },
    {
      kind: 'series',
      title: 'Event loop and garbage collection',
      about: 'How long the event loop kept others waiting, and the share of time spent on garbage.',
      unit: 's',
      queries: {
        '{{instance}} lag p99': 'nodejs_eventloop_lag_p99_seconds',
        '{{instance}} gc': `sum by (instance) (rate(nodejs_gc_duration_seconds_sum[${rate}]))`,
      },
      width: 8,
    },
  ],
};

export const service: readonly Row[] = [bot, api, runtime];
