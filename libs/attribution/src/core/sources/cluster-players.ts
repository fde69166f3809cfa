import { digestOf, type Json } from '#libs/kernel';
import {
  clusterSources,
  type Contribution,
  equalKeyLinks,
  firstBringerSplit,
  type LinkReason,
  type Rational,
} from '../methods/index.js';
import type { AttributionRequest, Source } from './attribution-request.js';

/** Sources that are valued as one player, and how they share what it is worth. */
export type PlayerCluster = {
  /** The name of the first member, under which the cluster plays. */
  readonly player: string;
  /** Positions of the members in the request, ascending. */
  readonly members: readonly number[];
  readonly reasons: readonly LinkReason[];
  /** What part of the cluster's value each member gets; they sum to one. */
  readonly parts: readonly Rational[];
};

/**
 * Which sources count as one player, before anything is valued. In a game: those of one party or payee, and copies
 * of each other, since Shapley values pay two names more than one ("Quotient Semivalues"; Owen, 1977). Of training
 * points copies only: their values are added up by party, so names do not matter, but a copy would take neighbours'
 * places. Inside a cluster whoever brought an item first gets its part.
 */
export function clusterPlayers(request: AttributionRequest): readonly PlayerCluster[] {
  const sources = request.players;
  const contents = contentsOf(request);
  const copies = equalKeyLinks(contents, 'same-content');
  const declaredCopies = equalKeyLinks(
    sources.map(({ contentDigest }) => contentDigest),
    'same-content',
  );
  const payees =
    request.method === 'knn-shapley'
      ? []
      : [keysOf(sources, 'partyId'), keysOf(sources, 'payee')].flatMap((keys) =>
          equalKeyLinks(keys, 'same-payee'),
        );
  const contribution = (position: number): Contribution => {
    const content = contents[position];
    return {
      registeredAt: position,
      items: sources[position]?.items ?? (content === undefined ? [] : [content]),
    };
  };
  return clusterSources(sources.length, [...copies, ...declaredCopies, ...payees]).map(
    ({ members, reasons }) => ({
      player: sources[members[0] ?? 0]?.name ?? '',
      members,
      reasons,
      parts: firstBringerSplit(members.map(contribution)),
    }),
  );
}

const keysOf = (sources: readonly Source[], key: 'partyId' | 'payee'): readonly (string | undefined)[] =>
  sources.map((source) => source[key]);

/** Digests of contents: of a training point, which the request holds itself, nobody needs to declare one. */
function contentsOf({ players, train }: AttributionRequest): readonly (string | undefined)[] {
  if (train === undefined) return players.map(({ contentDigest }) => contentDigest);
  const { features, labels } = train as {
    readonly features: readonly Json[];
    readonly labels: readonly Json[];
  };
  return players.map((_, position) =>
    digestOf({ features: features[position] ?? null, label: labels[position] ?? null }),
  );
}
