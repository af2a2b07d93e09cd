// Everything a scrape tells beside watches and their models.
import { describe, expect, it } from 'vitest';
import { createPrometheus } from '../../../../core/adapters/prometheus/index.ts';
import type { Metrics } from '../../../../core/ports.ts';
import { fresh, scrape } from './scrape.ts';

describe('the service', () => {
  it('counts deliveries, jobs, operations and requests', async () => {
    const metrics = fresh();
    metrics.delivered('retry');
    metrics.waiting({ outbox: 3, oldestSeconds: 42, dead: 1, mlflow: 2 });
    metrics.jobRan('patrol:demo', 'ok', 0.3);
    metrics.jobBegan(3);
    metrics.operationEnded('predict', 'ok');
    metrics.audited('discord', 'refused');
    metrics.requestBegan();
    metrics.requestBegan();
    metrics.requestBegan();
    metrics.requestEnded({ method: 'POST', route: '/predict', status: 422, seconds: 0.01 });
    metrics.requestEnded({ method: 'PROPFIND', route: 'unmatched', status: 405, seconds: 0.01 });
    metrics.requestRejected('auth');
    await told(metrics, {
      'build_info{version="1.2.3",node="v24.1.0"}': 1,
      'http_rejected_total{reason="auth"}': 1,
      'http_rejected_total{reason="overload"}': 0,
      http_requests_in_flight: 1,
      'notifications_total{result="sent"}': 0,
      'notifications_total{result="retry"}': 1,
      'notifications_total{result="dead"}': 0,
      notifications_outbox_depth: 3,
      notifications_outbox_oldest_age_seconds: 42,
      notifications_dead: 1,
      mlflow_outbox_depth: 2,
      'job_runs_total{job="patrol",result="ok"}': 1,
      'job_last_success_timestamp_seconds{job="patrol"}': 1_800_000_005,
      'job_start_delay_seconds_bucket{le="5"}': 1,
      'job_start_delay_seconds_bucket{le="1"}': 0,
      'operations_total{operation="predict",outcome="ok"}': 1,
      'operations_total{operation="predict",outcome="failed"}': 0,
      'audit_events_total{via="discord",result="refused"}': 1,
      'audit_events_total{via="http",result="ok"}': 0,
      'http_request_duration_seconds_count{method="POST",route="/predict"}': 1,
      'http_requests_total{method="POST",route="/predict",status_class="4xx"}': 1,
      'http_requests_total{method="other",route="unmatched",status_class="4xx"}': 1,
    });
  });

  it('counts jobs it will run from 0', async () => {
    const metrics = fresh();
    metrics.scheduled(['patrol:shop', 'patrol:churn', 'tidy']);
    await told(metrics, {
      'job_runs_total{job="patrol",result="failed"}': 0,
      'job_runs_total{job="tidy",result="ok"}': 0,
      'job_duration_seconds_count{job="patrol"}': 0,
    });
  });
});

describe('the bot', () => {
  it('counts interactions from 0, their first answers, and the connection', async () => {
    const metrics = fresh();
    expect((await scrape(metrics)).of('discord_gateway_up')).toEqual([]);
    metrics.listening(['drift']);
    metrics.acknowledged(0.3);
    metrics.interactionEnded('drift', 'refused', 1.5);
    metrics.gatewayIs(true, null);
    metrics.disconnected('lost');
    metrics.rateLimited('shared');
    await told(metrics, {
      'discord_interactions_total{command="drift",result="ok"}': 0,
      'discord_interactions_total{command="drift",result="refused"}': 1,
      'discord_interactions_total{command="other",result="failed"}': 0,
      'discord_interaction_ack_seconds_bucket{le="0.5"}': 1,
      'discord_interaction_ack_seconds_bucket{le="0.25"}': 0,
      discord_gateway_up: 1,
      'discord_gateway_disconnects_total{reason="lost"}': 1,
      'discord_gateway_disconnects_total{reason="closed"}': 0,
      'discord_rest_rate_limited_total{scope="shared"}': 1,
    });
    expect((await scrape(metrics)).of('discord_gateway_ping')).toEqual([]);
  });
});

describe('what the service needs', () => {
  it('is up as the last call found it, and unknown once that is ten minutes ago', async () => {
    let now = 1_800_000_000_000;
    const clock = { now: () => now, sleep: async () => {} };
    const metrics = createPrometheus(clock, { version: '1.2.3', node: 'v24.1.0' });
    metrics.asked('mlflow', true, 0.2);
    metrics.asked('mlflow', false, 5);
    metrics.asked('mongodb', true, 0.001);
    await told(metrics, {
      'dependency_up{dependency="mlflow"}': 0,
      'dependency_up{dependency="mongodb"}': 1,
      'dependency_request_duration_seconds_count{dependency="mlflow"}': 2,
    });
    now += 600_001;
    metrics.asked('mongodb', true, 0.001);
    expect((await scrape(metrics)).of('dependency_up')).toEqual(['dependency_up{dependency="mongodb"}']);
  });
});

async function told(metrics: Metrics, expected: Readonly<Record<string, number>>): Promise<void> {
  const { series } = await scrape(metrics);
  expect(Object.fromEntries(Object.keys(expected).map((key) => [key, series.get(key)]))).toEqual(expected);
}
