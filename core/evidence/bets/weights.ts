// The shares of the false-alarm budget: how much of it each signal of a watch may spend. Pure.
import { featureWeights } from '../../stats/data-score.ts';

export type SignalKind = 'errors' | 'estimate' | 'prediction' | 'feature' | 'quality';

export interface WeighedSignal {
  readonly kind: SignalKind;
  /** What the model makes of a feature, >= 0; null or missing = unknown, and then of all of them. */
  readonly importance?: number | null;
}

/** `estimate` is the estimated error of rows without labels (CBPE); `prediction` the score, the class, the labels. */
const withLabels: Readonly<Record<SignalKind, number>> = {
  errors: 0.4,
  estimate: 0.05,
  prediction: 0.1,
  feature: 0.3,
  quality: 0.15,
};
const withoutLabels: Readonly<Record<SignalKind, number>> = {
  errors: 0,
  estimate: 0.25,
  prediction: 0.2,
  feature: 0.4,
  quality: 0.15,
};

/**
 * One weight a signal, in their order, sum 1 (empty for none). Each kind has its share, over the kinds that are there;
 * the signals of one kind share it equally, features half equally and half by importance. A weight w costs log(1/w)
 * nats of delay, so the kinds that matter most have most.
 */
export function signalWeights(signals: readonly WeighedSignal[]): number[] {
  const share = signals.some(({ kind }) => kind === 'errors') ? withLabels : withoutLabels;
  const present = [...new Set(signals.map(({ kind }) => kind))];
  const all = present.reduce((sum, kind) => sum + share[kind], 0);
  const weights = new Array<number>(signals.length).fill(0);
  for (const kind of present) {
    const members = signals.flatMap((signal, at) => (signal.kind === kind ? [at] : []));
    const within = featureWeights(importancesOf(members.map((at) => signals[at]?.importance ?? null)));
    members.forEach((at, member) => {
      weights[at] = (share[kind] / all) * (within[member] ?? 0);
    });
  }
  return weights;
}

/** All equal where one is not known: half a ranking would be worse than none. */
function importancesOf(importances: readonly (number | null)[]): number[] {
  return importances.map((importance) => (importances.includes(null) ? 0 : (importance ?? 0)));
}
