// Policy approve: what passes the gate waits for a person.
import { afterEach, describe, expect, it } from 'vitest';
import { callerOf, learned, minute, refusalOf, type Stage, vigie } from './stage.ts';
import { proposedOn, underApproval } from './versions.ts';

let stage: Stage;
afterEach(() => stage.close());
const operator = callerOf('operator');
const day = 1_440 * minute;

const newest = () => stage.mailbox.deliveries.at(-1)?.news;
const lineOf = async () =>
  (await stage.store.retrains.list('shop', { limit: 1, before: null, after: null })).at(0)?.entry;

describe('an alarm under policy approve', () => {
  it('holds the tournament, keeps the winner and asks on the card of the incident', async () => {
    stage = await underApproval();
    const version = await proposedOn(stage);
    const state = await stage.state();
    expect(state).toMatchObject({
      champion: 1,
      monitor: 'ALARM',
      incident: { phase: 'proposed', rejections: 0 },
    });
    expect(newest()).toMatchObject({
      kind: 'incident',
      change: 'proposed',
      incident: { retrain: { kept: version, approveBy: stage.clock.now() + day, trial: { promote: true } } },
    });
    expect(await lineOf()).toMatchObject({ result: 'proposed', kept: version, trigger: 'drift' });
    const { watches } = await stage.ops.status({}, operator);
    expect(watches[0]?.approval).toMatchObject({ version, by: 'vigie', until: stage.clock.now() + day });
    const [kept] = (await stage.ops.models({}, operator)).versions;
    expect(kept).toMatchObject({ version, serves: null, proposed: true, rejected: false });
    stage.clock.advance(day);
    const [late] = (await stage.ops.models({}, operator)).versions;
    expect(late).toMatchObject({ version, rejected: true });
    expect(late).not.toHaveProperty('proposed');
  });

  it('begins no other tournament while one waits', async () => {
    stage = await underApproval();
    const version = await proposedOn(stage);
    const later = await stage.rounds(10, { turned: true });
    expect(later.every(({ retrain }) => retrain === null)).toBe(true);
    expect(await stage.state()).toMatchObject({ lastVersion: version, incident: { phase: 'proposed' } });
  });
});

