/** Enough for the weights to settle to what a plot could show; the likelihood rises with every step. */
const STEPS = 60;

/**
 * Weights under which the mixture of the candidates would have predicted best: the maximum of the mean log score
 * (stacking of predictive distributions: Yao, Vehtari, Simpson and Gelman, 2018, section 3.3), by expectation
 * maximisation from equal weights, which keeps them in the simplex.
 *
 * @param logDensities for each prediction that was made, the log density that each candidate gave to what came
 */
export function stackingWeights(logDensities: readonly (readonly number[])[]): readonly number[] {
  const candidates = logDensities[0]?.length ?? 0;
  const densities = logDensities.map((row) => {
    const largest = Math.max(...row);
    return row.map((log) => Math.exp(log - largest));
  });
  let weights: readonly number[] = Array.from({ length: candidates }, () => 1 / candidates);
  for (let step = 0; step < STEPS; step += 1) weights = improved(weights, densities);
  return weights;
}

/** Each candidate's mean share of the mixture's density where the outcomes fell. */
function improved(weights: readonly number[], densities: readonly (readonly number[])[]): readonly number[] {
  const shares = weights.map(() => 0);
  for (const row of densities) {
    const total = row.reduce((sum, density, candidate) => sum + density * (weights[candidate] ?? 0), 0);
    row.forEach((density, candidate) => {
      shares[candidate] =
        (shares[candidate] ?? 0) + (density * (weights[candidate] ?? 0)) / total / densities.length;
    });
  }
  return shares;
}
