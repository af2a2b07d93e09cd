// What MLflow is told of trainings and of versions that take their place again.
import { afterEach, describe, expect, it } from 'vitest';
import type { TrainingIntent } from '../../core/intent.ts';
import { createOps } from '../../core/ops/index.ts';
import type { World } from '../../core/ops/world.ts';
import { callerOf, openStage, type Stage, start, vigie } from './stage.ts';

let stage: Stage;
afterEach(() => stage.close());
const admin = callerOf('admin');

const told = (): TrainingIntent[] => [...stage.archive.runs.values()].map(({ intent }) => intent);

/** A champion of 600 rows. */
async function served(tracked = true): Promise<void> {
  stage = await openStage({ tracked });
  await stage.arrive(600);
  await stage.patrol();
}

/** An alarm, and the promotion it leads to. */
async function turned(): Promise<void> {
  await served();
  for (let round = 0; round < 20 && (await stage.state()).champion === 1; round++)
    await stage.rounds(1, { turned: true });
  expect(await stage.state()).toMatchObject({ champion: 2, previous: 1 });
}

describe('the run of a first champion', () => {
  it('says what was trained on which rows, and how good it is', async () => {
    await served();
    const [first] = told();
    const [version] = await stage.store.models.list('shop', 1);
    expect(first).toMatchObject({
      kind: 'training',
      key: `run:shop:${start}`,
      version: 1,
      trigger: 'first',
      parameters: {
        estimator: 'logistic',
        c: '1',
        rows: '600',
        window: 'all 600',
        features: '2',
        classes: 'no, yes',
      },
      metrics: { accuracy: version?.baseline?.accuracy, log_loss: version?.baseline?.logLoss },
      tags: {
        'vigie.watch': 'shop',
        'vigie.trigger': 'first',
        'vigie.by': 'vigie',
        'vigie.result': 'first',
        'vigie.version': '1',
        'vigie.service_version': '0.0.0',
      },
      data: [{ context: 'training', name: 'shop v1', digest: version?.reference.slice(0, 36), rows: 600 }],
      report: null,
      incident: null,
      against: null,
    });
    expect(first?.note).toContain('**First champion: version 1 serves.**');
  });
});

