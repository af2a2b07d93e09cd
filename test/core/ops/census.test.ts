import { describe, expect, it } from 'vitest';
import { AppError } from '../../../core/errors.ts';
import { counted } from '../../../core/ops/census.ts';
import type { WatchState } from '../../../core/state.ts';
import { report, state, version } from '../adapters/prometheus/made.ts';
import { at, fresh, scrape } from '../adapters/prometheus/scrape.ts';

type Gateway = Parameters<typeof counted>[0]['gateway'];

/** A store that holds one watch in alarm and two notifications, the older for a minute. */
function worldWith(changes: { ping?: () => Promise<void>; gateway?: Gateway } = {}) {
  let now = at + 60_000;
  let reads = 0;
  const alarmed: WatchState = state({ monitor: 'ALARM', champion: 3, lastReport: report() });
  const store = {
    ping: changes.ping ?? (async () => {}),
    states: {
      read: async () => {
        reads++;
        return alarmed;
      },
    },
    outbox: { depth: async () => 2, dead: async () => 1, trouble: async () => ({ since: at }) },
    intents: { depth: async () => 4 },
  };
  // What a scrape needs of each; the rest is never asked.
  const world = {
    clock: { now: () => now, sleep: () => new Promise(() => {}) },
    metrics: fresh(),
    log: { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} },
    registry: { version: async (_: string, number: number) => version(number, 0.9) },
    tracker: {},
    watches: new Map([['demo', { watch: { name: 'demo' } }]]),
    store,
    ...(changes.gateway === undefined ? {} : { gateway: changes.gateway }),
  };
  return {
    metrics: counted(world as never),
    reads: () => reads,
    pass: (ms: number) => {
      now += ms;
    },
  };
}

describe('a scrape', () => {
  it('tells what the store holds, whoever wrote it', async () => {
    const { metrics } = worldWith();
    const { series } = await scrape(metrics);
    expect(series.get('ml_watch_state{watch="demo",state="ALARM"}')).toBe(1);
    expect(series.get('ml_drift_score{watch="demo"}')).toBe(0.42);
    expect(series.get('ml_model_info{watch="demo",version="3"}')).toBe(1);
    expect(series.get('ml_model_accuracy{watch="demo",dataset="holdout"}')).toBe(0.9);
    expect(series.get('notifications_outbox_depth')).toBe(2);
    expect(series.get('notifications_outbox_oldest_age_seconds')).toBe(60);
    expect(series.get('notifications_dead')).toBe(1);
    expect(series.get('mlflow_outbox_depth')).toBe(4);
    expect(series.get('dependency_up{dependency="mongodb"}')).toBe(1);
  });

  it('reads the store once a second', async () => {
    const { metrics, reads, pass } = worldWith();
    await metrics.render();
    await metrics.render();
    expect(reads()).toBe(1);
    pass(1_000);
    await metrics.render();
    expect(reads()).toBe(2);
  });

  it('is answered when the store is away, and says so', async () => {
    const ping = () => Promise.reject(new AppError('storage_unavailable', 'away'));
    const { series } = await scrape(worldWith({ ping }).metrics);
    expect(series.get('dependency_up{dependency="mongodb"}')).toBe(0);
  });

  it('tells of the connection to Discord, where there is one', async () => {
    const health = () => ({ state: 'connected', problem: null, faults: 0 }) as const;
    const { series } = await scrape(worldWith({ gateway: { health, pingSeconds: () => 0.04 } }).metrics);
    expect(series.get('discord_gateway_up')).toBe(1);
    expect(series.get('discord_gateway_ping_seconds')).toBe(0.04);
    const none = await scrape(worldWith({ gateway: { health: () => null } }).metrics);
    expect(none.of('discord_gateway_up')).toEqual([]);
  });
});
