import {
  clusterSources,
  equalKeyLinks,
  firstBringerSplit,
  type LinkReason,
  type Rational,
  type SourceLink,
} from '../methods/index.js';
import type { AttributionRequest, Source } from './attribution-request.js';
import { type SourceContents, sourceContents } from './content-links.js';

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
 * of each other, exact or near, since Shapley values pay two names more than one ("Quotient Semivalues"; Owen, 1977).
 * Of training points and of texts copies only: their values are added up by party, so names do not matter, but a copy
 * would take neighbours' places, or a part of each run of words. A statement of evidence values players as it found
 * them. Inside a cluster whoever brought an item first gets its part.
 */
export function clusterPlayers(request: AttributionRequest): readonly PlayerCluster[] {
  const { method, players: sources } = request;
  const contents =
    method === 'imported-evidence' ? { links: [], items: sources.map(() => []) } : sourceContents(request);
  return clustersOf(sources, contents, ADDITIVE.has(method) ? [] : payeeLinks(sources));
}

/** Methods whose values of one party's sources add up to what the party would be worth as one. */
const ADDITIVE: ReadonlySet<AttributionRequest['method']> = new Set([
  'knn-shapley',
  'ngram-provenance',
  'imported-evidence',
]);

/** Links of sources that one party is credited for, or that are paid to one place. */
export const payeeLinks = (sources: readonly Source[]): readonly SourceLink[] =>
  [sources.map(({ partyId }) => partyId), sources.map(({ payee }) => payee)].flatMap((keys) =>
    equalKeyLinks(keys, 'same-payee'),
  );

/** Clusters of sources that are linked by what they brought or by anything else. */
export const clustersOf = (
  sources: readonly Source[],
  { links, items }: SourceContents,
  otherLinks: readonly SourceLink[],
): readonly PlayerCluster[] =>
  clusterSources(sources.length, [...links, ...otherLinks]).map(({ members, reasons }) => ({
    player: sources[members[0] ?? 0]?.name ?? '',
    members,
    reasons,
    parts: firstBringerSplit(members.map((member) => ({ registeredAt: member, items: items[member] ?? [] }))),
  }));
