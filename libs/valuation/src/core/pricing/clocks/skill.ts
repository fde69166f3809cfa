import { logit } from '../../log-odds.js';

/** Beyond these shares of skill a score says only that it is beyond. */
const SKILL = { min: 0.005, max: 0.995 } as const;

/** Log-odds of skill u of a share of right answers q = g + (1 − g) u, kept finite at both ends. */
export const skillLogOdds = (quality: number, chanceLevel: number): number =>
  logit(Math.min(Math.max((quality - chanceLevel) / (1 - chanceLevel), SKILL.min), SKILL.max));

/**
 * Elo points of one unit of log-odds. Elo and Rasch's model both say that the log-odds of doing better grow with
 * the difference in skill; Elo counts them in 400 ths of a decimal order.
 */
const ELO_PER_LOG_ODDS = 400 / Math.LN10;

export const eloOfLogOdds = (logOdds: number): number => logOdds * ELO_PER_LOG_ODDS;

export const logOddsOfElo = (elo: number): number => elo / ELO_PER_LOG_ODDS;
