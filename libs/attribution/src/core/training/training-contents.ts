import { clusterSources, equalKeyLinks, NEAR_DUPLICATE_RULE, type SourceLink } from '../methods/index.js';
import type { SourceContents } from '../sources/index.js';

/**
 * What sources of training rows brought, by the distinct rows of each: sources of the same rows are copies, those that
 * share most of theirs (by the Jaccard similarity of the sets) near duplicates. Each row is an item; of near
 * duplicates the later ones bring none of their own.
 */
export function trainingContents(sources: readonly Int32Array[]): SourceContents {
  const sets = sources.map((positions) => new Set(positions));
  const near: SourceLink[] = [];
  for (const [b, set] of sets.entries())
    for (const [a, other] of sets.slice(0, b).entries())
      if (jaccard(other, set) >= NEAR_DUPLICATE_RULE.resemblanceMin)
        near.push({ a, b, reason: 'near-duplicate' });
  const items = sources.map((positions) => [...positions].map(String));
  for (const { members } of clusterSources(sources.length, near))
    for (const member of members.slice(1)) items[member] = items[members[0] ?? member] ?? [];
  const copies = equalKeyLinks(
    sources.map((positions) => positions.join()),
    'same-content',
  );
  return { links: [...copies, ...near], items };
}

function jaccard(a: ReadonlySet<number>, b: ReadonlySet<number>): number {
  let shared = 0;
  for (const item of a) if (b.has(item)) shared += 1;
  return shared / (a.size + b.size - shared);
}
