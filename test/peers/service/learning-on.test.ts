// A watch that starts with little history: its reference grows with the rows that come, until its features are armed.
import { afterEach, describe, expect, it } from 'vitest';
import { trainedCard } from '../../../core/cards/trained.ts';
import type { ModelVersion } from '../../../core/model.ts';
import { en, everyWord } from '../../core/cards/words.ts';
import { callerOf, learned, minute, type openStage, type Stage, vigie } from '../../flows/stage.ts';

let stage: Stage;
afterEach(() => stage.close());
const waiting = { policy: 'manual' } as const;

/** A champion of 300 rows. */
const young = (options: Parameters<typeof openStage>[0] = {}) =>
  learned(300, { ...options, watch: { ...waiting, ...options.watch } });

/** Rows of two minutes each 50, at once; then a patrol. */
async function spell(stage: Stage, rows: number, kind: Parameters<Stage['arrive']>[1] = {}) {
  stage.clock.advance((rows / 25) * minute);
  await stage.arrive(rows, kind);
  return stage.ops.check({ watch: 'shop' }, vigie);
}

const versionOf = async ({ store }: Stage, version: number): Promise<ModelVersion | null> =>
  store.models.read('shop', version);

const told = ({ mailbox }: Stage) =>
  mailbox.deliveries.flatMap(({ news }) =>
    news.kind === 'trained' && news.trigger === 'learning' ? [news] : [],
  );

describe('a watch that starts with 300 rows', () => {
  it('grows its reference when it has doubled and when it is long enough, and then no more', async () => {
    stage = await young();
    const references: number[] = [];
    for (let round = 0; round < 26; round++) {
      await spell(stage, 50);
      const { champion } = await stage.state();
      references.push((await versionOf(stage, champion ?? 0))?.referenceRows ?? 0);
    }
    expect([...new Set(references)]).toEqual([300, 600, 800]);
    const { champion, previous, referenceEnd, monitor } = await stage.state();
    expect({ champion, previous, monitor }).toEqual({ champion: 3, previous: null, monitor: 'OK' });
    expect(referenceEnd).toEqual([expect.objectContaining({ rows: 800 })]);
    const [first, last] = [await versionOf(stage, 1), await versionOf(stage, 3)];
    expect(last).toMatchObject({ trigger: 'learning', trainedBy: 'vigie', intent: first?.intent });
    expect(last?.model).toEqual(first?.model);
  });

  it('says once that learning is over', async () => {
    stage = await young();
    await spell(stage, 300);
    expect(told(stage)).toEqual([]);
    await spell(stage, 200);
    await spell(stage, 400);
    const [news, ...others] = told(stage);
    expect(others).toEqual([]);
    if (news === undefined) throw new Error('nobody was told');
    expect(news).toMatchObject({ version: 3, rows: 800 });
    const card = everyWord(trainedCard(news, { status: 'none' }, en));
    expect(card).toContain('Learning is over - shop v3');
    expect(card).toContain('knows 800 rows of this watch');
  });

  it('only suspects a change while it learns, and does not take it for usual', async () => {
    stage = await young();
    await spell(stage, 50);
    const { report } = await spell(stage, 500, { shift: 1 });
    expect(report).toMatchObject({ verdict: 'ok', evidence: { suspected: true } });
    expect(await stage.state()).toMatchObject({ champion: 1, monitor: 'SUSPECTED', incidents: 0 });
  });

  it('alarms on the same change once it is armed', async () => {
    stage = await young();
    await spell(stage, 300);
    await spell(stage, 200);
    const { report } = await spell(stage, 500, { shift: 1 });
    expect(report).toMatchObject({ verdict: 'drift', version: 3 });
    expect(await stage.state()).toMatchObject({ champion: 3, monitor: 'ALARM', incidents: 1 });
  });

  it('is held against its accuracy as served, once 300 labels say it', async () => {
    stage = await young();
    await spell(stage, 320);
    const [first, second] = [await versionOf(stage, 1), await versionOf(stage, 2)];
    expect(first?.baseline?.rows).toBe(300);
    expect(second).toMatchObject({ referenceRows: 620, baseline: { rows: 320 } });
    // 5 % of the labels are turned on purpose.
    expect(second?.baseline?.accuracy).toBeGreaterThan(0.9);
  });

  it('keeps its baseline while fewer labels say more', async () => {
    stage = await young();
    await spell(stage, 300, { labelled: false });
    const [first, second] = [await versionOf(stage, 1), await versionOf(stage, 2)];
    expect(second).toMatchObject({ referenceRows: 600, trigger: 'learning' });
    expect(second?.baseline).toEqual(first?.baseline);
    expect(second?.calibration).toEqual(first?.calibration);
  });

  it('does nothing of the kind in mode seed', async () => {
    stage = await young({ watch: { mode: 'seed' } });
    await spell(stage, 600);
    expect(await stage.state()).toMatchObject({ champion: 1, lastVersion: 1 });
  });
});

