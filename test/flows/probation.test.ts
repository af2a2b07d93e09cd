// What comes after a promotion: the version before answers beside the new one, and serves again where it is the better one.
import { afterEach, describe, expect, it } from 'vitest';
import { callerOf, learned, type openStage, type Stage, vigie } from './stage.ts';

let stage: Stage;
afterEach(() => stage.close());
const operator = callerOf('operator');

const served = (options: Parameters<typeof openStage>[0] = {}) => learned(600, options);

/** Rounds of a turned regime until a challenger serves. */
async function promote(one: Stage): Promise<void> {
  for (let round = 1; round <= 20; round++) {
    const [result] = await one.rounds(1, { turned: true });
    if (result?.retrain?.result === 'promoted') return;
  }
  throw new Error('no challenger was promoted');
}

/** A promotion outside an incident. */
async function promoteAsked(one: Stage): Promise<void> {
  await one.rounds(8, { turned: true });
  await one.ops.resolve({}, operator);
  expect((await one.ops.retrain({}, operator)).outcome).toMatchObject({
    result: 'promoted',
    probation: true,
  });
}

const cards = (one: Stage) =>
  one.mailbox.deliveries.flatMap(({ news }) => (news.kind === 'incident' ? [news.incident] : []));

const acts = async (one: Stage) => (await one.ops.history({ kind: 'audit', watch: 'shop' }, operator)).lines;

describe('a promotion', () => {
  it('is on probation until 500 labelled rows have come, and the incident stays open as long', async () => {
    stage = await served();
    await promote(stage);
    const begun = await stage.state();
    expect(begun).toMatchObject({ champion: 2, monitor: 'PROBATION', probation: { old: 1, rows: 0 } });
    expect(await stage.metric('ml_open_incidents{watch="shop"}')).toBe(1);
    await stage.rounds(9, { turned: true });
    const { probation, incident } = await stage.state();
    expect(probation).toMatchObject({ rows: 450 });
    expect(probation?.newOnly).toBeGreaterThan(300);
    expect(incident).toMatchObject({ phase: 'probation' });
    expect((await stage.ops.status({}, operator)).watches[0]).toMatchObject({
      state: 'PROBATION',
      probation: { rows: 450 },
    });
    await stage.rounds(1, { turned: true });
    // Once it is over, the reference of the new version grows with what it has served.
    expect(await stage.state()).toMatchObject({ monitor: 'OK', probation: null, previous: 1 });
    expect(cards(stage).map(({ phase }) => phase)).toEqual([
      'firing',
      ...['probation', 'probation', 'probation', 'probation', 'probation'],
      'resolved',
    ]);
    expect(cards(stage).at(-1)).toMatchObject({ resolution: 'promoted', probation: { rows: 500 } });
    expect(await stage.metric('ml_open_incidents{watch="shop"}')).toBe(0);
  });

  it('counts labels that come late, each once', async () => {
    stage = await served();
    await promote(stage);
    await stage.rounds(2, { turned: true, labelled: false });
    expect((await stage.state()).probation).toMatchObject({ rows: 0 });
    await stage.rounds(2, { turned: true });
    await stage.ops.check({}, operator);
    expect((await stage.state()).probation).toMatchObject({ rows: 100 });
  });

  it('is judged in the slices of a backlog as in checks that came in time', async () => {
    stage = await served();
    await promote(stage);
    stage.clock.advance(10 * 60_000);
    await stage.arrive(250, { turned: true });
    await stage.patrol();
    expect((await stage.state()).probation).toMatchObject({ rows: 250 });
  });

  it('is not on probation where an admin forced it, or in mode seed', async () => {
    stage = await served();
    await stage.ops.retrain({ force: true }, callerOf('admin'));
    expect(await stage.state()).toMatchObject({ champion: 2, monitor: 'OK', probation: null });
    await stage.close();
    stage = await served({ watch: { mode: 'seed' } });
    await promote(stage);
    expect(await stage.state()).toMatchObject({
      ...{ previous: 1, monitor: 'OK', probation: null },
      incident: { phase: 'resolved', resolution: 'promoted' },
    });
  });
});

