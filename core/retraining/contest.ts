// Which challenger of a tournament meets the gate, and what the gate says of it. Pure.
import type { Quality } from '../model.ts';
import type { Duel } from './duels.ts';
import { judge, type Occasion, pOf } from './gate.ts';
import type { Candidate, Trial } from './outcome.ts';
import type { Challenger } from './tuned.ts';
import type { TrainingWindow } from './windows.ts';

export interface Verdict {
  readonly candidates: readonly Candidate[];
  /** Index of the candidate that was judged. */
  readonly best: number;
  readonly trial: Trial;
}

/** One that took part: its window and the model it made of it. */
export interface Contender extends Partial<Challenger> {
  readonly window: TrainingWindow;
}

/**
 * The most accurate challenger on the holdout is judged, the one with the smaller log-loss first among equals; should it be
 * kept out, the champion's own window with twice its rows, which has less to prove. `duels` are in the order of `contenders`.
 */
export function verdictOf(
  contenders: readonly Contender[],
  duels: readonly Duel[],
  asked: Omit<Occasion, 'candidates'>,
): Verdict {
  const occasion = { ...asked, candidates: contenders.length };
  const candidates = contenders.map((contender, at) => candidateOf(contender, duels[at]));
  const best = bestOf(duels);
  const trial = judged(duels[best], occasion);
  const continued = contenders.findIndex(({ window }) => window.continued === true);
  // After an alarm the champion's own regime is what is in doubt.
  if (trial.promote || continued === -1 || occasion.trigger === 'drift') return { candidates, best, trial };
  const again = judged(duels[continued], { ...occasion, continued: true });
  return again.promote ? { candidates, best: continued, trial: again } : { candidates, best, trial };
}

function judged(duel: Duel | undefined, occasion: Occasion): Trial {
  if (duel === undefined) throw new TypeError('a tournament without candidates');
  return judge(duel, occasion);
}

function candidateOf({ window, options }: Contender, duel: Duel | undefined): Candidate {
  if (duel === undefined) throw new TypeError('a candidate without a duel');
  return {
    window: window.name,
    rows: window.rows.rows,
    quality: duel.challenger,
    p: pOf(duel),
    ...(options === undefined ? {} : { inverseL2: options.inverseL2 }),
  };
}

function bestOf(duels: readonly Duel[]): number {
  let best = 0;
  duels.forEach(({ challenger }, at) => {
    const leader = duels[best]?.challenger;
    if (leader === undefined || challenger.accuracy > leader.accuracy) best = at;
    else if (challenger.accuracy === leader.accuracy && lossOf(challenger) < lossOf(leader)) best = at;
  });
  return best;
}

function lossOf({ logLoss }: Quality): number {
  return logLoss ?? Number.POSITIVE_INFINITY;
}
