/** Why two sources count as one. */
export type LinkReason = 'same-content' | 'near-duplicate' | 'same-payee';

/** Evidence that two sources, by their positions, belong together. */
export type SourceLink = { readonly a: number; readonly b: number; readonly reason: LinkReason };

/**
 * Links each source to the first one with the same key: digests of content, or payees. A source without a key is
 * linked to nobody.
 */
export function equalKeyLinks(
  keys: readonly (string | undefined)[],
  reason: LinkReason,
): readonly SourceLink[] {
  const first = new Map<string, number>();
  return keys.flatMap((key, b) => {
    if (key === undefined) return [];
    const a = first.get(key);
    if (a !== undefined) return [{ a, b, reason }];
    first.set(key, b);
    return [];
  });
}

/** Links the pairs of sources that are at least as similar as a threshold; O(n²) comparisons. */
export function similarityLinks(
  count: number,
  similarity: (a: number, b: number) => number,
  threshold: number,
): readonly SourceLink[] {
  const links: SourceLink[] = [];
  for (let b = 1; b < count; b += 1)
    for (let a = 0; a < b; a += 1)
      if (similarity(a, b) >= threshold) links.push({ a, b, reason: 'near-duplicate' });
  return links;
}
