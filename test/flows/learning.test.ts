// How a watch comes to its first champion, by itself or on command.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { frameOfRows } from './reference.ts';
import { callerOf, learned, openStage, refusalOf, type Stage, start, vigie } from './stage.ts';

let stage: Stage;
afterEach(() => stage.close());
const admin = callerOf('admin');
const operator = callerOf('operator');

describe('the first champion', () => {
  it('comes by itself with 300 labelled rows, and not before', async () => {
    stage = await openStage();
    await stage.arrive(299);
    expect(await stage.patrol()).toMatchObject({
      trained: false,
      checks: 0,
      rows: 0,
      report: null,
      waiting: 'Watch "shop" has 299 labelled rows; a first model needs 300.',
    });
    expect(await stage.state()).toMatchObject({ champion: null, monitor: 'LEARNING', lastVersion: 0 });
    await stage.arrive(1);
    expect(await stage.patrol()).toMatchObject({ trained: true, checks: 0, waiting: null });
    expect(await stage.state()).toMatchObject({ champion: 1, previous: null, monitor: 'OK', lastVersion: 1 });
    const version = await stage.store.models.read('shop', 1);
    expect(version).toMatchObject({ trigger: 'first', trainedBy: 'vigie', referenceRows: 300 });
    // 5 % of the labels are turned on purpose.
    expect(version?.baseline?.accuracy).toBeGreaterThan(0.9);
  });

  it('waits while all labels are of one class, and then has number 1 all the same', async () => {
    stage = await openStage();
    await stage.arrive(400, { label: 'no' });
    expect(await stage.patrol()).toMatchObject({ trained: false });
    expect(await stage.patrol()).toMatchObject({ trained: false });
    expect(await stage.state()).toMatchObject({ champion: null, lastVersion: 0 });
    await stage.arrive(100);
    expect(await stage.patrol()).toMatchObject({ trained: true });
    expect(await stage.state()).toMatchObject({ champion: 1, lastVersion: 1 });
  });

  it('is checked on the rows after those it was trained on, from the same patrol on', async () => {
    stage = await openStage();
    await stage.arrive(2_100);
    expect(await stage.patrol()).toMatchObject({ trained: true, rows: 100 });
    const { referenceEnd, position } = await stage.state();
    expect(referenceEnd).toEqual([expect.objectContaining({ rows: 2_000 })]);
    expect(position).toEqual([expect.objectContaining({ rows: 2_100 })]);
  });

  it('is told once, and has a readable copy', async () => {
    stage = await openStage();
    await stage.arrive(300);
    await stage.patrol();
    await stage.patrol();
    expect(stage.mailbox.deliveries.map(({ news }) => news.kind)).toEqual(['trained']);
    const copy: unknown = JSON.parse(
      await readFile(join(stage.directory, 'models', 'shop', 'current_model.json'), 'utf8'),
    );
    expect(copy).toMatchObject({ watch: 'shop', version: 1, estimator: 'logistic' });
  });

  it('is trained by one of many patrols', async () => {
    stage = await openStage();
    await stage.arrive(300);
    const { process } = stage;
    const many = Array.from({ length: 8 }, (_, at) => process(`p${at}`).ops.check({}, vigie));
    const results = await Promise.all(many);
    expect(results.filter(({ trained }) => trained)).toHaveLength(1);
    expect(await stage.state()).toMatchObject({ champion: 1, lastVersion: 1 });
  });
});

/** The same rows, y before x. */
function swapped(csv: string): string {
  return csv.replace(/^([^,]+),([^,]+)/gm, '$2,$1');
}

