/** Names of fewer characters stand everywhere. */
const NAME_CHARACTERS_MIN = 4;

/** Of the clusters of a domain, those whose very name stands among the texts that a model carries. */
export interface CarriedNames {
  readonly clusters: number;
  readonly carried: number;
}

/**
 * Counts names that a model carries. Where the clusters of a domain are named after what its rows were collected by,
 * such as the patterns of a catalogue, a list of rules that was written from the same catalogue shows so.
 *
 * @param texts string literals and lines of the model's files, or the patterns of a rule list
 */
export function carriedNames(clusters: Iterable<string>, texts: Iterable<string>): CarriedNames {
  const carried = new Set<string>();
  for (const text of texts) carried.add(plain(text));
  const names = new Set<string>();
  for (const cluster of clusters) names.add(plain(cluster));
  const long = [...names].filter((name) => name.length >= NAME_CHARACTERS_MIN);
  return { clusters: long.length, carried: long.filter((name) => carried.has(name)).length };
}

/** Patterns escape what has a meaning there; another list may not. */
const plain = (text: string): string => text.replaceAll('\\', '').trim().toLowerCase();
