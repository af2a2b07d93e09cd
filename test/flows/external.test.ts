// A watch whose model is served elsewhere: its rows come over HTTP with what it said, labels later.
import { afterEach, describe, expect, it } from 'vitest';
import { incidentCard } from '../../core/cards/incident.ts';
import type { News } from '../../core/news.ts';
import { everyWord } from '../core/cards/words.ts';
import { type Chance, chance } from '../core/evidence/rows.ts';
import { callerOf, minute, openStage, refusalOf, type Stage, start } from './stage.ts';

let stage: Stage;
afterEach(() => stage.close());
const operator = callerOf('operator');
const admin = callerOf('admin');
const day = 1_440 * minute;

interface Kind {
  /** Added to y. */
  readonly shift: number;
  /** Share of rows whose label is not what the model said. */
  readonly wrong: number;
  readonly labelled: boolean;
}

/** Rows of a model that says yes where x is positive; `from` numbers their ids. */
function rowsOf(random: Chance, from: number, count: number, kind: Partial<Kind> = {}) {
  const { shift, wrong, labelled } = { shift: 0, wrong: 0.1, labelled: true, ...kind };
  return Array.from({ length: count }, (_, at) => {
    const x = random.normal();
    const said = x > 0 ? 'yes' : 'no';
    const label = random.uniform() < wrong ? (said === 'yes' ? 'no' : 'yes') : said;
    return {
      id: `r${from + at}`,
      features: { x, y: random.normal() + shift },
      prediction: said,
      score: 1 / (1 + Math.exp(-2 * x)),
      ...(labelled ? { label } : {}),
    };
  });
}

const open = (watch: Parameters<typeof openStage>[0] = {}) =>
  openStage({
    ...watch,
    watch: { source: { kind: 'observed', drop: ['email'] }, champion: 'external', ...watch.watch },
  });

const settle = () => stage.clock.advance(10_000);
const send = async (rows: readonly object[]) => {
  const sent = [];
  for (let at = 0; at < rows.length; at += 1_000)
    sent.push(await stage.ops.observe({ rows: rows.slice(at, at + 1_000) }, operator));
  settle();
  return sent;
};
const champion = async () => (await stage.ops.status({}, operator)).watches[0]?.champion ?? null;

