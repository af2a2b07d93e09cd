// What every store must answer once its database is out of reach: every call the same, none of them a bug.
import { expect, it } from 'vitest';
import { firstState } from '../../core/state.ts';
import type { Store } from '../../core/store.ts';
import { reportOf, versionOf } from './samples.ts';
import { auditOf, newsOf, sent } from './store-bench.ts';
import { ended, workOf } from './store-work.ts';

/** Each method of the port, by name. */
const calls = ({
  states,
  models,
  snapshots,
  observations,
  labels,
  layouts,
  leases,
  marks,
  settings,
  outbox,
  intents,
  reports,
  retrains,
  champions,
  audit,
  work,
  ...store
}: Store): Record<string, () => Promise<unknown>> => {
  const span = { watch: 'w', after: 0, limit: 1, settledBy: 0, upTo: 1, labelled: false };
  const page = { limit: 1, before: null, after: null };
  const report = reportOf({ watch: 'w', number: 1 });
  const row = {
    id: 'i',
    watch: 'w',
    at: 0,
    storedAt: 0,
    expiresAt: 0,
    features: [],
    version: 1,
    predicted: 'a',
    probability: 1,
    via: 'http',
  };
  const { features: _, predicted: _predicted, probability: _probability, ...shared } = row;
  const numbers = Float64Array.of(0, 1, 1);
  const own = { isNumbered: false, rows: 1, numbers, codes: Int32Array.of(0), classes: ['a'] };
  const request = { ...shared, ...own };
  return {
    ping: () => store.ping(),
    jobs: () => store.jobs(),
    'states.read': () => states.read('w'),
    'states.create': () => states.create(firstState('w', 0)),
    'states.replace': () => states.replace(firstState('w', 0)),
    'states.settle': () =>
      states.settle({ watch: 'w', pending: [{ to: 'checks', key: report.key, report }] }),
    'models.put': () => models.put(versionOf({ watch: 'w', version: 1 })),
    'models.read': () => models.read('w', 1),
    'models.list': () => models.list('w', 1),
    'models.prune': () => models.prune('w', { newest: 1, rejected: 1, also: [] }),
    'snapshots.prune': () => snapshots.prune(0),
    'snapshots.put': () => snapshots.put('0'.repeat(64), new Uint8Array(1)),
    'snapshots.read': () => snapshots.read('0'.repeat(64)),
    'observations.add': () => observations.add([row]),
    'observations.addRequests': () => observations.addRequests([request]),
    'observations.after': () => observations.after(span),
    'observations.recent': () => observations.recent(span),
    'observations.known': () => observations.known('w', ['i']),
    'observations.remove': () => observations.remove('w', 'i'),
    'layouts.put': () => layouts.put(['a']),
    'layouts.read': () => layouts.read('0'),
    'labels.remove': () => labels.remove('w', 'i'),
    'labels.put': () => labels.put('w', [{ id: 'i', label: 'a', at: 0, expiresAt: 0, by: 'ada' }]),
    'labels.read': () => labels.read('w', ['i']),
    'audit.add': () => audit.add(auditOf('w', 0)),
    'audit.list': () => audit.list({ watch: null, traffic: false }, page),
    'work.begin': () => work.begin(workOf('w'), null),
    'work.tell': () => work.tell(workOf('w')),
    'work.end': () => work.end(workOf('w'), ended),
    'work.read': () => work.read('w'),
    'work.list': () => work.list(null, 1),
    'retrains.list': () => retrains.list('w', page),
    'champions.around': () => champions.around('w', 1),
    'leases.task': () => leases.task('l'),
    'leases.stop': () => leases.stop('l', 'ada'),
    'leases.stoppedBy': () => leases.stoppedBy('l', 'ada'),
    'leases.acquire': () => leases.acquire('l', 'ada', 1),
    'leases.release': () => leases.release('l', 'ada'),
    'marks.read': () => marks.read('m'),
    'marks.put': () => marks.put('m', 'a'),
    'settings.list': () => settings.list(),
    'settings.put': () => settings.put({ name: 'n', watch: null, value: 'v', by: 'ada', at: 0 }),
    'outbox.claim': () => outbox.claim(0, 1),
    'outbox.settle': () => outbox.settle('k', sent),
    'outbox.superseded': () => outbox.superseded(newsOf('w', 1, 0)),
    'outbox.add': () => outbox.add(newsOf('w', 1, 0)),
    'outbox.outcomeOf': () => outbox.outcomeOf('k'),
    'outbox.readRef': () => outbox.readRef('t'),
    'outbox.retell': () => outbox.retell('t'),
    'outbox.depth': () => outbox.depth(),
    'outbox.dead': () => outbox.dead(),
    'outbox.trouble': () => outbox.trouble(),
    'intents.trouble': () => intents.trouble(),
    'intents.claim': () => intents.claim(0, 1),
    'intents.saveProgress': () => intents.saveProgress('k', {}),
    'intents.runOf': () => intents.runOf('k'),
    'intents.settleRun': () => intents.settleRun('k', { runId: 'r', url: null }),
    'intents.settle': () => intents.settle('k', sent),
    'intents.read': () => intents.read('k'),
    'intents.outcomeOf': () => intents.outcomeOf('k'),
    'intents.prune': () => intents.prune(1),
    'intents.depth': () => intents.depth(),
    'reports.page': () => reports.page('w', page),
    'reports.since': () => reports.since('w', 0),
    'quarantine.list': () => store.quarantine.list('w'),
    'reports.list': () => reports.list('w', 1),
  };
};

/** The methods of a store, `part.method`; a port that grows must grow here too. */
const methodsOf = (store: Store): string[] =>
  Object.entries(store).flatMap(([name, part]) => {
    if (typeof part === 'function') return [name];
    return typeof part === 'object' ? Object.keys(part).map((method) => `${name}.${method}`) : [];
  });

export function awayCases(open: () => Promise<{ readonly store: Store; close(): Promise<void> }>): void {
  it('says that the storage is unavailable, whatever is asked, once the database is out of reach', async () => {
    const { store, close } = await open();
    await close();
    const asked = calls(store);
    expect(Object.keys(asked).sort()).toEqual(methodsOf(store).sort());
    const answers = await Promise.all(
      Object.entries(asked).map(async ([name, call]) => {
        const answer = await call().then(
          () => 'an answer',
          (cause: unknown) => (cause instanceof Error && 'code' in cause ? cause.code : String(cause)),
        );
        return [name, answer];
      }),
    );
    expect(answers).toEqual(Object.keys(asked).map((name) => [name, 'storage_unavailable']));
  });
}
