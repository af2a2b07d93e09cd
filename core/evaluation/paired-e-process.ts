// Sequential proof that one of two models is right more often than the other, on the rows where they differ. Pure.
import { logMeanExp } from '../stats/log-sums.ts';

/** Shares of the capital laid on every discordant row. */
const fractions = [0.1, 0.25, 0.5];

/**
 * log e after `wins` rows where only the one model was right and `losses` rows where only the other was: the logarithm of
 * the mean over g of (1 + g)^wins (1 - g)^losses. While the one is no better, e >= 20 is reached in at most 5 % of cases,
 * however often one looks (Ville 1939); the order of the rows does not matter, so two counts are the whole state.
 */
export function pairedLogE(wins: number, losses: number): number {
  return logMeanExp(fractions.map((g) => wins * Math.log1p(g) + losses * Math.log1p(-g)));
}
