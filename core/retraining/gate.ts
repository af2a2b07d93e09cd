// The gate: a challenger becomes champion only when it is better on the same rows, and worse in nothing that counts. Pure.
import { mcnemar } from '../evaluation/mcnemar.ts';
import type { Quality, Trigger } from '../model.ts';
import { fisherMore } from '../stats/fisher-exact.ts';
import type { Discord, Duel } from './duels.ts';
import type { Refusal, Trial } from './outcome.ts';

/** After an alarm the prior favours a change; otherwise a challenger has to prove more. */
const alphaAfterAlarm = 0.2;
const alphaOtherwise = 0.05;
/** The same regime with at least twice its rows has nothing to prove but that it is no worse: learning curves rise. */
const alphaContinued = 0.8;

/** What a challenger may be worse by. */
const logLossSlack = 0.02;
const calibrationSlack = 0.03;
const segmentAlpha = 0.01;

/** Level at which a challenger falls short of the champion's baseline, and what it then has to prove. */
const shortfallAlpha = 0.01;
const alphaInDoubt = 0.001;

export interface Occasion {
  readonly trigger: Trigger;
  /** What the champion was worth on rows it was not fitted to when it was made; null = nobody knows. */
  readonly baseline: Quality | null;
  /** Challengers of which the best is judged. */
  readonly candidates: number;
  /** The champion's own window with what came since. */
  readonly continued?: true;
}

/**
 * Promotes iff the challenger wins more discordant rows, the exact one-sided McNemar p is at most alpha, and no guard
 * speaks against it.
 */
export function judge({ segments, ...duel }: Duel, occasion: Occasion): Trial {
  const alpha = alphaOn(occasion);
  const p = pOf(duel);
  const ahead = occasion.continued === true || duel.challengerOnly > duel.championOnly;
  const better = ahead && p <= alpha;
  const refused = [
    ...labelsGuard(duel, { p, baseline: occasion.baseline }),
    ...(better ? [] : [{ guard: 'accuracy' as const }]),
    ...worse('log_loss', { ...byLogLoss(duel), most: logLossSlack }),
    ...worse('calibration', { ...byCalibration(duel), most: calibrationSlack }),
    ...segmentGuard(segments),
  ];
  const how = occasion.continued ? { continued: true as const } : {};
  return { ...duel, ...how, p, alpha, refused, promote: refused.length === 0 };
}

function alphaOn({ trigger, candidates, continued }: Occasion): number {
  if (continued) return alphaContinued;
  return trigger === 'drift' ? alphaAfterAlarm : alphaOtherwise / candidates;
}

/** One-sided p of "the challenger is no better". */
export function pOf({ championOnly, challengerOnly }: Discord): number {
  return mcnemar({ championOnlyRight: championOnly, challengerOnlyRight: challengerOnly }).challengerBetter;
}

/**
 * A change of concept can be learnt; labels that are wrong at random cannot. Where even the best challenger is right less
 * often than the champion once was (Fisher's exact test) and wins back less than half of what the champion lost, an alarm
 * is no longer a reason to favour it.
 */
function labelsGuard(
  { champion, challenger }: Sides,
  { p, baseline }: { readonly p: number; readonly baseline: Quality | null },
): Refusal[] {
  if (baseline === null || p <= alphaInDoubt) return [];
  const regained = challenger.accuracy - champion.accuracy;
  const lost = baseline.accuracy - champion.accuracy;
  const shortfall = fisherMore(missesOf(baseline), missesOf(challenger));
  return shortfall <= shortfallAlpha && regained < lost / 2
    ? [{ guard: 'labels', baseline: baseline.accuracy, p: shortfall }]
    : [];
}

function missesOf({ rows, accuracy }: Quality) {
  return { hits: Math.round(rows * (1 - accuracy)), rows };
}

type Sides = Pick<Duel, 'champion' | 'challenger'>;
interface Pair {
  readonly before: number | null | undefined;
  readonly after: number | null | undefined;
}

const byLogLoss = ({ champion, challenger }: Sides): Pair => ({
  before: champion.logLoss,
  after: challenger.logLoss,
});
const byCalibration = ({ champion, challenger }: Sides): Pair => ({
  before: champion.ece,
  after: challenger.ece,
});

/** Nothing where one of the two gives no probabilities. */
function worse(
  guard: 'log_loss' | 'calibration',
  { before, after, most }: Pair & { readonly most: number },
): Refusal[] {
  const by = (after ?? Number.NaN) - (before ?? Number.NaN);
  return by > most ? [{ guard, by, most }] : [];
}

/** The segment that speaks loudest. */
function segmentGuard(segments: Duel['segments']): Refusal[] {
  const judged = segments.map((segment) => ({
    guard: 'segment' as const,
    ...segment,
    p: mcnemar({
      championOnlyRight: segment.challengerOnly,
      challengerOnlyRight: segment.championOnly,
    }).challengerBetter,
  }));
  return judged
    .filter(({ p }) => p < segmentAlpha)
    .sort((one, other) => one.p - other.p)
    .slice(0, 1);
}
