import type { SourceCluster } from './cluster-sources.js';

/**
 * The game that clusters play: a coalition of clusters is worth what the coalition of all their members is. Takes
 * and gives utilities by coalition, in the order of bits. (Games with a coalition structure: Owen, 1977.)
 */
export function quotientUtilities(
  utilities: readonly number[],
  clusters: readonly SourceCluster[],
): readonly number[] {
  const masks = clusters.map(({ members }) => members.reduce((mask, member) => mask | (1 << member), 0));
  return Array.from({ length: 2 ** clusters.length }, (_, coalition) => {
    const union = masks.reduce(
      (mask, cluster, index) => (coalition & (1 << index) ? mask | cluster : mask),
      0,
    );
    return utilities[union] ?? 0;
  });
}
