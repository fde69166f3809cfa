import type { PathFlows } from '../flows/path-flows.js';

/** What pricing a right on one path needs. */
export interface PricedPath {
  /** What the model brings after what others hold already. */
  readonly flows: PathFlows;
  /** Part of the fixed cost that each domain carries. */
  readonly fixedCostShares: Float64Array;
  /** Discount factor of each step. */
  readonly discount: Float64Array;
  readonly monthsOfStep: Float64Array;
  /** What one non-exclusive licensee gets of what an exclusive one would. */
  readonly nonExclusiveShare: number;
  /** Part of a transfer's value that is left under the cost of building an equal model. */
  readonly underReplacement: number;
}

/**
 * Present value of running the model in a part of its domains over a part of the steps, the fixed cost in
 * proportion. Additive: parts of a whole sum to it on every path.
 */
export function runningValue(path: PricedPath, scope: Float64Array, within: Float64Array): number {
  const { flows, fixedCostShares, discount } = path;
  let value = 0;
  for (let which = 0; which < flows.domains.length; which++) {
    const reach = scope[which] ?? 0;
    const contribution = flows.domains[which]?.contribution;
    if (reach === 0 || contribution === undefined) continue;
    const fixedShare = fixedCostShares[which] ?? 0;
    let sum = 0;
    for (let step = 0; step < flows.runningSteps; step++)
      sum +=
        (discount[step] ?? 0) *
        (within[step] ?? 0) *
        ((contribution[step] ?? 0) - fixedShare * (flows.fixedCost[step] ?? 0));
    value += reach * sum;
  }
  return value;
}
