/**
 * Orders to draw so that every estimate is within `epsilon` of its Shapley value with probability 1 - `delta`, by
 * Hoeffding's inequality (1963) and a union over the players: r²/(2ε²)·ln(2n/δ), for marginals within a range r.
 */
export const permutationsNeeded = (players: number, range: number, epsilon: number, delta: number): number =>
  Math.ceil((range ** 2 / (2 * epsilon ** 2)) * Math.log((2 * players) / delta));
