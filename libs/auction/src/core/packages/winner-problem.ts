import { tieKey } from '../second-price.js';
import { liftedCliques } from './cliques.js';
import { ConflictGraph } from './conflict-graph.js';
import type { PackageAuction, PackageBid } from './package-auction.js';
import type { PackingProblem } from './packing-problem.js';

/**
 * Which bids to accept, as a packing problem. There is a column for each bid that meets the reserves of its items,
 * in the order of {@link tieKey}; it is worth what it offers beyond them. That is the same as to let a bidder of its
 * own bid the reserve for each item: the seller keeps what nobody wants more.
 */
export type WinnerProblem = PackingProblem & {
  readonly bids: readonly PackageBid[];
  /** What the items of each column are worth to the seller. */
  readonly reserves: readonly bigint[];
};

export function winnerProblem({ bids, reservesMinor, tieSeed }: PackageAuction): WinnerProblem {
  const reserveOf = ({ items }: PackageBid): bigint =>
    items.reduce((sum, item) => sum + (reservesMinor.get(item) ?? 0n), 0n);
  const eligible = bids
    .filter((bid) => bid.priceMinor >= reserveOf(bid))
    .map((bid) => ({ bid, key: tieKey(tieSeed, bid.bidId) }))
    .sort((a, b) => (a.key < b.key ? -1 : 1))
    .map(({ bid }) => bid);
  const reserves = eligible.map(reserveOf);
  const groups = [...exclusiveGroups(eligible)];
  const graph = new ConflictGraph(eligible.length, groups);
  return {
    bids: eligible,
    reserves,
    graph,
    values: eligible.map(({ priceMinor }, column) => priceMinor - (reserves[column] ?? 0n)),
    open: [...eligible.keys()],
    cliques: liftedCliques(graph, groups),
  };
}

/** The columns that want an item, for each item, and those of a bidder, for each bidder. */
function exclusiveGroups(bids: readonly PackageBid[]): Iterable<readonly number[]> {
  const groups = new Map<string, number[]>();
  const join = (group: string, column: number): void => {
    const members = groups.get(group);
    if (members === undefined) groups.set(group, [column]);
    else members.push(column);
  };
  for (const [column, { bidder, items }] of bids.entries()) {
    join(`bidder ${bidder}`, column);
    for (const item of items) join(`item ${item}`, column);
  }
  return groups.values();
}
