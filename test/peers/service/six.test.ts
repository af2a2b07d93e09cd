// Two bots, two APIs and two schedulers on one store in a process of its own: the work is shared, everybody sees the same
// champion, and any of them may be killed at any time, the store as well.
import { appendFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { systemClock } from '../../../core/adapters/system.ts';
import { chance } from '../../core/evidence/rows.ts';
import { type FakeDiscord, startFakeDiscord } from '../../fakes/discord/server.ts';
import { makeDue, minutesAfterDeath, nextSlot, readBooks, rowsRead, storedOf } from '../../flows/books.ts';
import { titleOf } from '../../flows/on-discord.ts';
import { patrolsOf } from '../../flows/patrols.ts';
import { seenBy, shownByBot } from '../../flows/seen.ts';
import { shopRows } from '../../flows/shop.ts';
import { openSix, type Six, type Worker } from '../../flows/six.ts';
import { sendTraffic } from '../../flows/traffic.ts';
import { type Answer, endAll, until, type Vigie } from '../../flows/vigie.ts';

const minute = 60_000;
/** Rows of the synthetic source that the first champion learns from. */
const learned = 2_000;
const patient = { timeout: 60_000 };
const key = { 'Idempotency-Key': 'six' };

let folder: string;
let discord: FakeDiscord;
let six: Six;
/** Everybody who ever was. */
const all: Vigie[] = [];
const begun = performance.now();

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'vigie-six-'));
  discord = await startFakeDiscord();
  six = await openSix(folder, discord);
  all.push(...six.bots, ...six.apis, ...six.workers);
  await until(() => discord.connected() && discord.commands(discord.guildId).length > 0);
  await until(async () => {
    const { body } = await six.apis[0].get('/status');
    return (body['watches'] as { champion: unknown }[]).every(({ champion }) => champion !== null);
  });
  first = Math.floor(systemClock.now() / minute) + 1;
}, 120_000);

afterAll(async () => {
  await endAll();
  await six.close();
  await discord.stop();
  await rm(folder, { recursive: true, force: true });
});

const say = (line: string) => void process.stdout.write(`${line}\n`);
const inChannel = () => discord.messages().filter(({ channel }) => channel === discord.channelId);
const titles = () => inChannel().map(titleOf);
const books = (watch: string) => readBooks(six.store, watch);
/** Those that have ended, whoever made them. */
const patrols = () => patrolsOf(six.workers);
const madeIn = (watch: string, slot: number) =>
  patrols().filter((one) => one.watch === watch && one.minute === slot).length;
const minuteNow = () => Math.floor(systemClock.now() / minute);
/** The first slot of the schedule that all could take. */
let first = 0;
/** The watch of each patrol that was asked for beside the schedule. */
const asked: string[] = [];
/** What others do meanwhile goes on. */
let tookOver: Promise<number>;

/** Away from the minute, when the schedule's own patrols begin. */
const amid = () => until(() => systemClock.now() % minute > 5_000 && systemClock.now() % minute < 45_000);

/** Waits for the end of a patrol of `watch` that `begin` begins beside those of the schedule. */
async function patrolNow(watch: string, begin: () => Promise<void>): Promise<void> {
  await amid();
  const ended = () => patrols().filter((one) => one.watch === watch).length;
  const before = ended();
  asked.push(watch);
  await begin();
  await until(() => ended() > before);
}

/** Milliseconds from when `version`, which `promote` brings, became champion until whoever asks anybody is told so. */
async function seenEverywhere(version: number, promote: () => Promise<Answer>): Promise<number> {
  const promoted = async () => expect((await promote()).status).toBe(200);
  const seen = await seenBy(six, discord, { version, promote: promoted });
  for (const { who, ms } of seen) say(`v${version} is seen ${who} after ${ms} ms`);
  return Math.max(...seen.map(({ ms }) => ms));
}

/** kill -9 for the bot that answers; milliseconds until the other one does. */
async function killLeadingBot(): Promise<number> {
  const standing = six.bots.find(({ output }) => output().includes('standing by'));
  const leading = six.bots.find((bot) => bot !== standing);
  if (standing === undefined || leading === undefined) throw new Error('one of two bots leads');
  await leading.end('SIGKILL');
  const killed = performance.now();
  await until(() => standing.output().includes('Discord gateway ready'));
  return Math.round(performance.now() - killed);
}

