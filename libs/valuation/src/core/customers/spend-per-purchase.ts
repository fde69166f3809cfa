import { assertDefined, type Result } from '#libs/kernel';
import { gammaln } from 'simple-statistics';
import { type CustomerRefusal, refuse } from './customer-refusal.js';
import { digamma } from './gamma-functions.js';
import { likelihoodProblem } from './likelihood-problem.js';
import { maximumLikelihood, type PositiveFit } from './maximum-likelihood.js';

/** Purchases of a customer and the mean amount of one, above 0, in any unit of money. */
export interface SpendHistory {
  readonly purchases: number;
  readonly meanAmount: number;
}

export type SpendFit = PositiveFit<'p' | 'q' | 'gamma'>;

const HISTORIES_MIN = 20;

/**
 * Fits the gamma-gamma model of amounts (Fader and Hardie, 2013, "The gamma-gamma model of monetary value"): a
 * customer's purchases are gamma with shape p about a mean of his own, whose scale is gamma with shape q and
 * scale γ. Amounts are taken to say nothing about how often somebody buys. Refuses fewer than twenty customers.
 */
export function fitSpend(histories: readonly SpendHistory[]): Result<SpendFit, CustomerRefusal> {
  const fault = histories.findIndex(
    ({ purchases, meanAmount }) =>
      !(Number.isSafeInteger(purchases) && purchases > 0 && Number.isFinite(meanAmount) && meanAmount > 0),
  );
  if (fault >= 0)
    return refuse('invalid-observation', `customer ${String(fault)} has no purchases or no amount`);
  if (histories.length < HISTORIES_MIN)
    return refuse('too-few-points', `${String(HISTORIES_MIN)} customers are needed`);
  const score = (parameters: readonly number[], index: number, slopes: Float64Array): number =>
    scoreOf(parameters, assertDefined(histories[index], 'inside the histories'), slopes);
  const mean = histories.reduce((sum, { meanAmount }) => sum + meanAmount, 0) / histories.length;
  return maximumLikelihood(likelihoodProblem(score, histories.length, 3), ['p', 'q', 'gamma'], [2, 3, mean]);
}

/** Log density of a mean amount (equation 1a of the note), with derivatives by the logarithms of p, q, γ. */
function scoreOf(
  [logP = 0, logQ = 0, logGamma = 0]: readonly number[],
  { purchases: x, meanAmount: z }: SpendHistory,
  slopes: Float64Array,
): number {
  const [p, q, gamma] = [Math.exp(logP), Math.exp(logQ), Math.exp(logGamma)];
  const shape = p * x;
  const logTotal = Math.log(gamma + x * z);
  const logSpent = Math.log(x * z);
  const ofBoth = digamma(shape + q);
  slopes[0] = shape * (ofBoth - digamma(shape) + logSpent - logTotal);
  slopes[1] = q * (ofBoth - digamma(q) + logGamma - logTotal);
  slopes[2] = q - ((shape + q) * gamma) / (gamma + x * z);
  return (
    gammaln(shape + q) -
    gammaln(shape) -
    gammaln(q) +
    q * logGamma -
    Math.log(z) +
    shape * logSpent -
    (shape + q) * logTotal
  );
}

/**
 * Amount expected of a customer's next purchase: his own mean drawn towards that of all, the more the fewer his
 * purchases (equation 5 of the note). Infinite where a single purchase has no expectation.
 */
export function expectedSpend(
  { parameters: { p, q, gamma } }: Pick<SpendFit, 'parameters'>,
  { purchases, meanAmount }: SpendHistory,
): number {
  const weight = p.value * purchases + q.value - 1;
  return weight > 0 ? (p.value * (gamma.value + purchases * meanAmount)) / weight : Infinity;
}
