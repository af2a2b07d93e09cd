// The store on servers that can do less than MongoDB.
import { afterEach, describe, expect, it } from 'vitest';
import { type Doc, docOf, isDoc } from '../../../../core/adapters/embedded/documents.ts';
import { OrderedIndex } from '../../../../core/adapters/embedded/ordered.ts';
import { planOf } from '../../../../core/adapters/embedded/plan.ts';
import { openStore } from '../../../../core/adapters/store/index.ts';
import { steppedClock } from '../../../../core/adapters/system.ts';
import { newsOf } from '../../../contracts/store-bench.ts';
import { type LesserServer, lesserServer, withoutIndexOption } from '../../../fakes/lesser-server.ts';
import { remembering, silent } from '../../../fakes/log.ts';

const start = Date.UTC(2026, 0, 5, 9);
const day = 24 * 60 * 60 * 1_000;
const row = {
  watch: 'w',
  at: start,
  storedAt: start,
  features: [],
  version: 1,
  predicted: 'a',
  probability: 1,
  via: 'http',
};

describe('a server without TTL indexes', () => {
  let server: LesserServer;
  afterEach(() => server.close());

  it('is warned of once, and swept: what is over goes, what is not stays', async () => {
    const clock = steppedClock(start);
    server = await lesserServer(withoutIndexOption('expireAfterSeconds'), clock);
    const { log, lines } = remembering();
    const { store, sweep, db, close } = await openStore({
      uri: server.uri,
      database: 'vigie',
      kind: 'mongodb',
      clock,
      log,
    });
    expect(lines.map(({ level, message }) => [level, message])).toEqual([
      ['warn', 'this server deletes nothing by itself: a job does it'],
    ]);
    expect(await db.collection('observations').indexExists('expiresAt_1')).toBe(true);
    await store.observations.add([
      { ...row, id: 'old', expiresAt: start + 30 * day },
      { ...row, id: 'young', expiresAt: start + 30 * day + 1 },
    ]);
    await store.outbox.add(newsOf('w', 1, start));
    await store.outbox.settle('w:1', { outcome: 'dead', reason: 'no such channel' });
    clock.advance(14 * day - 1);
    expect([await sweep?.(), await store.outbox.dead()]).toEqual([0, 1]);
    clock.advance(1);
    expect([await sweep?.(), await store.outbox.dead()]).toEqual([1, 0]);
    clock.advance(16 * day - 1);
    expect(await sweep?.()).toBe(0);
    clock.advance(1);
    expect(await sweep?.()).toBe(1);
    expect(await store.observations.known('w', ['old', 'young'])).toEqual(new Set(['young']));
    await close();
  });

  it('is the only kind that is swept', async () => {
    const clock = steppedClock(start);
    server = await lesserServer(() => null, clock);
    const { log, lines } = remembering();
    const options = { uri: server.uri, database: 'vigie', kind: 'mongodb', clock, log } as const;
    const { sweep, close } = await openStore(options);
    expect([sweep, lines]).toEqual([null, []]);
    await close();
  });
});

describe('the oldest card that waits', () => {
  it('is found first in an index, without sorting those that wait', async () => {
    const clock = steppedClock(start);
    let asked: Doc = {};
    const server = await lesserServer(({ command, body }) => {
      if (command === 'find' && isDoc(body['sort']) && 'news.at' in body['sort']) asked = body;
      return null;
    }, clock);
    const options = { uri: server.uri, database: 'vigie', kind: 'mongodb', log: silent } as const;
    const { store, db, close } = await openStore({ ...options, clock });
    await store.outbox.add(newsOf('young', 1, start + 1));
    await store.outbox.add(newsOf('old', 1, start));
    expect((await store.outbox.trouble()).since).toBe(start);
    const indexes = await db.collection('outbox').indexes();
    const plan = planOf(
      docOf(asked['filter'], 'filter'),
      docOf(asked['sort'], 'sort'),
      indexes.map(({ key }) => new OrderedIndex(Object.keys(key), [])),
    );
    expect(plan?.index.fields).toEqual(['status', 'news.at']);
    expect(plan?.sorted).toBeDefined();
    await close();
    await server.close();
  });
});

describe('a server that takes a question and never answers', () => {
  it('is given up after three seconds, and says so', async () => {
    const clock = steppedClock(start);
    let frozen = false;
    const never = new Promise<never>(() => {});
    const server = await lesserServer(({ command }) => (frozen && command === 'ping' ? never : null), clock);
    const slept: number[] = [];
    const hurried = {
      ...clock,
      // Three seconds pass at once, but not before the question was asked.
      sleep: async (ms: number) => {
        slept.push(ms);
        if (frozen) await new Promise(setImmediate);
        else await new Promise(() => {});
      },
    };
    const options = { uri: server.uri, database: 'vigie', kind: 'mongodb', log: silent } as const;
    const { store, close } = await openStore({ ...options, clock: hurried });
    await store.ping();
    frozen = true;
    await expect(store.ping()).rejects.toMatchObject({
      code: 'storage_unavailable',
      message: 'The database did not answer within 3 s.',
    });
    expect(slept).toEqual([3_000, 3_000]);
    await close();
    await server.close();
  });
});
