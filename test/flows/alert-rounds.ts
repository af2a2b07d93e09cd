// Alerts with a kill -9 at each of their steps, and what must hold after each: for the short form in `npm test` and the
// long one among the runs with real peers.
import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import { type Aftermath, openAlertPlace } from './alert.ts';
import type { Blow } from './blow.ts';

/** Card, thread; the card acknowledged, its note; the card answered, its note. */
const steps = [1, 2, 3, 4, 5, 6];
/** After an answer: at once, when the card's place is stored, when the news are settled. */
const writesAfter = [0, 1, 2];
/** As often as the store writes between a start and the end of an alert. */
const writes = 60;

/** Every step before and after Discord has done it, and after Vigie has heard of it; then moments by chance. */
export function blows(count: number): Blow[] {
  const generator = xoroshiro128plus(9);
  const ordered = steps.flatMap((nth): Blow[] => [
    { at: 'request', nth, done: false },
    { at: 'request', nth, done: true },
    ...writesAfter.map((after): Blow => ({ at: 'answer', nth, writes: after })),
  ]);
  const byChance = Array.from(
    { length: Math.max(0, count - ordered.length) },
    (): Blow => ({ at: 'write', nth: uniformInt(generator, 1, writes) }),
  );
  return [...ordered, ...byChance].slice(0, count);
}

/** Lives them, `lanes` at a time. What does not hold, in words; empty when all is well. */
export async function breachesOf(rounds: readonly Blow[], lanes: number): Promise<string[]> {
  const place = await openAlertPlace();
  const waiting = [...rounds];
  const breaches: string[] = [];
  const lane = async () => {
    for (let blow = waiting.shift(); blow !== undefined; blow = waiting.shift()) {
      const name = JSON.stringify(blow);
      const found = breachesIn(await place.live(blow), blow);
      breaches.push(...found.map((breach) => `${name}: ${breach}`));
    }
  };
  try {
    await Promise.all(Array.from({ length: lanes }, lane));
  } finally {
    await place.close();
  }
  return breaches;
}

const titlesOf = (messages: Aftermath['cards']) => messages.map(({ embeds }) => embeds[0]?.title ?? '');

function breachesIn(after: Aftermath, blow: Blow): string[] {
  const { state, reports, unsent } = after.books;
  const incident = state?.incident ?? null;
  const titles = titlesOf(after.cards);
  const notes = titlesOf(after.notes);
  const told = after.books.cards.find(({ thread }) => thread === `incident:${incident?.id}`)?.ref.noted;
  const waiting = [...unsent, ...(state?.pending ?? []).map(({ key }) => key)];
  const once = (text: string) => notes.filter((note) => note.includes(text)).length === 1;
  const versions = `v1 -> v${incident?.retrain?.version}`;
  const holds: Readonly<Record<string, boolean>> = {
    // A moment by chance may be after the end.
    'the blow fell': after.fell || blow.at === 'write',
    'the second life ended well': after.exitCode === 0,
    'nobody heard of a bug': !/"msg":"bug"|unhandled/.test(after.output),
    'one incident, answered': state?.incidents === 1 && incident?.phase === 'probation',
    [`one card, of the end: ${titles.join(', ')}`]:
      titles.length === 1 && titles[0]?.includes(`Retrained ${versions}`) === true,
    'the newest revision was told': told === incident?.revision,
    [`one thread, on the card: ${after.threads.join(', ')}`]:
      after.threads.length === 1 && after.threads[0] === after.cards[0]?.id,
    [`each note once: ${notes.join(', ')}`]:
      new Set(after.notes.map(({ nonce }) => nonce)).size === notes.length &&
      once('Acknowledged by ada') &&
      once(`Challenger promoted, ${versions}`),
    'all notes in the thread': after.notes.every(({ channel }) => channel === after.threads[0]),
    [`nothing waits: ${waiting.join(', ')}`]: waiting.length === 0,
    'reports without a gap':
      state?.checks === reports.length && reports.every(({ number }, at) => number === at + 1),
    [`requests as Discord takes them: ${after.violations.join(', ')}`]: after.violations.length === 0,
  };
  return Object.keys(holds).filter((name) => holds[name] !== true);
}