describe('a model served elsewhere', () => {
  it('is taken as it is after 300 rows, and its own accuracy is the baseline', async () => {
    stage = await open({ tracked: true });
    const rows = rowsOf(chance(1), 0, 299);
    await send(rows);
    expect(await stage.patrol()).toMatchObject({
      trained: false,
      waiting: 'Watch "shop" has 299 rows of the model elsewhere; its reference needs 300.',
    });
    const last = rowsOf(chance(2), 299, 1);
    await send(last);
    expect(await stage.patrol()).toMatchObject({ trained: true, checks: 0 });
    const right = [...rows, ...last].filter(({ prediction, label }) => prediction === label).length;
    expect(await champion()).toMatchObject({
      version: 1,
      trigger: 'first',
      run: { status: 'none' },
      baseline: { rows: 300, accuracy: right / 300, logLoss: expect.any(Number), auc: expect.any(Number) },
    });
    // Nobody trained anything here.
    expect(stage.archive.runs.size).toBe(0);
  });

  it('is checked for drift of features, predictions and accuracy, and never retrained', async () => {
    stage = await open();
    const random = chance(3);
    await send(rowsOf(random, 0, 600));
    await stage.patrol();
    await send(rowsOf(random, 600, 300));
    expect(await stage.patrol()).toMatchObject({ checks: 1, rows: 300, report: { verdict: 'ok' } });
    await send(rowsOf(random, 900, 500, { shift: 1.5, wrong: 0.45 }));
    const { report, retrain } = await stage.patrol();
    expect(report).toMatchObject({ verdict: 'drift', grade: 'large', performance: { drifted: true } });
    expect(report?.features.filter(({ drifted }) => drifted).map(({ name }) => name)).toEqual(['y']);
    expect(retrain).toBeNull();
    expect(await stage.state()).toMatchObject({ monitor: 'ALARM', champion: 1, lastVersion: 1 });
    const { news } = stage.mailbox.deliveries.at(-1) ?? {};
    expect(news).toMatchObject({ kind: 'incident', elsewhere: true });
    const card = everyWord(incidentCard(news as Extract<News, { kind: 'incident' }>, { status: 'none' }));
    expect(card).toContain('served elsewhere: retrain it where it lives');
    expect(card).toContain('/train watch:shop force:true');
    expect(card).not.toContain('/retrain');
  });

  it('that answers otherwise drifts though its features do not', async () => {
    stage = await open();
    const random = chance(4);
    await send(rowsOf(random, 0, 600));
    await stage.patrol();
    const turned = rowsOf(random, 600, 300, { labelled: false }).map((row) => ({
      ...row,
      score: row.score / 4,
    }));
    await send(turned);
    const { report } = await stage.patrol();
    expect(report?.features.some(({ drifted }) => drifted)).toBe(false);
    expect(report).toMatchObject({ verdict: 'drift', prediction: { drifted: true } });
  });

  it('that falls silent drifts by it, and is not blamed for what it did not say', async () => {
    stage = await open();
    const random = chance(5);
    await send(rowsOf(random, 0, 600));
    await stage.patrol();
    const rows = rowsOf(random, 600, 200).map((row, at) =>
      at % 2 === 0 ? { ...row, prediction: null, score: null } : row,
    );
    await send(rows);
    const { report } = await stage.patrol();
    expect(report).toMatchObject({ verdict: 'drift', prediction: { drifted: true } });
    expect(report?.performance).toMatchObject({ labelled: 100, drifted: false });
  });

  it('is managed elsewhere: not retrained, rolled back or asked from here', async () => {
    stage = await open();
    await send(rowsOf(chance(6), 0, 300));
    await stage.patrol();
    const refusals = [
      await refusalOf(stage.ops.retrain({}, operator)),
      await refusalOf(stage.ops.rollback({}, operator)),
      await refusalOf(stage.ops.predict({ rows: [{ x: 1, y: 0 }] }, operator)),
    ];
    expect(refusals.map(({ code, message }) => [code, message])).toEqual([
      ['unsupported', 'The model of watch "shop" is managed elsewhere.'],
      ['unsupported', 'The model of watch "shop" is managed elsewhere.'],
      ['unsupported', 'The model of watch "shop" is served elsewhere.'],
    ]);
    expect(refusals[0]?.remedy).toContain('Retrain it where it lives');
  });

  it('that was replaced gets a new reference of its newest rows, by an admin', async () => {
    stage = await open();
    const random = chance(7);
    await send(rowsOf(random, 0, 600));
    await stage.patrol();
    await send(rowsOf(random, 600, 500, { shift: 1.5 }));
    await stage.patrol();
    expect((await refusalOf(stage.ops.train({}, operator))).code).toBe('champion_exists');
    expect((await refusalOf(stage.ops.train({ force: true }, operator))).code).toBe('forbidden');
    expect(await stage.ops.train({ force: true }, admin)).toMatchObject({
      version: 2,
      elsewhere: true,
      rows: 500,
      run: { status: 'none' },
    });
    expect(await stage.state()).toMatchObject({
      monitor: 'OK',
      champion: 2,
      incident: { phase: 'resolved', resolution: 'promoted' },
    });
    await send(rowsOf(random, 1_100, 300, { shift: 1.5 }));
    expect(await stage.patrol()).toMatchObject({ report: { verdict: 'ok', version: 2 } });
  });

  it('is checked without labels, and its accuracy once the reference has them', async () => {
    stage = await open();
    const random = chance(8);
    const reference = rowsOf(random, 0, 300);
    const bare = reference.map(({ label: _label, ...row }) => row);
    await send(bare);
    await stage.patrol();
    expect(await champion()).toMatchObject({ version: 1, baseline: null });
    await send(rowsOf(random, 300, 100));
    expect(await stage.patrol()).toMatchObject({ report: { verdict: 'ok', performance: null } });
    const labelsOf = (from: number, to: number) =>
      reference.slice(from, to).map(({ id, label }) => ({ id, label }));
    await stage.ops.label({ labels: labelsOf(0, 199) }, operator);
    await stage.patrol();
    expect(await champion()).toMatchObject({ version: 1, baseline: null });
    await stage.ops.label({ labels: labelsOf(199, 300) }, operator);
    await stage.patrol();
    const right = reference.filter(({ prediction, label }) => prediction === label).length;
    expect(await champion()).toMatchObject({ version: 2, baseline: { rows: 300, accuracy: right / 300 } });
    await send(rowsOf(random, 400, 100));
    expect((await stage.patrol()).report).toMatchObject({ version: 2, performance: { labelled: 200 } });
    await stage.patrol();
    expect((await champion())?.version).toBe(2);
  });

  it('that comes in the place of one of our own has to begin anew, by an admin', async () => {
    stage = await openStage();
    await stage.arrive(400);
    await stage.patrol();
    const own = stage;
    const settings = {
      ...watchOf(own),
      source: { kind: 'observed' as const, drop: [] },
      champion: 'external' as const,
    };
    const other = own.process('other', own.store, settings);
    const refusal = await refusalOf(other.ops.patrol({ watch: 'shop', slot: 9_999 }, admin));
    expect(refusal).toMatchObject({ code: 'conflict', remedy: expect.stringContaining('force:true') });
  });
});

