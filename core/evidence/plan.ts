// What the evidence of a watch is gathered from, decided once per champion: every signal with its tolerance and weight.
// Types, and the bets made of them. Pure.
import type { Learning, SignalKind } from '../drift.ts';
import type { Calibrator } from '../evaluation/calibrator.ts';
import type { Bet, Values } from './bets/bet.ts';
import { type CellPlan, cellBet } from './bets/cell-bet.ts';
import { meanBet } from './bets/mean-bet.ts';

interface Listening {
  readonly kind: SignalKind;
  /** The feature or class it is about; null for the model as a whole. */
  readonly of: string | null;
  /** Weight among the signals that may prove drift, sum 1; 0 = it may not. */
  readonly weight: number;
  /** Weight among all signals, sum 1: for a suspicion. */
  readonly weightInAll: number;
  /** Why it may not prove drift. */
  readonly learning: Learning | null;
}

export interface CellSignal extends Listening {
  readonly kind: 'feature' | 'score' | 'prediction';
  readonly cells: CellPlan;
}

export interface MeanSignal extends Listening {
  readonly kind: Exclude<SignalKind, CellSignal['kind']>;
  /** Its mean in the reference, and for each expert the largest mean that is no drift. */
  readonly usual: number;
  readonly bounds: readonly number[];
  /** It bets that the rate has fallen. */
  readonly falling: boolean;
}

export type Signal = CellSignal | MeanSignal;

/** Plain data: crosses to a worker as it is. */
export interface Plan {
  /** Names everything it was made from. */
  readonly key: string;
  /** log A, A = checks a week / false alarms a week. */
  readonly bar: number;
  readonly signals: readonly Signal[];
  /** By feature: the smallest and largest value that is not out of range; null for categories. */
  readonly ranges: readonly (readonly [number, number] | null)[];
  /** By feature: the categories the reference has; null for numbers, and where there are too many to tell. */
  readonly categories: readonly (ReadonlySet<string> | null)[];
  readonly calibrator: Calibrator | null;
}

/** Signals that are told apart by what their bets take. */
export const isCells = (signal: Signal): signal is CellSignal => 'cells' in signal;

export type AnyBet =
  | { readonly signal: CellSignal; readonly bet: Bet<Int32Array> }
  | { readonly signal: MeanSignal; readonly bet: Bet<Values> };

/** The bets of a plan, in the order in which their states follow one another. */
export function betsOf({ signals }: Pick<Plan, 'signals'>): AnyBet[] {
  return signals.map((signal) =>
    isCells(signal) ? { signal, bet: cellBet(signal.cells) } : { signal, bet: meanBet(signal.bounds) },
  );
}
