import type { WorkingSeries } from './working-series.js';

/**
 * Standard deviation that the relative change of an amount is held to have before it is seen, and how many points
 * that counts for. It keeps a series that has not moved from being forecast without any doubt.
 */
const CHANGE_PRIOR = { deviation: 0.05, degreesOfFreedom: 1 } as const;

/** Below this a curve has come to nothing, and its logarithm would come to minus infinity. */
const AMOUNT_MIN = 1e-300;

/** The logarithm of what a curve expects. */
export const curveLogarithm = (amount: number): number => Math.log(Math.max(AMOUNT_MIN, amount));

/**
 * What is finer says nothing of an amount. In another unit its last binary digits come out otherwise, and where two
 * courses explain an erratic series nearly as well, they would choose between them.
 */
const LOGARITHM_STEPS = 1e12;

/** Logarithms of positive amounts, as shares of a unit that the caller takes from the series itself. */
export const amountSeries = (
  steps: readonly number[],
  amounts: readonly number[],
  unit: number,
): WorkingSeries => ({
  steps,
  values: amounts.map((amount) => Math.round(Math.log(amount / unit) * LOGARITHM_STEPS) / LOGARITHM_STEPS),
  noiseShares: amounts.map(() => 1),
  futureNoiseShare: 1,
  extraVariance: 0,
  noisePrior: {
    degreesOfFreedom: CHANGE_PRIOR.degreesOfFreedom,
    variance: CHANGE_PRIOR.deviation ** 2,
    subject: 'innovation',
  },
});
