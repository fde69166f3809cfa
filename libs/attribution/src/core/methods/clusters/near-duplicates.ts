import { DisjointSets } from './disjoint-sets.js';
import { resemblance } from './min-hash.js';
import type { SourceLink } from './source-link.js';

/** Rows of a band: signatures that agree in a whole band anywhere are compared, others are not. */
export const BAND_ROWS = 4;

/**
 * Links near duplicates among signatures of one size and seed without comparing all pairs (Indyk and Motwani, 1998;
 * the banding of Leskovec, Rajaraman and Ullman, "Mining of Massive Datasets", section 3.4): signatures meet where
 * they agree in a band of four, and are linked where they resemble each other by the threshold. Of two sets of Jaccard
 * similarity s, 1 - (1 - s⁴)^(n/4) meet: at n = 256 all but one pair in ten million at 0.7, all but 2 % at 0.5.
 *
 * Links are enough to tell clusters: what a cluster has already is not linked to it again. O(n) where duplicates are
 * few or alike.
 */
export function nearDuplicateLinks(
  signatures: readonly Uint32Array[],
  threshold: number,
): readonly SourceLink[] {
  const sets = new DisjointSets(signatures.length);
  const links: SourceLink[] = [];
  for (let band = 0; (band + 1) * BAND_ROWS <= (signatures[0]?.length ?? 0); band += 1)
    for (const bucket of bucketsOf(signatures, band)) linkBucket(bucket, signatures, threshold, sets, links);
  return links;
}

/** Positions of signatures that agree in a band, where there are several; ascending. */
function bucketsOf(signatures: readonly Uint32Array[], band: number): readonly (readonly number[])[] {
  const buckets = new Map<string, number[]>();
  for (const [position, signature] of signatures.entries()) {
    const key = signature.subarray(band * BAND_ROWS, (band + 1) * BAND_ROWS).join();
    const bucket = buckets.get(key);
    if (bucket === undefined) buckets.set(key, [position]);
    else bucket.push(position);
  }
  return [...buckets.values()].filter(({ length }) => length > 1);
}

/** Compares each signature of a bucket with the clusters that are there before it, until one of each is alike. */
function linkBucket(
  bucket: readonly number[],
  signatures: readonly Uint32Array[],
  threshold: number,
  sets: DisjointSets,
  links: SourceLink[],
): void {
  const clusters = new Map<number, number[]>();
  for (const b of bucket) {
    const rootBefore = sets.rootOf(b);
    let own = clusters.get(rootBefore) ?? [];
    own.push(b);
    clusters.delete(rootBefore);
    for (const [root, members] of clusters) {
      const a = members.find(
        (member) => resemblance(signatures[member] ?? EMPTY, signatures[b] ?? EMPTY) >= threshold,
      );
      if (a === undefined) continue;
      sets.join(a, b);
      links.push({ a, b, reason: 'near-duplicate' });
      clusters.delete(root);
      const [larger, smaller] = members.length > own.length ? [members, own] : [own, members];
      for (const member of smaller) larger.push(member);
      own = larger;
    }
    clusters.set(sets.rootOf(b), own);
  }
}

const EMPTY = new Uint32Array(1);
