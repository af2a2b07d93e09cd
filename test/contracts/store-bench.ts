// What the cases of the store's contract share: the store under test, a clock moved by hand, news and trainings.
import type { AuditEntry } from '../../core/audit.ts';
import type { Intent } from '../../core/intent.ts';
import type { Incident, News } from '../../core/news.ts';
import type { Clock } from '../../core/ports.ts';
import type { Attempt, Store } from '../../core/store.ts';
import { reportOf } from './samples.ts';

export const start = Date.UTC(2026, 0, 5, 9);

/** What a server that speaks MongoDB's protocol in part may lack: cases that need it are not asked of it. */
export type Ability =
  | 'atomic updates'
  | 'a bound on distinct'
  | 'keys with dots'
  | '$pull by a query'
  | 'unique values in lists';

export interface Bench {
  can(ability: Ability): boolean;
  readonly store: Store;
  readonly clock: Clock & { advance(ms: number): void };
  /** A name no other case uses. */
  readonly watch: string;
}

export const sent: Attempt = { outcome: 'sent', ref: null };

export function newsOf(watch: string, revision: number, at: number): News {
  const opened = reportOf({ watch, number: revision });
  const incident: Incident = {
    id: `${watch}-1`,
    number: 1,
    openedAt: at,
    phase: 'firing',
    resolution: null,
    opened,
    latest: opened,
    retrain: null,
    rejections: 0,
    retryAt: null,
    acknowledged: null,
    snoozed: null,
    fired: 1,
    calledAt: at,
    reminded: 0,
    closedAt: null,
    revision,
  };
  const base = { key: `${watch}:${revision}`, watch, at, thread: `thread:${watch}`, revision, channel: null };
  const facts = { change: null, labels: true, ledger: null, broken: [], waiting: null, elsewhere: false };
  return { ...base, kind: 'incident', incident, ...facts };
}

export function intentOf({ watch, can }: Pick<Bench, 'watch' | 'can'>, at: number): Intent {
  const tag = can('keys with dots') ? 'vigie.watch' : 'watch';
  return {
    kind: 'training',
    key: `run:${watch}`,
    watch,
    version: 2,
    trigger: 'drift',
    startedAt: at,
    endedAt: at,
    parameters: { rows: '500' },
    metrics: { accuracy: 0.9 },
    tags: { [tag]: watch },
    note: '',
    data: [],
    report: null,
    incident: null,
    against: null,
    thread: null,
  };
}

export function auditOf(watch: string, at: number, facts: Partial<AuditEntry> = {}): AuditEntry {
  const led = { incident: null, version: 2, run: null };
  const who = { by: 'ada', person: '81', via: 'discord' } as const;
  const what = { operation: 'retrain', watch, args: { reason: 'because', force: false, rows: 3 } };
  return { at, ...who, ...what, outcome: 'ok', ms: 12, traffic: false, led, ...facts };
}

/** Claims and settles everything that is due; the keys of the news. */
export async function drained({ store, clock }: Pick<Bench, 'store' | 'clock'>): Promise<string[]> {
  const keys: string[] = [];
  for (;;) {
    const item = await store.outbox.claim(clock.now(), 1_000);
    if (item === null) break;
    await store.outbox.settle(item.key, sent);
    keys.push(item.key);
  }
  for (;;) {
    const item = await store.intents.claim(clock.now(), 1_000);
    if (item === null) return keys;
    await store.intents.settleRun(item.key, { runId: 'run', url: null });
  }
}
