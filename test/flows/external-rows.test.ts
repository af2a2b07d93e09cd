// Rows of a model served elsewhere on their way in and out: taken once, kept as long as they may be, forgotten.
import { afterEach, describe, expect, it } from 'vitest';
import { chance } from '../core/evidence/rows.ts';
import { championOf, openForeign, rowsOf, send, settle } from './foreign.ts';
import { callerOf, minute, openStage, refusalOf, type Stage, start } from './stage.ts';

let stage: Stage;
afterEach(() => stage.close());
const operator = callerOf('operator');
const admin = callerOf('admin');
const day = 1_440 * minute;

describe('rows that come over HTTP', () => {
  it('are taken once, however often they are sent, and in any order', async () => {
    stage = await openForeign();
    const rows = rowsOf(chance(9), 0, 1_000, { labelled: false });
    expect(await send(stage, rows)).toEqual([{ watch: 'shop', stored: 1_000, known: 0, labels: 0 }]);
    for (let round = 0; round < 10; round++)
      expect(await send(stage, rows.toReversed())).toEqual([
        { watch: 'shop', stored: 0, known: 1_000, labels: 0 },
      ]);
    await stage.patrol();
    expect(await championOf(stage)).toMatchObject({ version: 1 });
    expect((await stage.store.models.read('shop', 1))?.referenceRows).toBe(1_000);
    expect(await stage.patrol()).toMatchObject({ rows: 0 });
  });

  it('are kept as they first came, but for a label that comes again', async () => {
    stage = await openForeign();
    const first = { id: 7, features: { x: 1 }, prediction: 'yes', label: 'no' };
    const second = { id: '7', features: { x: 2 }, prediction: 'no', label: 'yes' };
    expect(await stage.ops.observe({ rows: [first, second] }, operator)).toEqual({
      watch: 'shop',
      stored: 1,
      known: 1,
      labels: 2,
    });
    const [kept] = await stage.store.observations.after({
      watch: 'shop',
      after: 0,
      limit: 9,
      settledBy: start,
    });
    expect(kept?.row).toMatchObject({ id: '7', features: [1], predicted: 'yes', at: start });
    expect(await stage.store.labels.read('shop', ['7'])).toEqual(new Map([['7', 'yes']]));
  });

  it('keep their own time, out of order too, and are refused when it cannot be', async () => {
    stage = await openForeign();
    const at = (id: number, time: number) => ({ id, time, features: { x: 1 }, prediction: 'yes' });
    const rows = [at(1, start - 2 * day), at(2, start - 3 * day), at(3, start)];
    await stage.ops.observe({ rows }, operator);
    const wrong = [at(4, start), at(5, start + 60 * minute), at(6, start - 31 * day)];
    const { message, faults } = await refusalOf(stage.ops.observe({ rows: wrong }, operator));
    expect(message).toBe('2 of the values given cannot be used');
    expect(faults.map(({ path, message }) => `${path} ${message}`)).toEqual([
      'rows[1].time is 60 minutes in the future: is the clock or the timezone wrong?',
      expect.stringMatching(/^rows\[2\]\.time is 31 days old/),
    ]);
    settle(stage);
    const { frame } = await source().read({ after: [], limit: 9, schema: null });
    expect([frame.ids, [...frame.times]]).toEqual([['1', '2', '3'], rows.map(({ time }) => time)]);
  });

  it('leave out what the watch drops', async () => {
    stage = await openForeign();
    await stage.ops.observe(
      { rows: [{ id: 1, features: { x: 1, email: 'a@b.c' }, prediction: 'yes' }] },
      operator,
    );
    settle(stage);
    const { frame } = await source().read({ after: [], limit: 9, schema: null });
    expect(frame.columns.map(({ name }) => name)).toEqual(['x']);
    const [kept] = await stage.store.observations.after({
      watch: 'shop',
      after: 0,
      limit: 9,
      settledBy: stage.clock.now(),
    });
    expect(JSON.stringify(kept)).not.toContain('a@b.c');
  });

  it('are kept as long as the watch says, by their own time', async () => {
    stage = await openForeign({ watch: { retention: { observations: 2 * day, labels: day } } });
    const time = start - day;
    await stage.ops.observe(
      { rows: [{ id: 1, time, features: { x: 1 }, prediction: 'a', label: 'a' }] },
      operator,
    );
    const [kept] = await stage.store.observations.after({
      watch: 'shop',
      after: 0,
      limit: 9,
      settledBy: start,
    });
    expect(kept?.row.expiresAt).toBe(start + day);
  });

  it('are refused where the model is served here, or the rows come from files', async () => {
    stage = await openStage();
    const rows = [{ id: 1, features: { x: 1 }, prediction: 'yes' }];
    expect(await refusalOf(stage.ops.observe({ rows }, operator))).toMatchObject({
      code: 'unsupported',
      message: 'The model of watch "shop" is served here: it sees its rows itself.',
    });
    expect((await refusalOf(stage.ops.observe({ rows }, callerOf('viewer')))).code).toBe('forbidden');
  });
});

describe('a row that is to be forgotten', () => {
  it('goes with its label, and it is said which references still hold it', async () => {
    stage = await openForeign();
    await send(stage, rowsOf(chance(10), 0, 400));
    await stage.patrol();
    await send(stage, rowsOf(chance(11), 400, 10));
    expect((await refusalOf(stage.ops.forget({ id: 'r3' }, operator))).code).toBe('forbidden');
    const gone = { watch: 'shop', observation: true, label: true };
    expect(await stage.ops.forget({ id: 'r3' }, admin)).toEqual({ ...gone, id: 'r3', references: [1] });
    expect(await stage.ops.forget({ id: 'r405' }, admin)).toEqual({ ...gone, id: 'r405', references: [] });
    expect((await refusalOf(stage.ops.forget({ id: 'r3' }, admin))).code).toBe('not_found');
    expect(await stage.patrol()).toMatchObject({ rows: 9 });
  });
});

describe('versions nobody goes back to', () => {
  it('are let go of once a day, with the references only they had', async () => {
    stage = await openForeign();
    await send(stage, rowsOf(chance(12), 0, 300));
    await stage.patrol();
    const first = await stage.store.models.read('shop', 1);
    if (first === null) throw new Error('there is no first version');
    const reference = (version: number) => `${version}`.padStart(64, '0');
    for (let version = 2; version <= 23; version++) {
      await stage.store.snapshots.put(reference(version), Buffer.from(`rows of ${version}`));
      await stage.store.models.put({ ...first, version, reference: reference(version) });
    }
    stage.clock.advance(2 * 60 * minute);
    // The newest twenty stay, and the champion, which is the oldest here.
    expect(await stage.ops.tidy({}, admin)).toEqual({ versions: 2, snapshots: 2, runs: 0 });
    const left = (await stage.store.models.list('shop', 99)).map(({ version }) => version);
    expect(left).toEqual([...Array.from({ length: 20 }, (_, at) => 23 - at), 1]);
    expect((await refusalOf(stage.store.snapshots.read(reference(3)))).code).toBe('not_found');
    await send(stage, rowsOf(chance(13), 300, 60));
    expect(await stage.patrol()).toMatchObject({ report: { version: 1 } });
  });
});

function source() {
  const watched = stage.world.watches.get('shop');
  if (watched === undefined) throw new Error('there is no shop');
  return watched.source;
}
