// What a signal is calibrated on, and what is made of it before it has a weight. Pure.
import type { Learning } from '../drift.ts';
import type { FittedModel, Scores } from '../estimators/estimator.ts';
import type { Frame } from '../frame/frame.ts';
import type { Calibration, Quality } from '../model.ts';
import { meanBound } from './bets/bounds.ts';
import type { CalibratedMean } from './bets/replay-mean.ts';
import type { Pace } from './pace.ts';
import type { CellSignal, MeanSignal } from './plan.ts';
import type { Profile } from './profile.ts';

/** What a plan depends on besides the champion. */
export interface Terms {
  readonly key: string;
  readonly falseAlarmsPerWeek: number;
  readonly checksPerWeek: number;
  readonly cadenceMinutes: number;
  /** The longest season, in milliseconds; null = there is none. */
  readonly cycle: number | null;
}

export interface Champion {
  readonly model: FittedModel;
  readonly profile: Profile;
  /** Measured on rows it was not fitted to; null = too few labels. */
  readonly baseline: Quality | null;
  readonly calibration: Calibration | null;
}

export type Draft = Omit<CellSignal, 'weight' | 'weightInAll'> | Omit<MeanSignal, 'weight' | 'weightInAll'>;

export interface Ground {
  readonly reference: Frame;
  /** What the champion says of it. */
  readonly scores: Scores;
  readonly champion: Champion;
  readonly pace: Pace;
  readonly level: number;
  /** The reference does not hold the seasons of the data. */
  readonly short: boolean;
}

export function restless({ reference }: Pick<Ground, 'reference'>, learning: boolean): Learning | null {
  if (!learning) return null;
  return reference.rows < leastRows ? 'few rows' : 'restless history';
}

/** Two halves of four times the shortest memory: fewer rows calibrate nothing. */
export const leastRows = 800;

/** A replay of a few large checks opens too few bets to show what chance can do. */
const mostRows = 100;

export function termsOf({ pace, level }: Ground) {
  return { rowsPerCheck: Math.min(pace.rowsPerCheck, mostRows), level };
}

/** A season moves what comes in and what comes out; that a value is missing or unheard-of it does not excuse. */
const unseasonal: readonly string[] = ['error', 'missing', 'range', 'category'];

export function meanSignal(
  ground: Ground,
  one: Pick<MeanSignal, 'kind' | 'of' | 'falling'>,
  made: CalibratedMean,
): Draft {
  const short = ground.short && !unseasonal.includes(one.kind);
  return {
    ...one,
    usual: made.baseline.mean,
    bounds: made.extras.map((extra) => meanBound(made.baseline, extra)),
    learning: short ? 'short history' : restless(ground, made.learning),
  };
}
