import { diffManifests, type Manifest, manifestOf } from '#core/catalog';

/**
 * The first file, in the order of a manifest, in which what was delivered is not what was announced, and how; undefined
 * when the two are the same, which is when their root digests are.
 */
export function deliveryDifference(announced: Manifest, delivered: Manifest): string | undefined {
  const { added, removed, changed } = diffManifests(announced, delivered);
  const how = new Map([
    ...added.map((path) => [path, 'was not announced'] as const),
    ...removed.map((path) => [path, 'is missing'] as const),
    ...changed.map((path) => [path, 'has another digest or size than announced'] as const),
  ]);
  const strangers = new Set(added);
  const all = manifestOf([...announced.files, ...delivered.files.filter(({ path }) => strangers.has(path))]);
  const first = all.files.find(({ path }) => how.has(path))?.path;
  return first === undefined ? undefined : `${first} ${how.get(first) ?? ''}`;
}