describe('a promotion that proves worse', () => {
  it('is rolled back by itself: aliases, card, history and audit log follow', async () => {
    stage = await served({ tracked: true });
    await promote(stage);
    await stage.rounds(1);
    const state = await stage.state();
    expect(state).toMatchObject({ champion: 1, previous: 2, monitor: 'ALARM', probation: null, undone: [2] });
    expect(await stage.ops.championAt({}, vigie)).toMatchObject({
      version: 1,
      change: {
        how: 'undone',
        from: 2,
        to: 1,
        by: 'vigie',
        incident: 1,
        duels: { rows: expect.any(Number) },
      },
    });
    expect(state.incident).toMatchObject({ phase: 'rejected', rejections: 1, undone: { from: 2, to: 1 } });
    expect(await stage.ops.predict({ rows: [{ x: 1, y: 0 }] }, operator)).toMatchObject({ version: 1 });
    expect(stage.archive.switches).toMatchObject([{ version: 1, how: 'rolled_back', by: 'vigie' }]);
    expect(cards(stage).at(-1)).toMatchObject({ phase: 'rejected', undone: { from: 2, to: 1 } });
    expect(stage.mailbox.deliveries.filter(({ news }) => news.kind === 'rolled_back')).toEqual([]);
    expect(await acts(stage)).toMatchObject([
      { by: 'vigie', via: 'job', operation: 'rollback', led: { version: 1, incident: 1 } },
    ]);
    const { versions } = await stage.ops.models({}, operator);
    expect(versions.find(({ version }) => version === 2)).toMatchObject({ undone: true });
    // The rows after it are held against the version that serves again.
    const [next] = await stage.rounds(1);
    expect(next?.report).toMatchObject({ version: 1, windowRows: 50 });
    expect(await stage.state()).toMatchObject({ champion: 1, incident: { phase: 'rejected' } });
  });

  it('closes the incident that it caused', async () => {
    stage = await served({ watch: { policy: 'manual' } });
    await promoteAsked(stage);
    await stage.rounds(1);
    expect(await stage.state()).toMatchObject({ champion: 1, monitor: 'OK', incidents: 2 });
    expect(cards(stage).at(-1)).toMatchObject({ number: 2, resolution: 'rolled_back', undone: { from: 2 } });
    expect(stage.mailbox.deliveries.filter(({ news }) => news.kind === 'rolled_back')).toEqual([]);
  });

  it('stops the check at the rows that prove it: the rest is for the version that serves again', async () => {
    stage = await served();
    await promote(stage);
    stage.clock.advance(10 * 60_000);
    await stage.arrive(250);
    await stage.patrol();
    const reports = await stage.store.reports.list('shop', 5);
    expect(reports.map(({ version }) => version)).toEqual([1, 1, 1, 1, 2]);
  });

  it('is one rollback and one card however often its process dies on the way', async () => {
    stage = await served({ tracked: true });
    await promote(stage);
    stage.clock.advance(2 * 60_000);
    await stage.arrive(50);
    for (const dies of ['replace', 'settle'] as const) {
      const states = {
        ...stage.store.states,
        // As far as the store knows, the process is gone before or after the write itself.
        [dies]: () => Promise.reject(new Error('killed')),
      };
      const { ops } = stage.process(dies, { ...stage.store, states });
      await ops.patrol({ watch: 'shop', slot: 900 }, vigie).catch(() => {});
    }
    await stage.patrol();
    await stage.ops.track({}, vigie);
    await stage.ops.deliver({}, vigie);
    expect(await stage.state()).toMatchObject({ champion: 1, previous: 2, undone: [2], pending: [] });
    expect(stage.archive.switches).toHaveLength(1);
    expect(await acts(stage)).toHaveLength(1);
    expect(cards(stage).filter(({ phase }) => phase === 'rejected')).toHaveLength(1);
  });
});

describe('a probation', () => {
  it('ends with a rollback by a person, and the two change places', async () => {
    stage = await served();
    await promote(stage);
    await stage.ops.rollback({}, operator);
    expect(await stage.state()).toMatchObject({
      ...{ champion: 1, previous: 2, monitor: 'OK', probation: null },
      incident: { phase: 'resolved', resolution: 'rolled_back' },
    });
  });

  it('goes on when a person says that the change was expected', async () => {
    stage = await served();
    await promote(stage);
    await stage.rounds(2, { turned: true });
    await stage.ops.expected({}, operator);
    const said = await stage.state();
    expect(said).toMatchObject({ champion: 3, monitor: 'PROBATION', incident: { resolution: 'expected' } });
    expect(said.probation).toMatchObject({ old: 1, rows: 100 });
    await stage.rounds(1, { turned: true });
    expect((await stage.state()).probation).toMatchObject({ rows: 150 });
  });
});
