import type { MarginalSums } from './marginal-sums.js';
import { overCommonDenominator, type Rational, rational, subtract, sumOf } from './rational.js';
import { type Semivalue, sizeWeights } from './size-weights.js';

/** Values of the players, exact. */
export type ExactValues = {
  readonly values: readonly Rational[];
  /** The sum of the values minus what there was to share; zero for every efficient method. */
  readonly efficiencyGap: Rational;
};

/**
 * The semivalue of every player (Dubey, Neyman and Weber, "Value Theory Without Efficiency", 1981): marginal
 * contributions, weighted by the size of the coalition that is joined.
 */
export function semivalue(method: Semivalue, { sums, denominator, worth }: MarginalSums): ExactValues {
  const weights = overCommonDenominator(sizeWeights(method, sums.length));
  const values = sums.map((bySize) =>
    rational(
      bySize.reduce((total, sum, size) => total + sum * (weights.numerators[size] ?? 0n), 0n),
      denominator * weights.denominator,
    ),
  );
  return { values, efficiencyGap: subtract(sumOf(values), worth) };
}