describe('two bots, two APIs and two schedulers on one store', () => {
  it('check a slot once, whoever is asked again', patient, async () => {
    const before = await books('demo');
    await patrolNow('demo', () => nextSlot(six.store, 'demo'));
    const once = await books('demo');
    expect(once.reports.length).toBeGreaterThan(before.reports.length);
    await patrolNow('demo', () => makeDue(six.store, 'patrol:demo'));
    expect((await books('demo')).reports).toEqual(once.reports);
  });

  it('see a promotion within two seconds, all six of them', patient, async () => {
    const [one, other] = six.apis;
    const forced = { watch: 'desk', force: true, reason: 'by hand' };
    expect(await seenEverywhere(2, () => one.post('/retrain', forced))).toBeLessThan(2_000);
    const back = () => other.post('/models/1/promote', { watch: 'desk' });
    expect(await seenEverywhere(1, back)).toBeLessThan(2_000);
  });

  it('answer an alarm once, though its scheduler is killed in mid-retrain', patient, async () => {
    const fallen = new Promise<Worker>((resolve) => {
      for (const worker of six.workers) {
        const fall = () => void worker.end('SIGKILL').then(() => resolve(worker));
        worker.line.hear((write) => (write === 'insert models' ? 'lost' : null), fall);
      }
    });
    await appendFile(six.rows, shopRows(chance(2), { count: 300, turned: true, ago: 60 * minute }));
    await amid();
    asked.push('shop');
    await nextSlot(six.store, 'shop');
    const dead = await fallen;
    for (const { line } of six.workers)
      line.hear(
        () => null,
        () => {},
      );
    expect((await books('shop')).state).toMatchObject({ monitor: 'ACTING', champion: 1, incidents: 1 });
    await minutesAfterDeath(six.store, dead.pid);
    await patrolNow('shop', () => makeDue(six.store, 'patrol:shop'));
    // The second version went with the killed one, and its number with it.
    await until(async () => (await books('shop')).state?.champion === 3);
    await until(() => titles().some((title) => title.includes('Retrained v1 -> v3')));
  });

  it('begin a retraining again whose API was killed, under its key, once', patient, async () => {
    tookOver = killLeadingBot();
    const [dying, other] = six.apis;
    const traffic = sendTraffic(six.apis, 'desk');
    const asked = { watch: 'wide', force: true };
    const { body } = await dying.post('/retrain?wait=0', asked, key);
    await until(async () => Number((await other.get(`/jobs/${body['id']}`)).body['share']) > 0);
    await until(() => traffic.labelled.length > 50);
    await dying.end('SIGKILL');
    expect((await other.get(`/jobs/${body['id']}`)).body).toMatchObject({ state: 'running' });
    await minutesAfterDeath(six.store, dying.pid);
    expect((await other.get(`/jobs/${body['id']}`)).body).toMatchObject({ state: 'interrupted' });
    const again = await other.post('/retrain', asked, key);
    expect(again).toMatchObject({ status: 200 });
    const { body: job } = await other.get(`/jobs/${body['id']}`);
    expect(job).toMatchObject({ state: 'succeeded' });
    await traffic.stop();
    expect((await books('wide')).state).toMatchObject({ champion: 2, previous: 1 });
    await expectStored(traffic.labelled);
  });

  it('answer in Discord with the other bot once the first was killed', patient, async () => {
    const wait = await tookOver;
    say(`the other bot takes over ${wait} ms after the first was killed`);
    const asked = discord.messages().length;
    expect(await shownByBot(discord)).toContain('v1');
    expect(discord.messages()).toHaveLength(asked + 1);
    expect(discord.clients()).toBe(1);
  });

  it('go on where they were when the store was killed and came back', patient, async () => {
    const third = await six.start('api');
    all.push(third);
    const traffic = sendTraffic([six.apis[1], third], 'desk');
    await until(() => traffic.labelled.length > 50);
    // A patrol that finds no store leaves its slot to the next one.
    await amid();
    const away = performance.now();
    await six.restartStore();
    const before = traffic.labelled.length;
    await until(() => traffic.labelled.length > before + 50);
    await traffic.stop();
    say(`labels are taken again ${Math.round(performance.now() - away)} ms after the store was killed`);
    await expectStored(traffic.labelled);
    expect((await third.post('/models/2/promote', { watch: 'desk' })).status).toBe(200);
    expect(await shownByBot(discord)).toContain('v2');
    await patrolNow('demo', () => nextSlot(six.store, 'demo'));
  });

  it('have left out no slot and done nothing twice', patient, async () => {
    // A minute that has just begun has its patrols yet to end.
    await amid();
    await until(() => six.watches.every((watch) => madeIn(watch, minuteNow()) > 0));
    const last = minuteNow();
    const codes = await Promise.all(all.map((vigie) => vigie.end('SIGTERM')));
    // Three were killed, one of each role.
    expect(codes.sort()).toEqual([0, 0, 0, 0, null, null, null]);
    const demo = await books('demo');
    expect(demo.reports.map(({ number }) => number)).toEqual(demo.reports.map((_, at) => at + 1));
    const slots = Array.from({ length: last - first + 1 }, (_, at) => first + at);
    for (const watch of six.watches) {
      const leftOut = slots.filter((slot) => madeIn(watch, slot) === 0);
      expect({ watch, leftOut }).toEqual({ watch, leftOut: [] });
      const made = slots.reduce((sum, slot) => sum + madeIn(watch, slot), 0);
      expect(made, watch).toBeLessThanOrEqual(slots.length + asked.filter((one) => one === watch).length);
    }
    const checked = new Set(demo.reports.map(({ at }) => Math.floor(at / minute)));
    for (const slot of slots) expect(checked).toContain(slot);
    expect(learned + demo.reports.reduce((sum, { newRows }) => sum + newRows, 0)).toBe(rowsRead(demo.state));
    const { state, reports, cards, unsent } = await books('shop');
    expect([state?.incidents, state?.pending]).toEqual([1, []]);
    expect(reports.map(({ number }) => number)).toEqual(reports.map((_, at) => at + 1));
    expect(unsent).toEqual([]);
    const answered = titles().filter((title) => title.includes('shop') && !title.includes('Trained'));
    expect(answered).toEqual([expect.stringContaining('Retrained v1 -> v3')]);
    const posted = inChannel().filter(({ interaction }) => interaction === null);
    expect(cards.map(({ ref }) => ref.message).sort()).toEqual(posted.map(({ id }) => id).sort());
    expect(discord.violations()).toEqual([]);
    for (const { output } of all) expect(output()).not.toMatch(/"msg":"bug"|unhandled/);
    expect(await six.stopStore()).toBe(0);
    say(`six processes and their store in ${Math.round((performance.now() - begun) / 1_000)} s`);
  });
});

async function expectStored(ids: readonly string[]): Promise<void> {
  const { rows, labels } = await storedOf(six.store, 'desk', ids);
  expect(ids.filter((id) => !rows.has(id))).toEqual([]);
  expect(ids.filter((id) => !labels.has(id))).toEqual([]);
}