describe('an approval', () => {
  it('lets exactly the version serve that was judged, on probation as any promotion', async () => {
    stage = await underApproval();
    const version = await proposedOn(stage);
    const judged = await stage.store.models.read('shop', version);
    await stage.rounds(2, { turned: true });
    const before = await stage.state();
    expect(await stage.ops.approve({ version, reason: 'looks right' }, operator)).toEqual({
      watch: 'shop',
      from: 1,
      to: version,
    });
    expect(await stage.state()).toMatchObject({
      champion: version,
      previous: 1,
      proposal: null,
      monitor: 'PROBATION',
      referenceEnd: before.position,
      incident: {
        phase: 'probation',
        retrain: { version },
      },
    });
    expect(await stage.store.models.read('shop', version)).toEqual(judged);
    const page = { limit: 1, before: null, after: null };
    const [record] = await stage.store.audit.list({ watch: 'shop', traffic: false }, page);
    expect(record?.entry).toMatchObject({
      operation: 'approve',
      args: { version, reason: 'looks right' },
      led: { version },
    });
    expect((await stage.ops.status({}, operator)).watches[0]?.approval).toBeNull();
    expect(await stage.ops.rollback({}, operator)).toMatchObject({ from: version, to: 1 });
  });

  it('is given once: a second press is told that it was decided', async () => {
    stage = await underApproval();
    const version = await proposedOn(stage);
    const both = await Promise.allSettled([
      stage.ops.approve({ version }, operator),
      stage.process('other').ops.approve({ version }, operator),
    ]);
    expect(both.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
    expect(await refusalOf(stage.ops.approve({ version }, operator))).toMatchObject({
      code: 'conflict',
      message: expect.stringContaining('it was decided about'),
    });
  });

  it('runs out when the rows it rests on are older than a day, also before anybody has noticed', async () => {
    stage = await underApproval();
    const version = await proposedOn(stage);
    stage.clock.advance(day);
    const refusal = await refusalOf(stage.ops.approve({ version }, operator));
    expect(refusal).toMatchObject({
      code: 'conflict',
      remedy: expect.stringContaining('/retrain watch:shop'),
    });
    expect(refusal.message).toMatch(/older than 24 hours/);
    expect(await stage.ops.follow({}, vigie)).toEqual({ done: 1 });
    await stage.ops.deliver({}, vigie);
    expect(newest()).toMatchObject({
      incident: { phase: 'rejected', rejections: 1, retrain: { result: 'rejected', declinedBy: null } },
    });
    await stage.ops.follow({}, vigie);
    expect(await stage.state()).toMatchObject({ champion: 1, proposal: null, incident: { rejections: 1 } });
  });

  it('is not for a challenger that was judged against another champion', async () => {
    stage = await underApproval();
    const version = await proposedOn(stage);
    await stage.ops.train({ force: true }, callerOf('admin'));
    const refusal = await refusalOf(stage.ops.approve({ version }, operator));
    expect(refusal).toMatchObject({
      code: 'conflict',
      message: expect.stringContaining('judged against v1'),
    });
  });

  it('names the version that does wait, and takes an operator', async () => {
    stage = await underApproval();
    const version = await proposedOn(stage);
    expect(await refusalOf(stage.ops.approve({ version: 1 }, operator))).toMatchObject({
      code: 'conflict',
      remedy: `Version ${version} does: /approve watch:shop version:${version}.`,
    });
    const viewer = stage.ops.approve({ version }, callerOf('viewer'));
    expect(await refusalOf(viewer)).toMatchObject({ code: 'forbidden' });
  });
});

describe('a refusal', () => {
  it('keeps the champion, says who, and the next tournament waits half an hour', async () => {
    stage = await underApproval();
    const version = await proposedOn(stage);
    expect(await stage.ops.reject({ version }, operator)).toMatchObject({
      version,
      champion: 1,
      incident: 1,
    });
    expect(await stage.state()).toMatchObject({
      champion: 1,
      proposal: null,
      monitor: 'ALARM',
      incident: { phase: 'rejected', rejections: 1, retrain: { declinedBy: 'ada' } },
    });
    const later = await stage.rounds(14, { turned: true });
    expect(later.every(({ retrain }) => retrain === null)).toBe(true);
    const [next] = (await stage.rounds(4, { turned: true })).filter(({ retrain }) => retrain !== null);
    expect(next?.retrain).toMatchObject({ result: 'proposed' });
  });
});

describe('a retraining that somebody asks for under policy approve', () => {
  const turnedUnseen = async () => {
    stage = await underApproval();
    stage.clock.advance(20 * minute);
    await stage.arrive(600, { turned: true });
    await stage.ops.check({}, vigie);
  };

  it('waits as well, on a card of its own where there is no incident, unless an admin forces it', async () => {
    stage = await learned(600, {
      watch: { policy: 'approve', falseAlarmsPerWeek: 1e-300, retrainEvery: 200 },
    });
    const results = await stage.rounds(4, { turned: true });
    const outcome = results.at(-1)?.retrain;
    expect(outcome).toMatchObject({ trigger: 'schedule', result: 'proposed' });
    expect(newest()).toMatchObject({ kind: 'retrained', outcome: { result: 'proposed' } });
    const dry = await stage.ops.retrain({ dry_run: true }, operator);
    expect(dry.outcome).toMatchObject({ result: 'proposed', dryRun: true, version: null });
    const version = outcome?.kept ?? 0;
    expect(await stage.ops.reject({ version }, operator)).toMatchObject({ incident: null });
    expect((await stage.state()).schedule).toMatchObject({ rejections: 1 });
    const forced = await stage.ops.retrain({ force: true }, callerOf('admin'));
    expect(forced.outcome).toMatchObject({ result: 'promoted', forced: true });
  });

  it('takes the place of what waited before', async () => {
    await turnedUnseen();
    const first = (await stage.state()).proposal?.kept;
    const { outcome } = await stage.ops.retrain({}, operator);
    expect(outcome).toMatchObject({ result: 'proposed', by: 'ada' });
    expect(outcome.kept).not.toBe(first);
    expect((await stage.ops.status({}, operator)).watches[0]?.approval?.version).toBe(outcome.kept);
  });
});