function watchOf({ world }: Stage) {
  const watch = world.watches.get('shop')?.watch;
  if (watch === undefined) throw new Error('there is no shop');
  return watch;
}

describe('rows that come over HTTP', () => {
  it('are taken once, however often they are sent, and in any order', async () => {
    stage = await open();
    const rows = rowsOf(chance(9), 0, 1_000, { labelled: false });
    expect(await send(rows)).toEqual([{ watch: 'shop', stored: 1_000, known: 0, labels: 0 }]);
    for (let round = 0; round < 10; round++)
      expect(await send(rows.toReversed())).toEqual([{ watch: 'shop', stored: 0, known: 1_000, labels: 0 }]);
    await stage.patrol();
    expect(await champion()).toMatchObject({ version: 1 });
    expect((await stage.store.models.read('shop', 1))?.referenceRows).toBe(1_000);
    expect(await stage.patrol()).toMatchObject({ rows: 0 });
  });

  it('are kept as they first came, but for a label that comes again', async () => {
    stage = await open();
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
    stage = await open();
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
    settle();
    const { frame } = await source().read({ after: [], limit: 9, schema: null });
    expect([frame.ids, [...frame.times]]).toEqual([['1', '2', '3'], rows.map(({ time }) => time)]);
  });

  it('leave out what the watch drops', async () => {
    stage = await open();
    await stage.ops.observe(
      { rows: [{ id: 1, features: { x: 1, email: 'a@b.c' }, prediction: 'yes' }] },
      operator,
    );
    settle();
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
    stage = await open({ watch: { retention: { observations: 2 * day, labels: day } } });
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
    stage = await open();
    await send(rowsOf(chance(10), 0, 400));
    await stage.patrol();
    await send(rowsOf(chance(11), 400, 10));
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
    stage = await open();
    await send(rowsOf(chance(12), 0, 300));
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
    expect(await stage.ops.tidy({}, admin)).toEqual({ versions: 2, snapshots: 2 });
    const left = (await stage.store.models.list('shop', 99)).map(({ version }) => version);
    expect(left).toEqual([...Array.from({ length: 20 }, (_, at) => 23 - at), 1]);
    expect((await refusalOf(stage.store.snapshots.read(reference(3)))).code).toBe('not_found');
    await send(rowsOf(chance(13), 300, 60));
    expect(await stage.patrol()).toMatchObject({ report: { version: 1 } });
  });
});

function source() {
  const watched = stage.world.watches.get('shop');
  if (watched === undefined) throw new Error('there is no shop');
  return watched.source;
}
