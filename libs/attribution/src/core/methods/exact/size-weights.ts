import { add, divide, multiply, ONE, type Rational, rational, ZERO } from './rational.js';

/** The methods that weigh a marginal contribution by the size of the coalition that is joined, and by nothing else. */
export type Semivalue =
  | { readonly method: 'shapley' | 'banzhaf' | 'leave-one-out' }
  /** Positive; (1, 1) is Shapley. The larger `alpha` against `beta`, the more small coalitions count. */
  | { readonly method: 'beta-shapley'; readonly alpha: Rational; readonly beta: Rational };

/**
 * p_s: the weight of one coalition of s others among n players, for s = 0 … n-1. The weights of all coalitions
 * sum to one.
 *
 * Shapley (1953): s!(n-1-s)!/n!. Banzhaf (1965): 2^-(n-1). Beta(α, β) (Kwon and Zou, "Beta Shapley", AISTATS 2022):
 * B(s+β, n-1-s+α)/B(α, β). Leave-one-out: only the coalition of all others counts.
 */
export function sizeWeights(semivalue: Semivalue, players: number): readonly Rational[] {
  const sizes = Array.from({ length: players }, (_, size) => size);
  switch (semivalue.method) {
    case 'shapley':
      return betaWeights(ONE, ONE, sizes);
    case 'banzhaf':
      return sizes.map(() => rational(1n, 2n ** BigInt(players - 1)));
    case 'beta-shapley':
      return betaWeights(semivalue.alpha, semivalue.beta, sizes);
    case 'leave-one-out':
      return sizes.map((size) => (size === players - 1 ? ONE : ZERO));
  }
}

/** A quotient of beta functions whose arguments differ by integers is one of rising factorials, hence rational. */
function betaWeights(alpha: Rational, beta: Rational, sizes: readonly number[]): readonly Rational[] {
  const others = sizes.length - 1;
  const [risingAlpha, risingBeta] = [risingFactorials(alpha, others), risingFactorials(beta, others)];
  const all = risingFactorials(add(alpha, beta), others)[others] ?? ONE;
  return sizes.map((size) =>
    divide(multiply(risingBeta[size] ?? ONE, risingAlpha[others - size] ?? ONE), all),
  );
}

/** x(x+1)…(x+k-1) for k = 0 … count. */
function risingFactorials(x: Rational, count: number): readonly Rational[] {
  const rising = [ONE];
  for (let k = 0; k < count; k += 1) rising.push(multiply(rising[k] ?? ONE, add(x, rational(BigInt(k)))));
  return rising;
}