describe('a watch with a season', () => {
  it('grows until it holds two of them', async () => {
    stage = await young({ watch: { cycle: 60 * minute } });
    // 50 rows in two minutes: two seasons are 3,000 rows.
    await spell(stage, 300);
    await spell(stage, 600);
    await spell(stage, 1_200);
    expect(await stage.state()).toMatchObject({ champion: 4 });
    const { report } = await spell(stage, 500);
    expect(report?.evidence?.learning).toMatchObject({ because: 'short history' });
    expect(await stage.state()).toMatchObject({ champion: 4 });
    expect(told(stage)).toEqual([]);
    await spell(stage, 200);
    expect(await versionOf(stage, 5)).toMatchObject({ referenceRows: 3_100 });
    expect((await spell(stage, 50)).report?.evidence?.learning).toBeNull();
    expect(await stage.state()).toMatchObject({ champion: 5, monitor: 'OK' });
    expect(told(stage)).toMatchObject([{ version: 5, rows: 3_100 }]);
  });
});

describe('growing the reference', () => {
  it('reads no row where nothing is to be done', async () => {
    stage = await young();
    await spell(stage, 100);
    const reads: string[] = [];
    const read = (sha256: string) => {
      reads.push(sha256);
      return stage.store.snapshots.read(sha256);
    };
    const store = { ...stage.store, snapshots: { ...stage.store.snapshots, read } };
    const { ops } = stage.process('other', store);
    await ops.check({ watch: 'shop' }, vigie);
    // Its memory was empty: the champion's reference is profiled and armed once.
    const once = reads.length;
    for (let round = 0; round < 3; round++) await ops.check({ watch: 'shop' }, vigie);
    expect(reads).toHaveLength(once);
    expect(await stage.state()).toMatchObject({ champion: 1, lastVersion: 1 });
  });

  it('is done by one of two patrols at once', async () => {
    stage = await young();
    stage.clock.advance(12 * minute);
    await stage.arrive(300);
    const both = [stage.ops, stage.process('other').ops];
    await Promise.all(both.map((ops) => ops.check({ watch: 'shop' }, vigie)));
    expect(await stage.state()).toMatchObject({ champion: 2, lastVersion: 2 });
  });

  it('waits for a retraining', async () => {
    stage = await young();
    await stage.store.leases.acquire('work:shop', 'somebody', 60 * minute);
    await spell(stage, 300);
    expect(await stage.state()).toMatchObject({ champion: 1, lastVersion: 1 });
    stage.clock.advance(60 * minute);
    await stage.ops.check({ watch: 'shop' }, vigie);
    expect(await stage.state()).toMatchObject({ champion: 2, lastVersion: 2 });
  });

  it('changes nothing where another version serves by then', async () => {
    stage = await young();
    const store = {
      ...stage.store,
      models: {
        ...stage.store.models,
        async put(version: ModelVersion) {
          await stage.store.models.put(version);
          const state = await stage.state();
          if (version.trigger === 'learning') await stage.store.states.replace({ ...state, champion: 7 });
        },
      },
    };
    stage.clock.advance(12 * minute);
    await stage.arrive(300);
    await stage.process('slow', store).ops.check({ watch: 'shop' }, vigie);
    expect(await stage.state()).toMatchObject({ champion: 7 });
  });

  it('is done again after it was cut off between the version and the state', async () => {
    stage = await young();
    const put = async (version: ModelVersion) => {
      await stage.store.models.put(version);
      throw new Error('the process dies');
    };
    const store = { ...stage.store, models: { ...stage.store.models, put } };
    stage.clock.advance(12 * minute);
    await stage.arrive(300);
    await expect(stage.process('dying', store).ops.check({ watch: 'shop' }, vigie)).rejects.toThrow();
    expect(await stage.state()).toMatchObject({ champion: 1 });
    stage.clock.advance(2 * minute);
    await stage.ops.check({ watch: 'shop' }, vigie);
    expect(await stage.state()).toMatchObject({ champion: 3 });
    expect(await versionOf(stage, 3)).toMatchObject({ referenceRows: 600 });
  });

  it('leaves the way back to the model before', async () => {
    stage = await young();
    await stage.ops.train({ force: true }, callerOf('admin'));
    await spell(stage, 300);
    expect(await stage.state()).toMatchObject({ champion: 3, previous: 1 });
    const back = await stage.ops.rollback({}, callerOf('operator'));
    expect(back).toEqual({ watch: 'shop', from: 3, to: 1 });
  });
});
