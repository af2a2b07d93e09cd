// People and an incident: taken, snoozed, closed, reminded of. What is told of it, and what is not.
import { afterEach, describe, expect, it } from 'vitest';
import { AppError } from '../../core/errors.ts';
import { again, callerOf, learned, minute, refusalOf, type Stage, vigie } from './stage.ts';

let stage: Stage;
afterEach(() => stage.close());
const ada = callerOf('operator');
const bob = { ...ada, name: 'bob' };

/** Ten checks at once: 500 rows of twenty minutes. */
async function spell(stage: Stage, kind: Parameters<Stage['arrive']>[1] = {}): Promise<void> {
  stage.clock.advance(20 * minute);
  await stage.arrive(500, kind);
  await stage.patrol();
}

/** An alarm stands that nobody has answered. */
const alarmed = again(async () => {
  const opened = await learned(1_000, { watch: { policy: 'manual' } });
  await spell(opened, { shift: 3 });
  expect(await opened.state()).toMatchObject({ monitor: 'ALARM', incidents: 1 });
  return opened;
});

/** Kind, revision and change of what was told, in order. */
const told = ({ mailbox }: Stage) =>
  mailbox.deliveries.flatMap(({ news }) => {
    if (news.kind === 'incident') return [`${news.revision} ${news.change}`];
    return news.kind === 'reminder' ? [`reminder ${news.level}`] : [];
  });
/** What was told since the call. */
function since(stage: Stage): () => string[] {
  const before = told(stage).length;
  return () => told(stage).slice(before);
}
const follow = async ({ ops }: Stage) => {
  await ops.follow({}, vigie);
  await ops.deliver({}, vigie);
};
/** Minutes pass without rows; the chores come by after each five. */
async function minutes(stage: Stage, count: number): Promise<void> {
  for (let left = count; left > 0; left -= 5) {
    stage.clock.advance(Math.min(5, left) * minute);
    await follow(stage);
  }
}

describe('an incident somebody takes', () => {
  it('says who, once, whoever asks again', async () => {
    stage = await alarmed();
    const news = since(stage);
    const first = await stage.ops.acknowledge({ note: 'looking' }, ada);
    expect(first).toMatchObject({ watch: 'shop', done: true, incident: { phase: 'firing' } });
    const second = await stage.ops.acknowledge({ incident: 1 }, bob);
    expect(second).toMatchObject({ done: false, incident: { acknowledged: { by: 'ada', note: 'looking' } } });
    expect(news()).toHaveLength(1);
    expect(news()[0]).toMatch(/acknowledged$/);
  });

  it('is one of two who ask at once', async () => {
    stage = await alarmed();
    const both = await Promise.all([stage.ops.acknowledge({}, ada), stage.ops.acknowledge({}, bob)]);
    expect(both.map(({ done }) => done).sort()).toEqual([false, true]);
    expect(new Set(both.map(({ incident }) => incident.acknowledged?.by)).size).toBe(1);
  });

  it('is the one that was meant, or none', async () => {
    stage = await alarmed();
    const meant = await refusalOf(stage.ops.acknowledge({ incident: 7 }, ada));
    expect(meant).toMatchObject({
      code: 'conflict',
      message: 'Incident #7 of "shop" was never opened; the open one is #1.',
    });
    await stage.ops.resolve({}, ada);
    expect(await refusalOf(stage.ops.acknowledge({ incident: 1 }, ada))).toMatchObject({
      message: 'Incident #1 of "shop" is closed; none is open.',
    });
    expect(await refusalOf(stage.ops.snooze({ for: '1h' }, ada))).toMatchObject({
      message: 'Watch "shop" has no open incident.',
    });
    expect(await refusalOf(stage.ops.expected({ incident: 1 }, ada))).toMatchObject({ code: 'conflict' });
  });

  it('needs an operator', async () => {
    stage = await alarmed();
    for (const ask of [stage.ops.acknowledge, stage.ops.snooze, stage.ops.unsnooze, stage.ops.resolve])
      expect(await refusalOf(ask({}, callerOf('viewer')))).toMatchObject({ code: 'forbidden' });
  });
});

describe('a reminder', () => {
  it('comes after a quarter of an hour and after an hour, once each, whatever is repeated', async () => {
    stage = await alarmed();
    const news = since(stage);
    await minutes(stage, 120);
    expect(news()).toEqual(['reminder 1', 'reminder 2']);
    const at = stage.mailbox.deliveries.flatMap(({ news: one }) => (one.kind === 'reminder' ? [one.at] : []));
    const called = (await stage.state()).incident?.calledAt ?? 0;
    expect(at.map((time) => (time - called) / minute)).toEqual([15, 60]);
  });

  it('is told where the card is', async () => {
    stage = await alarmed();
    await minutes(stage, 20);
    const [card] = stage.mailbox.deliveries.filter(({ news }) => news.kind === 'incident');
    const reminder = stage.mailbox.deliveries.find(({ news }) => news.kind === 'reminder');
    expect(card?.previous).toBeNull();
    const ref = await stage.store.outbox.readRef(card?.news.thread ?? '');
    expect(reminder?.previous).toEqual(ref);
  });

  it('comes from one of two processes', async () => {
    stage = await alarmed();
    const other = stage.process('second');
    const news = since(stage);
    stage.clock.advance(16 * minute);
    await Promise.all([stage.ops.follow({}, vigie), other.ops.follow({}, vigie)]);
    await stage.ops.deliver({}, vigie);
    expect(news()).toEqual(['reminder 1']);
  });

  it.each(['acknowledge', 'snooze', 'resolve'] as const)('does not come after: %s', async (action) => {
    stage = await alarmed();
    await stage.ops[action](action === 'snooze' ? { for: 'resolved' } : {}, ada);
    const news = since(stage);
    await minutes(stage, 70);
    expect(news()).toEqual([]);
  });

  it('that waited while Discord was away is dropped when somebody has come meanwhile', async () => {
    stage = await alarmed();
    const news = since(stage);
    stage.clock.advance(16 * minute);
    await stage.ops.follow({}, vigie);
    await stage.ops.acknowledge({}, ada);
    await stage.ops.deliver({}, vigie);
    expect(news()).toHaveLength(1);
    expect(news()[0]).toMatch(/acknowledged$/);
    expect(await stage.store.outbox.depth()).toBe(0);
  });
});

