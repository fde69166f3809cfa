import { assertDefined, type Result } from '#libs/kernel';
import { gammaln } from 'simple-statistics';
import { type CustomerRefusal, refuse } from './customer-refusal.js';
import { digamma } from './gamma-functions.js';
import { hypergeometric } from './hypergeometric.js';
import { likelihoodProblem } from './likelihood-problem.js';
import { maximumLikelihood, type PositiveFit } from './maximum-likelihood.js';
import { historyFault, type PurchaseHistory } from './purchase-history.js';

export type PurchaseFit = PositiveFit<'r' | 'alpha' | 'a' | 'b'>;

const HISTORIES_MIN = 20;

/**
 * Fits the BG/NBD model to customers who pay per use (Fader, Hardie and Lee, 2005, "Counting your customers the
 * easy way"): purchases are Poisson at a rate spread by a gamma distribution (shape r, scale α), and after each a
 * customer drops out with a probability spread by a beta distribution (a, b). Refuses fewer than twenty histories.
 */
export function fitPurchases(histories: readonly PurchaseHistory[]): Result<PurchaseFit, CustomerRefusal> {
  const fault = historyFault(histories);
  if (fault !== undefined) return fault;
  if (histories.length < HISTORIES_MIN)
    return refuse('too-few-points', `${String(HISTORIES_MIN)} customers are needed`);
  const score = (parameters: readonly number[], index: number, slopes: Float64Array): number =>
    scoreOf(parameters, assertDefined(histories[index], 'inside the histories'), slopes);
  const meanTime = histories.reduce((sum, { observedFor }) => sum + observedFor, 0) / histories.length;
  return maximumLikelihood(
    likelihoodProblem(score, histories.length, 4),
    ['r', 'alpha', 'a', 'b'],
    [1, meanTime, 1, 3],
  );
}

/** Log-likelihood of one history (equation 6 of the paper), with derivatives by the logarithms of r, α, a, b. */
function scoreOf(
  [logR = 0, logAlpha = 0, logA = 0, logB = 0]: readonly number[],
  { repeats: x, lastAt, observedFor }: PurchaseHistory,
  slopes: Float64Array,
): number {
  const [r, alpha, a, b] = [Math.exp(logR), Math.exp(logAlpha), Math.exp(logA), Math.exp(logB)];
  const common =
    gammaln(r + x) -
    gammaln(r) +
    r * logAlpha +
    gammaln(a + b) +
    gammaln(b + x) -
    gammaln(b) -
    gammaln(a + b + x);
  const active = -(r + x) * Math.log(alpha + observedFor);
  const dropped = x === 0 ? -Infinity : logA - Math.log(b + x - 1) - (r + x) * Math.log(alpha + lastAt);
  const either = logSumExp(active, dropped);
  const [ifActive, ifDropped] = [Math.exp(active - either), Math.exp(dropped - either)];
  const share = x === 0 ? 0 : ifDropped;
  slopes[0] =
    r *
    (digamma(r + x) -
      digamma(r) +
      logAlpha -
      ifActive * Math.log(alpha + observedFor) -
      share * Math.log(alpha + lastAt));
  slopes[1] = r - alpha * (r + x) * (ifActive / (alpha + observedFor) + share / (alpha + lastAt));
  const spread = digamma(a + b) - digamma(a + b + x);
  slopes[2] = a * spread + share;
  slopes[3] = b * (spread + digamma(b + x) - digamma(b) - (x === 0 ? 0 : share / (b + x - 1)));
  return common + either;
}

function logSumExp(left: number, right: number): number {
  const larger = Math.max(left, right);
  return larger + Math.log(Math.exp(left - larger) + Math.exp(right - larger));
}

type Parameters = PurchaseFit['parameters'];

/** Odds that a customer has dropped out, against being active, after his history. */
function dropOdds(parameters: Parameters, { repeats: x, lastAt, observedFor }: PurchaseHistory): number {
  if (x === 0) return 0;
  const { r, alpha, a, b } = parameters;
  const growth = (alpha.value + observedFor) / (alpha.value + lastAt);
  return (a.value / (b.value + x - 1)) * growth ** (r.value + x);
}

/** Probability that a customer still buys. One without a repeat purchase cannot have dropped out in this model. */
export const activeProbability = (fit: Pick<PurchaseFit, 'parameters'>, history: PurchaseHistory): number =>
  1 / (1 + dropOdds(fit.parameters, history));

/** Purchases expected of a customer in the next `ahead` units of time (equation 10 of the paper). */
export function expectedPurchases(
  { parameters }: Pick<PurchaseFit, 'parameters'>,
  history: PurchaseHistory,
  ahead: number,
): number {
  const { r, alpha, a, b } = parameters;
  const { repeats: x, observedFor } = history;
  const span = alpha.value + observedFor;
  const later = span + ahead;
  const total = a.value + b.value + x - 1;
  const stays =
    (span / later) ** (r.value + x) * hypergeometric(r.value + x, b.value + x, total, ahead / later);
  return ((total / (a.value - 1)) * (1 - stays)) / (1 + dropOdds(parameters, history));
}
