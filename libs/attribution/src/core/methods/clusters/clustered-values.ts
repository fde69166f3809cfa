import { coalitionGame } from '../exact/coalition-game.js';
import { marginalSums } from '../exact/marginal-sums.js';
import { multiply, type Rational, ZERO } from '../exact/rational.js';
import { semivalue } from '../exact/semivalue.js';
import type { Semivalue } from '../exact/size-weights.js';
import type { SourceCluster } from './cluster-sources.js';
import { type Contribution, firstBringerSplit } from './first-bringer-split.js';
import { quotientUtilities } from './quotient-game.js';

export type ClusteredValues = {
  /** Of the clusters, in their order. */
  readonly clusterValues: readonly Rational[];
  /** Of the sources, in theirs; those of a cluster sum to its value. */
  readonly values: readonly Rational[];
  readonly efficiencyGap: Rational;
};

/**
 * Values clusters as single players, then splits each among its members. Plain Shapley values pay a source that
 * comes twice more than one that comes once (Han et al., "Replication Robust Payoff Allocation", 2022); these do not.
 * Utilities by coalition of the sources; clusters that cover each source once; a contribution per source.
 */
export function clusteredValues(
  method: Semivalue,
  utilities: readonly number[],
  clusters: readonly SourceCluster[],
  contributions: readonly Contribution[],
): ClusteredValues {
  const game = coalitionGame(clusters.length, quotientUtilities(utilities, clusters));
  const { values: clusterValues, efficiencyGap } = semivalue(method, marginalSums(game));
  const values = new Array<Rational>(contributions.length).fill(ZERO);
  for (const [index, { members }] of clusters.entries()) {
    const parts = firstBringerSplit(members.map((member) => contributions[member] ?? NOTHING));
    for (const [place, member] of members.entries())
      values[member] = multiply(clusterValues[index] ?? ZERO, parts[place] ?? ZERO);
  }
  return { clusterValues, values, efficiencyGap };
}

const NOTHING: Contribution = { registeredAt: 0, items: [] };