describe('a snoozed incident', () => {
  it('goes on untold, and tells what came of it when its time is over', async () => {
    stage = await alarmed();
    const news = since(stage);
    const { incident } = await stage.ops.snooze({ for: '1h', reason: 'release' }, ada);
    expect(incident.snoozed).toMatchObject({ by: 'ada', until: stage.clock.now() + 60 * minute });
    await spell(stage, { shift: 6 });
    await stage.ops.retrain({}, vigie);
    await minutes(stage, 39);
    expect(news()).toHaveLength(1);
    await minutes(stage, 1);
    expect(news()).toHaveLength(2);
    const [first, last] = news();
    expect(first).toMatch(/snoozed$/);
    expect(last).toMatch(/(woken|resolved)$/);
    const shown = stage.mailbox.deliveries.at(-1)?.news;
    expect(shown).toMatchObject({ kind: 'incident', incident: { snoozed: null } });
    if (shown?.kind === 'incident') expect(shown.incident.retrain).not.toBeNull();
  });

  it('is told at once when somebody ends the snooze', async () => {
    stage = await alarmed();
    await stage.ops.snooze({ for: '6h' }, ada);
    const news = since(stage);
    expect(await stage.ops.unsnooze({}, bob)).toMatchObject({ done: true });
    expect(await stage.ops.unsnooze({}, bob)).toMatchObject({ done: false });
    expect(news()).toHaveLength(1);
    expect(news()[0]).toMatch(/woken$/);
  });

  it('is snoozed once by a second press, and longer by another choice', async () => {
    stage = await alarmed();
    const news = since(stage);
    await stage.ops.snooze({ for: '1h' }, ada);
    stage.clock.advance(2_000);
    expect(await stage.ops.snooze({ for: '1h' }, ada)).toMatchObject({ done: false });
    expect(await stage.ops.snooze({ for: '6h' }, ada)).toMatchObject({ done: true });
    expect(news()).toHaveLength(2);
  });

  it('still tells that data cannot be read: that is no news of the incident', async () => {
    stage = await alarmed();
    await stage.ops.snooze({ for: '6h' }, ada);
    const { writeFile } = await import('node:fs/promises');
    await writeFile(stage.path, 'id,at\nr1,never\n');
    await expect(stage.patrol()).rejects.toBeInstanceOf(AppError);
    expect(stage.mailbox.deliveries.at(-1)?.news.kind).toBe('failed');
  });

  it('takes spans it can read', async () => {
    stage = await alarmed();
    for (const span of ['soon', '0h', '31d', '1w', ''])
      expect(await refusalOf(stage.ops.snooze({ for: span }, ada))).toMatchObject({ code: 'invalid_input' });
    const { incident } = await stage.ops.snooze({ for: '90m' }, ada);
    expect(incident.snoozed?.until).toBe(stage.clock.now() + 90 * minute);
  });
});

describe('an incident closed by hand', () => {
  it('stays closed for the next check; drift that goes on is proven anew, as the next incident', async () => {
    stage = await alarmed();
    const closed = await stage.ops.resolve({ reason: 'known' }, ada);
    expect(closed).toMatchObject({
      done: true,
      incident: { phase: 'resolved', resolution: 'closed', closed: { by: 'ada', reason: 'known' } },
    });
    expect(await stage.ops.resolve({ incident: 1 }, bob)).toMatchObject({ done: false });
    await stage.rounds(1, { shift: 0 });
    expect(await stage.state()).toMatchObject({ incidents: 1, incident: { phase: 'resolved' } });
    await spell(stage, { shift: 3 });
    const again = await stage.state();
    expect(again).toMatchObject({ incidents: 2, incident: { number: 2, fired: 1 } });
    expect(again.pastIncidents).toMatchObject([{ number: 1, resolution: 'closed' }]);
    const list = await stage.ops.incidents({}, callerOf('viewer'));
    expect(list.watches).toMatchObject([{ watch: 'shop', incident: { number: 2 }, past: [{ number: 1 }] }]);
    expect(await stage.ops.openIncidents('shop')).toEqual([2]);
    expect(await stage.ops.openIncidents('other')).toEqual([]);
  });
});