describe('the run of a retraining', () => {
  it('after an alarm holds both models, the gate, the rows, the drift and the incident', async () => {
    await turned();
    const [first, second] = told();
    const [record] = await stage.store.retrains.list('shop', { limit: 1, before: null, after: null });
    const trial = record?.entry.trial;
    const [version] = await stage.store.models.list('shop', 1);
    expect(second).toMatchObject({
      version: 2,
      trigger: 'drift',
      against: first?.key,
      parameters: {
        estimator: 'logistic',
        champion: '1',
        alpha: '0.2',
        holdout_rows: String(trial?.holdoutRows),
      },
      metrics: {
        accuracy: trial?.challenger.accuracy,
        log_loss: trial?.challenger.logLoss,
        champion_accuracy: trial?.champion.accuracy,
        champion_log_loss: trial?.champion.logLoss,
        mcnemar_p: trial?.p,
      },
      tags: { 'vigie.result': 'promoted', 'vigie.incident': '1', 'vigie.version': '2' },
      incident: { number: 1 },
    });
    expect(second?.parameters['window']).toMatch(/^(last|all|since) /);
    expect(second?.data).toEqual([
      {
        context: 'training',
        name: 'shop v2',
        digest: version?.reference.slice(0, 36),
        rows: version?.referenceRows,
      },
      {
        context: 'evaluation',
        name: 'shop holdout',
        digest: expect.stringMatching(/^[0-9a-f]{36}$/),
        rows: trial?.holdoutRows,
      },
    ]);
    const x = second?.report?.features.find(({ name }) => name === 'x');
    expect(second?.metrics['drift/x/effect']).toBe(x?.effect);
    expect(second?.metrics['drift_score']).toBe(second?.report?.score);
    expect(second?.note).toContain('serves in place of version 1.');
    expect(second?.note).toContain('during incident #1');
  });

  it('that is kept out is a run as well, with the reason it was asked for', async () => {
    await served();
    stage.clock.advance(60_000);
    const { outcome } = await stage.ops.retrain({ reason: 'new | prices' }, callerOf('operator'));
    expect(outcome.result).toBe('rejected');
    const last = told().at(-1);
    expect(last).toMatchObject({
      trigger: 'api',
      tags: { 'vigie.result': 'rejected', 'vigie.reason': 'new | prices' },
    });
    expect(last?.note).toContain('**Challenger, version 2, kept out: version 1 keeps its place.**');
    expect(last?.note).toContain('Reason given: new \\| prices');
    expect(last?.note).toContain('The gate keeps it out.');
    const { lines } = await stage.ops.history({ kind: 'retrains' }, admin);
    expect(lines).toMatchObject([
      { result: 'rejected', run: { status: 'logged', run: { runId: `run-${last?.key}` } } },
    ]);
    // Its model is kept as a version: the one that goes by the alias "challenger".
    expect(last).toMatchObject({ version: 2, tags: { 'vigie.version': '2' } });
    const aliases = stage.archive.facts.get(last?.key ?? '')?.aliases;
    expect(await aliases?.()).toEqual({ champion: 1, previous: null, challenger: 2 });
    await stage.ops.promote({ version: 2 }, admin);
    expect(await aliases?.()).toEqual({ champion: 2, previous: 1, challenger: null });
  });

  it('shows the checks up to the one that led to it, where somebody paints', async () => {
    await turned();
    const second = told()[1];
    const painted: { number: number; trend: number }[] = [];
    const picture: World['picture'] = async ({ report, trend, timezone }) => {
      painted.push({ number: report.number, trend: trend.length });
      return Buffer.from(timezone);
    };
    const { world } = stage.process('painter');
    const { track } = createOps({ ...world, picture });
    await stage.rounds(2);
    await stage.ops.retrain({}, callerOf('operator'));
    const last = told().at(-1);
    expect(stage.archive.facts.get(last?.key ?? '')?.chart).toBeNull();
    // Told again by a process that paints, long after other checks were made.
    await stage.store.intents.settle(second?.key ?? '', { outcome: 'dead', reason: '' });
    const again = { ...(second as TrainingIntent), key: 'run:shop:again' };
    const state = await stage.state();
    const next = { ...state, pending: [{ to: 'mlflow' as const, key: again.key, intent: again }] };
    await stage.store.states.replace(next);
    await stage.store.states.settle(next);
    await track({}, vigie);
    const number = second?.report?.number ?? 0;
    expect(painted).toEqual([{ number, trend: number }]);
    expect(stage.archive.facts.get(again.key)?.chart).toEqual(Buffer.from('UTC'));
  });

  it('has a note that fits into a tag of MLflow, however long names and reasons are', async () => {
    await turned();
    const longest = Math.max(...told().map(({ note }) => note.length));
    expect(longest).toBeLessThan(4_000);
  });
});

describe('a version that takes its place again', () => {
  it('is told with who, how and why, in the moment it happens', async () => {
    await turned();
    await stage.ops.rollback({ reason: 'complaints' }, admin);
    await stage.ops.promote({ version: 2 }, admin);
    expect(stage.archive.switches).toMatchObject([
      {
        version: 1,
        how: 'rolled_back',
        by: 'ada',
        reason: 'complaints',
        aliases: { champion: 1, previous: 2 },
      },
      { version: 2, how: 'promoted', by: 'ada', reason: null, aliases: { champion: 2, previous: 1 } },
    ]);
  });

  it('is told once MLflow is back, with the aliases as they are by then', async () => {
    await turned();
    stage.archive.state.away = true;
    await stage.ops.rollback({}, admin);
    await stage.ops.rollback({}, admin);
    expect((await stage.state()).champion).toBe(2);
    stage.archive.state.away = false;
    stage.clock.advance(60_000);
    await stage.ops.track({}, vigie);
    expect(stage.archive.switches.map(({ version, aliases }) => [version, aliases.champion])).toEqual([
      [1, 2],
      [2, 2],
    ]);
  });

  it('goes by the training its model comes from, where only its reference has grown', async () => {
    await turned();
    // The same model on a larger reference, as /expected makes one.
    const state = await stage.state();
    const [second] = await stage.store.models.list('shop', 1);
    if (second === undefined) throw new Error('no version');
    await stage.store.models.put({ ...second, version: 3, trigger: 'expected' });
    await stage.store.states.replace({ ...state, champion: 3, lastVersion: 3 });
    await stage.ops.rollback({}, admin);
    await stage.ops.rollback({}, admin);
    expect(stage.archive.switches).toMatchObject([
      { version: 1, aliases: { champion: 1, previous: 2 } },
      { version: 2, aliases: { champion: 2, previous: 1 } },
    ]);
  });
});
