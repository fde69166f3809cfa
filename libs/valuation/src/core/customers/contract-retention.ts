import { assertDefined, ok, type Result } from '#libs/kernel';
import { gammaln } from 'simple-statistics';
import { binomialProblem } from '../fitting/binomial-problem.js';
import type { RowModel } from '../fitting/expression-evaluator.js';
import { type CustomerRefusal, refuse } from './customer-refusal.js';
import { maximumLikelihood, type PositiveFit } from './maximum-likelihood.js';

export type RetentionFit = PositiveFit<'alpha' | 'beta'>;

/** A start at which half of the customers renew. */
const START = [1, 1] as const;

/**
 * Fits the shifted beta-geometric model to customers with contracts (Fader and Hardie, 2007): each leaves at a
 * renewal with a probability of his own, spread over customers by a beta distribution. Those who stay are the
 * loyal ones, so that retention grows, which an exponential misses.
 *
 * `survivors` are the customers at the start and after each renewal. Given those before, the survivors of a
 * renewal are binomial with retention (β + t − 1) / (α + β + t − 1), and the likelihood is the product of these.
 */
export function fitRetention(survivors: readonly number[]): Result<RetentionFit, CustomerRefusal> {
  const fault = survivors.findIndex(
    (count, index) => !(Number.isFinite(count) && count >= 0) || count > (survivors[index - 1] ?? count),
  );
  if (fault >= 0)
    return refuse('invalid-observation', `survivors ${String(fault)} is no count, or above the one before`);
  const renewals = survivors.slice(1).map((stayed, index) => ({
    before: assertDefined(survivors[index], 'there is one before'),
    stayed,
    t: index + 1,
  }));
  const informative = renewals.filter(({ before }) => before > 0);
  if (informative.length < 2) return refuse('too-few-points', 'two renewals are needed');
  const problem = binomialProblem(
    retentionModel(informative.map(({ t }) => t)),
    informative.map(({ before, stayed }) => stayed / before),
    informative.map(({ before }) => before),
  );
  const fit = maximumLikelihood(problem, ['alpha', 'beta'], START);
  return fit.ok ? ok({ ...fit.value, logLikelihood: churnLogLikelihood(survivors, fit.value) }) : fit;
}

/** Retention at renewals t by log α and log β. */
function retentionModel(times: readonly number[]): RowModel {
  const values = new Float64Array(times.length);
  const columns = [new Float64Array(times.length), new Float64Array(times.length)] as const;
  let [alpha, beta] = [Number.NaN, Number.NaN];
  return {
    rowCount: times.length,
    parameterCount: 2,
    valuesAt: ([logAlpha = Number.NaN, logBeta = Number.NaN]) => {
      [alpha, beta] = [Math.exp(logAlpha), Math.exp(logBeta)];
      for (const [i, t] of times.entries()) values[i] = (beta + t - 1) / (alpha + beta + t - 1);
      return values;
    },
    derivatives: () => {
      for (const [i, t] of times.entries()) {
        const all = alpha + beta + t - 1;
        columns[0][i] = (-alpha * (beta + t - 1)) / all ** 2;
        columns[1][i] = (alpha * beta) / all ** 2;
      }
      return columns;
    },
  };
}

const valuesOf = ({
  parameters,
}: Pick<RetentionFit, 'parameters'>): readonly [alpha: number, beta: number] => [
  parameters.alpha.value,
  parameters.beta.value,
];

/** Share of customers still there after t renewals: B(α, β + t) / B(α, β). */
export function survivalAt(fit: Pick<RetentionFit, 'parameters'>, t: number): number {
  const [alpha, beta] = valuesOf(fit);
  return Math.exp(gammaln(beta + t) - gammaln(beta) + gammaln(alpha + beta) - gammaln(alpha + beta + t));
}

/** Share of those who came to renewal t that renews there. */
export function retentionAt(fit: Pick<RetentionFit, 'parameters'>, t: number): number {
  const [alpha, beta] = valuesOf(fit);
  return (beta + t - 1) / (alpha + beta + t - 1);
}

/** Payments after which the present value of the rest is below rounding or the sum is cut off. */
const PAYMENTS_MAX = 100_000;

/**
 * Discounted expected residual lifetime (Fader and Hardie, 2010) of a customer who renewed `renewals` times and
 * comes to the next renewal: payments still expected, each discounted at `rate` a period, the first one now.
 */
export function discountedResidualLifetime(
  fit: Pick<RetentionFit, 'parameters'>,
  renewals: number,
  rate: number,
): number {
  let alive = 1;
  let sum = 0;
  for (let ahead = 0; ahead < PAYMENTS_MAX; ahead++) {
    alive *= retentionAt(fit, renewals + ahead + 1);
    const payment = alive / (1 + rate) ** ahead;
    sum += payment;
    if (payment < Number.EPSILON * sum) break;
  }
  return sum;
}

/** Σ leavers × log P(leave at t) + survivors × log S(end), as the paper states it. */
function churnLogLikelihood(survivors: readonly number[], fit: Pick<RetentionFit, 'parameters'>): number {
  let sum = 0;
  for (const [t, count] of survivors.entries()) {
    const next = survivors[t + 1];
    const [weight, share] =
      next === undefined
        ? [count, survivalAt(fit, t)]
        : [count - next, survivalAt(fit, t) - survivalAt(fit, t + 1)];
    if (weight > 0) sum += weight * Math.log(share);
  }
  return sum;
}
