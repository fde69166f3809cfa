import * as rmath from 'lib-r-math.js';

/**
 * Normal distribution to about 15 digits in both tails (the algorithms of R's nmath). The declarations of the
 * package do not resolve under strict module resolution, so the two functions get their types here.
 */
const { pnorm, qnorm } = rmath as unknown as {
  readonly pnorm: (x: number, mean: number, standardDeviation: number) => number;
  readonly qnorm: (probability: number) => number;
};

/** Probability that a normal deviate lies at or below x. */
export const normalCdf = (x: number, mean: number, standardDeviation: number): number =>
  pnorm(x, mean, standardDeviation);

/** The deviate below which a standard normal lies with this probability. */
export const normalQuantile = (probability: number): number => qnorm(probability);
