import { logOddsOfElo } from './skill.js';

/** Beyond this gap a choice between two models is settled, whatever the gap. */
const GAP_ELO_MAX = 800;

/**
 * Odds that customers prefer the best rival, by the Elo gap (Elo; Bradley and Terry, 1952): 10^(gap/400). A fixed
 * model falls behind by a constant number of Elo points a year, so the odds grow exponentially.
 */
export const rivalOdds = (gapElo: number): number =>
  Math.exp(logOddsOfElo(Math.min(Math.max(gapElo, -GAP_ELO_MAX), GAP_ELO_MAX)));

/**
 * What is left of the demand for a fixed model when the odds of its rival have grown by a factor: the chance to be
 * preferred, 1 / (1 + odds), against the same chance today. Today's demand already knows today's gap. The fall is
 * slow from parity and nears an exponential one at the pace of the frontier where the gap is wide.
 */
export const demandAgainstRivals = (oddsToday: number, growth: number): number =>
  (1 + oddsToday) / (1 + oddsToday * growth);
