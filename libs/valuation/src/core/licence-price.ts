import { assert, ok, quantise, type Result } from '#libs/kernel';
import { quantileSorted } from 'simple-statistics';
import { shareOf } from './basis-points.js';
import { forecastStandardDeviation } from './forecast-deviation.js';
import { bridgeOf, type BridgeStep } from './price-bridge.js';
import { type Refusal, refuse } from './refusal.js';
import { reserveAdvice } from './reserve-advice.js';
import { type SurplusLevels, type SurplusPath, surplusPath, type UtilityModel } from './residual-utility.js';

export const PATHS_DEFAULT = 2_000;
export const PATHS_MAX = 20_000;
export const TERM_MONTHS_MAX = 120;
export const LICENSEES_MAX = 10_000;

/** A non-exclusive licence to use the model; all licensees get the same. */
export interface UsageLicenceTerms {
  readonly termMonths: number;
  /** How many identical licences share the demand. */
  readonly licensees: number;
}

export interface Negotiation {
  /** Part of the licensee's surplus that the price carries: an assumption about bargaining, not a finding. */
  readonly surplusShareBps: number;
}

export interface Simulation {
  readonly seed: string;
  readonly pathCount: number;
}

/** Price of one of the licences, as a distribution over paths. Amounts are in minor units. */
export interface LicencePrice {
  readonly p10Minor: bigint;
  readonly p50Minor: bigint;
  readonly p90Minor: bigint;
  readonly meanMinor: bigint;
  /** A stated rule, see {@link reserveAdvice}. */
  readonly reserveAdviceMinor: bigint;
  /** Relative; see {@link forecastStandardDeviation}. Null where the first decile is nothing. */
  readonly forecastStandardDeviation: number | null;
  /** Share of paths on which the licence is worth nothing. */
  readonly worthlessShare: number;
  /** Months of the term, on average over paths, in which using the model is worth nothing. */
  readonly idleMonthsMean: number;
  /** Additions and subtractions that lead to the mean (not the median: medians do not add). */
  readonly bridge: readonly BridgeStep[];
  readonly pathCount: number;
  readonly seed: string;
}

/**
 * Prices a non-exclusive usage licence by Monte Carlo: on every path the discounted surplus of using the model
 * over the term, times the share of it that the price carries, divided among the licensees. No path is worth
 * less than nothing, as nobody has to use a licence.
 *
 * Quantiles interpolate linearly between order statistics (definition 7 of Hyndman and Fan, 1996). Everything
 * is computed in float64 and rounded once, half to even.
 * Refuses amounts beyond 2^53 minor units, where rounding to one unit would be a pretence.
 */
export function priceUsageLicence(
  model: UtilityModel,
  terms: UsageLicenceTerms,
  negotiation: Negotiation,
  simulation: Simulation,
): Result<LicencePrice, Refusal> {
  const { seed, pathCount } = simulation;
  assert(isCount(pathCount, PATHS_MAX), `path count out of range: ${String(pathCount)}`);
  assert(isCount(terms.termMonths, TERM_MONTHS_MAX), `term out of range: ${String(terms.termMonths)}`);
  assert(isCount(terms.licensees, LICENSEES_MAX), `licensees out of range: ${String(terms.licensees)}`);
  const paths = Array.from({ length: pathCount }, (_, index) =>
    surplusPath(model, terms.termMonths, seed, index),
  );
  const share = shareOf(negotiation.surplusShareBps);
  const prices = paths
    .map(({ levels }) => (levels.discounted * share) / terms.licensees)
    .sort((left, right) => left - right);
  const staircase = staircaseOf(paths, share, terms.licensees);
  const largest = Math.max(prices.at(-1) ?? 0, ...staircase.map(({ level }) => Math.abs(level)));
  if (!(largest <= Number.MAX_SAFE_INTEGER))
    return refuse('amount-out-of-range', 'the assumptions lead to amounts beyond 2^53 minor units');
  const quantile = (p: number): number => quantileSorted(prices, p);
  const quantileMinor = (p: number): bigint => quantise(quantile(p), 'half-even');
  const bridge = bridgeOf(
    staircase.map(({ step, level }) => ({ step, levelMinor: quantise(level, 'half-even') })),
  );
  const p10Minor = quantileMinor(0.1);
  return ok({
    p10Minor,
    p50Minor: quantileMinor(0.5),
    p90Minor: quantileMinor(0.9),
    meanMinor: bridge.reduce((sum, { amountMinor }) => sum + amountMinor, 0n),
    reserveAdviceMinor: reserveAdvice({ p10Minor }),
    forecastStandardDeviation: forecastStandardDeviation(quantile(0.1), quantile(0.9)),
    worthlessShare: prices.filter((price) => price === 0).length / pathCount,
    idleMonthsMean: meanOf(paths, ({ idleMonths }) => idleMonths),
    bridge,
    pathCount,
    seed,
  });
}

const isCount = (value: number, max: number): boolean =>
  Number.isInteger(value) && value >= 1 && value <= max;

const meanOf = (paths: readonly SurplusPath[], measure: (path: SurplusPath) => number): number =>
  paths.reduce((sum, path) => sum + measure(path), 0) / paths.length;

/** Mean levels from the widest view down to the price of one licence; the last is the mean price. */
function staircaseOf(
  paths: readonly SurplusPath[],
  share: number,
  licensees: number,
): readonly { readonly step: BridgeStep['step']; readonly level: number }[] {
  const mean = (level: keyof SurplusLevels): number => meanOf(paths, ({ levels }) => levels[level]);
  const discounted = mean('discounted');
  return [
    { step: 'as-today', level: mean('asToday') },
    { step: 'quality-decay', level: mean('withQuality') },
    { step: 'usage-change', level: mean('withUsage') },
    { step: 'serving-cost', level: mean('afterCost') },
    { step: 'right-to-stop', level: mean('afterStopping') },
    { step: 'discounting', level: discounted },
    { step: 'kept-by-licensee', level: discounted * share },
    { step: 'shared-among-licensees', level: (discounted * share) / licensees },
  ];
}
