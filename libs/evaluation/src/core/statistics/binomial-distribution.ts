import { assert } from '#libs/kernel';
import { incompleteBeta } from './beta-distribution.js';

/**
 * Probability of at most `events` events in `trials` independent trials, each with the given chance of none: the
 * sum of the binomial probabilities is I_q(trials − events, events + 1) (DLMF 8.17.5).
 *
 * @param chanceOfNone 1 minus the probability of an event, in [0, 1]
 */
export function binomialCdf(events: number, trials: number, chanceOfNone: number): number {
  assert(Number.isInteger(trials) && trials >= 0, `trials out of range: ${String(trials)}`);
  if (events < 0) return 0;
  return events >= trials ? 1 : incompleteBeta(chanceOfNone, trials - events, events + 1);
}
