// Retrains while a real MLflow server is stopped; started by .ci/peers/mlflow.sh, but the server is this test's own.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { systemRandom } from '../../core/adapters/system.ts';
import { cardFor } from '../../core/cards/index.ts';
import { wordsOf } from '../../core/cards/words/index.ts';
import { createOps } from '../../core/ops/index.ts';
import { callerOf, minute, openStage, vigie } from '../flows/stage.ts';
import { trackerOf } from './mlflow-peer.ts';
import { registeredOf, runsOf, versionsOf } from './mlflow-reading.ts';
import { freePort, startServer } from './mlflow-serving.ts';

const operator = callerOf('operator');

/** A server that keeps its store and its port while it is away, and a stage that tells it of trainings. */
async function opened() {
  const folder = await mkdtemp(join(tmpdir(), 'vigie-mlflow-'));
  const port = await freePort();
  const uri = `http://127.0.0.1:${port}`;
  let server = await startServer({ folder, port });
  const stage = await openStage();
  onTestFinished(async () => {
    await stage.close();
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  });
  const ports = { clock: stage.clock, random: systemRandom };
  const tracker = trackerOf({ trackingUri: uri, publicUrl: uri, experiment: 'vigie' }, ports);
  return {
    uri,
    stage,
    ops: createOps({ ...stage.world, tracker }),
    stop: () => server.stop(),
    startAgain: async () => {
      server = await startServer({ folder, port });
    },
    /** What was made in the server since it was started, in order. */
    made: () =>
      Array.from(
        server.output().matchAll(/"POST \/api\/2\.0\/mlflow\/(\S+) HTTP\/1\.1" 200/g),
        ([, path]) => path,
      ).filter((path = '') => /\/create$|^logged-models$|\/alias$|runs\/update$/.test(path)),
  };
}

describe('a server that is stopped', () => {
  it('for whole retrains gets each run, version and alias in order once it is back, and each card its link', async () => {
    const { uri, stage, ops, stop, startAgain, made } = await opened();
    const { clock, mailbox, store } = stage;
    await stage.arrive(300);
    // Without MLflow, so that what goes there is waited for.
    await stage.ops.train({}, operator);
    expect(await ops.track({}, vigie)).toEqual({ done: 1 });
    await ops.deliver({}, vigie);
    const before = mailbox.deliveries.length;

    await stop();
    const retrains = [];
    clock.advance(minute);
    await stage.arrive(600);
    for (const version of [2, 3]) {
      // The second attempt at the first puts it off beyond what comes after it: which waits for it all the same.
      clock.advance(minute);
      const { outcome, run } = await ops.retrain({ force: true }, callerOf('admin'));
      expect([outcome.version, run.status]).toEqual([version, 'queued']);
      retrains.push(outcome);
    }

    await startAgain();
    clock.advance(10 * minute);
    expect(await ops.track({}, vigie)).toEqual({ done: 2 });
    await ops.deliver({}, vigie);
    // The alias of the champion waits for the last version.
    const each = [
      'runs/create',
      'logged-models',
      'model-versions/create',
      'registered-models/alias',
      'runs/update',
    ];
    expect(made()).toEqual([...each, ...each]);
    expect((await versionsOf(uri, 'shop')).map(({ tags }) => tags['vigie.version'])).toEqual(['1', '2', '3']);
    expect((await registeredOf(uri, 'shop')).aliases).toEqual({ champion: '3', previous: '2' });

    const cards = mailbox.deliveries.slice(before);
    for (const { intent } of retrains) {
      expect.assert(intent !== null);
      const logged = await store.intents.runOf(intent);
      expect(await runsOf(uri, '1', intent)).toBe(1);
      const told = cards.filter(({ news }) => news.kind === 'retrained' && news.outcome.intent === intent);
      const texts = told.map(({ news, run }) => JSON.stringify(cardFor(news, run, wordsOf('en'))));
      expect(told.map(({ previous }) => previous === null)).toEqual([true, false]);
      expect(texts).toEqual([expect.stringContaining('queued'), expect.stringContaining(`${logged?.url}`)]);
      expect(logged?.url).toBe(`${uri}/#/experiments/1/runs/${logged?.runId}`);
    }
    expect(cards).toHaveLength(4);
    expect(await store.intents.depth()).toBe(0);
  }, 300_000);
});
