import * as rmath from 'lib-r-math.js';

/** The declarations of the package do not resolve under Node's module rules, so its types are stated here. */
const { pnorm, qnorm } = rmath as unknown as {
  readonly pnorm: (x: number) => number;
  readonly qnorm: (probability: number) => number;
};

/** Probability that a standard normal deviate lies at or below x; about 15 digits in both tails (R's nmath). */
export const normalCdf = (x: number): number => pnorm(x);

/** The deviate below which a standard normal lies with this probability; infinite at 0 and 1. */
export const normalQuantile = (probability: number): number => qnorm(probability);

/** How many standard errors a two-sided normal interval of this level reaches to either side. */
export const normalCriticalValue = (level: number): number => -normalQuantile((1 - level) / 2);
