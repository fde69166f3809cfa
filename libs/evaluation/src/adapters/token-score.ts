/** A candidate for the first token of an answer, and the natural logarithm of its probability. */
export interface TokenProbability {
  readonly token: string;
  readonly logprob: number;
}

/**
 * Probability of the positive label from the candidates for the first token: the share of those that speak for it
 * among those that speak for or against it. Tokens count without white space around them, since most vocabularies
 * hold a word with a space before it too. Undefined when none of them is among the candidates.
 */
export function tokenScore(
  candidates: readonly TokenProbability[],
  tokens: { readonly positive: readonly string[]; readonly negative: readonly string[] },
): number | undefined {
  const mass = (names: readonly string[]): number =>
    candidates
      .filter(({ token }) => names.includes(token.trim()))
      .reduce((sum, { logprob }) => sum + Math.exp(logprob), 0);
  const [positive, negative] = [mass(tokens.positive), mass(tokens.negative)];
  const score = positive / (positive + negative);
  return score >= 0 && score <= 1 ? score : undefined;
}
