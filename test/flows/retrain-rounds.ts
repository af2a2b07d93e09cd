// Lives the retrainings that are struck, and says what does not hold afterwards.
import { estimatorOf } from '../../core/estimators/index.ts';
import { frameOf } from '../core/estimators/frame-of.ts';
import { type Aftermath, openRetrainPlace, type Prediction, type RetrainPlace } from './retrain-place.ts';
import type { Round } from './retrain-strikes.ts';

/** `lanes` at a time. Breaches in words; empty when all is well. */
export async function retrainBreaches(rounds: readonly Round[], lanes: number): Promise<string[]> {
  const place = await openRetrainPlace(['asked', 'drifted', 'approved', 'undone']);
  const waiting = [...rounds];
  const breaches: string[] = [];
  const lane = async () => {
    for (let round = waiting.shift(); round !== undefined; round = waiting.shift())
      breaches.push(...(await breachesOf(place, round)));
  };
  try {
    await Promise.all(Array.from({ length: lanes }, lane));
  } finally {
    await place.close();
  }
  return breaches;
}

async function breachesOf(place: RetrainPlace, round: Round): Promise<string[]> {
  const after = await place.live(round.scenario, round);
  return breachesIn(after, round).map((breach) => `${JSON.stringify(round)}: ${breach}`);
}

/** Coefficients, version and answer belong together. */
function isWhole({ books }: Aftermath, { version, yes }: Prediction): boolean {
  const model = books.versions.find((one) => one.version === version)?.model;
  if (model === undefined || books.torn.includes(version)) return false;
  const { probabilities } = estimatorOf(model).score(model, frameOf({ x: [0.75], y: [-0.5] }, [null]));
  return Math.abs((probabilities[model.schema.classes.indexOf('yes')] ?? 0) - yes) < 1e-12;
}

const titleEnds = {
  asked: 'Retrained v1 -> v',
  drifted: 'Retrained v1 -> v',
  approved: 'Retrained v1 -> v2, on probation',
  undone: 'Rolled back v2 -> v1',
} as const;

function breachesIn(after: Aftermath, { scenario, step }: Round): string[] {
  const { struck, books, titles, runs } = after;
  const { state, changes } = books;
  const atBlow = struck.versions.find(({ version }) => version === struck.state?.champion);
  const trained = scenario === 'asked' || scenario === 'drifted';
  const expected = {
    asked: ['trained', 'retrained'],
    drifted: ['trained', 'retrained'],
    approved: ['trained', 'promoted'],
    undone: ['trained', 'retrained', 'undone'],
  }[scenario];
  const chained = changes.every(({ from }, at) => from === (changes[at - 1]?.to ?? null));
  const incidents = titles.filter((title) => title.endsWith('shop') && !/Trained|Promoted/.test(title));
  const others = titles.filter((title) => !incidents.includes(title));
  const keys = runs.map(([key]) => key);
  const work = [...books.leases, ...books.unsent, ...(state?.pending ?? []).map(({ key }) => key)];
  const holds: Readonly<Record<string, boolean>> = {
    // A moment by chance may be after the end.
    'the blow fell': after.fell || step === 'gate',
    'the champion at the blow is whole': atBlow !== undefined && !struck.torn.includes(atBlow.version),
    'it is the old one or the new one': [1, 2].includes(atBlow?.version ?? 0),
    [`the first answer is that of one version: ${JSON.stringify(after.first)}`]: isWhole(after, after.first),
    [`the last answer is the champion's: ${JSON.stringify(after.last)}`]:
      after.last.version === state?.champion && isWhole(after, after.last),
    'no version is torn': books.torn.length === 0,
    // It follows the state, and may be left behind by the blow.
    'the readable copy is whole': books.versions.some(({ version }) => version === after.copy),
    [`each change of champion once: ${changes.map(({ how }) => how).join(', ')}`]:
      chained &&
      changes.at(-1)?.to === state?.champion &&
      changes.map(({ how }) => how).join() === expected.join(),
    [`one decision: ${books.decisions.join(', ')}`]: !trained || books.decisions.join() === 'promoted',
    [`nothing acts for ever: ${state?.monitor}`]:
      state?.monitor === (scenario === 'undone' ? 'ALARM' : 'PROBATION'),
    [`nothing is held, nothing waits: ${work.join(', ')}`]: work.length === 0 && books.running === 0,
    [`one card of the incident: ${titles.join('; ')}`]:
      state?.incidents === 1 &&
      incidents.length === 1 &&
      incidents[0]?.includes(titleEnds[scenario]) === true,
    'no card twice': new Set(others).size === others.length,
    [`one run each: ${JSON.stringify(runs)}`]:
      runs.length === 2 && new Set(keys).size === 2 && runs.every(([, status]) => status === 'FINISHED'),
    [`requests as Discord takes them: ${after.violations.join(', ')}`]: after.violations.length === 0,
    'it ended well': after.exitCode === 0,
    'nobody heard of a bug': !/"msg":"bug"|unhandled/.test(after.output),
  };
  return Object.keys(holds).filter((name) => holds[name] !== true);
}