describe('/train', () => {
  it('asks for 50 labelled rows of two classes', async () => {
    stage = await openStage();
    expect((await refusalOf(stage.ops.train({}, operator))).code).toBe('not_enough_data');
    await stage.arrive(100, { labelled: false });
    expect((await refusalOf(stage.ops.train({}, operator))).message).toMatch(/0 labelled rows.*needs 50/);
    await stage.arrive(60, { label: 'no' });
    expect((await refusalOf(stage.ops.train({}, operator))).message).toMatch(/one class "no"/);
    await stage.arrive(20);
    expect(await stage.ops.train({}, operator)).toMatchObject({ watch: 'shop', version: 1, rows: 180 });
  });

  it('does not replace a champion', async () => {
    stage = await openStage();
    await stage.arrive(100);
    await stage.ops.train({}, operator);
    const refusal = await refusalOf(stage.ops.train({}, operator));
    expect(refusal).toMatchObject({ code: 'champion_exists', status: 409 });
  });

  it('replaces it when an admin forces it, and only then', async () => {
    stage = await openStage();
    await stage.arrive(100);
    await stage.ops.train({}, operator);
    expect((await refusalOf(stage.ops.train({ force: true }, operator))).code).toBe('forbidden');
    await stage.arrive(100);
    await stage.ops.check({}, vigie);
    // Version 2 is the same model on the doubled reference.
    expect(await stage.ops.train({ force: true }, admin)).toMatchObject({ version: 3, rows: 200 });
    expect(await stage.state()).toMatchObject({ champion: 3, previous: 2, monitor: 'OK' });
  });

  it('learns from the reference file and the rows together, whatever the order of their columns', async () => {
    stage = await openStage({ reference: swapped(frameOfRows(400)) });
    await stage.arrive(200);
    await stage.patrol();
    expect(await stage.state()).toMatchObject({ champion: 1, checks: expect.any(Number) });
    expect(await stage.ops.train({ force: true }, admin)).toMatchObject({ version: 2, rows: 600 });
    // x decides and y means nothing: mixed up, the accuracy would be near a half.
    const version = await stage.store.models.read('shop', 2);
    expect(version?.baseline?.accuracy).toBeGreaterThan(0.9);
    const { outcome } = await stage.ops.retrain({}, operator);
    expect(outcome.trial.champion.accuracy).toBeGreaterThan(0.9);
  });

  it('closes the incident the replaced champion had, and says so on its card', async () => {
    stage = await learned(600, { watch: { policy: 'manual' } });
    await stage.rounds(8, { turned: true });
    expect(await stage.state()).toMatchObject({ monitor: 'ALARM', incident: { phase: 'firing' } });
    expect(await stage.metric('ml_open_incidents{watch="shop"}')).toBe(1);
    await stage.ops.train({ force: true }, admin);
    expect(await stage.state()).toMatchObject({
      monitor: 'OK',
      incident: { phase: 'resolved', resolution: 'promoted' },
    });
    expect(await stage.metric('ml_open_incidents{watch="shop"}')).toBe(0);
    const cards = stage.mailbox.deliveries.filter(({ news }) => news.kind === 'incident');
    expect(cards.at(-1)?.news).toMatchObject({ incident: { phase: 'resolved' } });
  });

  it('does not take rows back that were checked while it trained', async () => {
    stage = await learned(300);
    await stage.arrive(50);
    const other = stage.process('other', {
      ...stage.store,
      snapshots: {
        ...stage.store.snapshots,
        // In the middle of the training a patrol of another process comes by.
        async put(sha256, bytes) {
          await stage.store.snapshots.put(sha256, bytes);
          await stage.ops.check({}, vigie);
        },
      },
    });
    await other.ops.train({ force: true }, admin);
    const state = await stage.state();
    expect(state).toMatchObject({ champion: 2, checks: 1 });
    expect(state.position).toEqual([expect.objectContaining({ rows: 350 })]);
    expect(state.referenceEnd).toEqual([expect.objectContaining({ rows: 300 })]);
  });

  it('is refused while another operation is at work on the watch', async () => {
    stage = await openStage();
    await stage.arrive(100);
    await stage.store.leases.acquire('work:shop', 'somebody', 60_000);
    expect((await refusalOf(stage.ops.train({}, operator))).code).toBe('watch_busy');
    stage.clock.advance(60_000);
    expect(await stage.ops.train({}, operator)).toMatchObject({ version: 1 });
    expect(stage.clock.now()).toBe(start + 60_000);
  });
});
