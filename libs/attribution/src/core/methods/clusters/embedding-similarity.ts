import { type SourceLink, similarityLinks } from './source-link.js';

/** Cosine of the angle between two vectors of one dimension; 0 where one of them is zero. */
export function cosine(a: readonly number[], b: readonly number[]): number {
  const dot = (u: readonly number[], v: readonly number[]): number =>
    u.reduce((sum, x, axis) => sum + x * (v[axis] ?? 0), 0);
  const norms = Math.sqrt(dot(a, a)) * Math.sqrt(dot(b, b));
  return norms === 0 ? 0 : dot(a, b) / norms;
}

/** Links the sources whose embeddings point the same way. */
export const embeddingLinks = (
  embeddings: readonly (readonly number[])[],
  threshold: number,
): readonly SourceLink[] =>
  similarityLinks(embeddings.length, (a, b) => cosine(embeddings[a] ?? [], embeddings[b] ?? []), threshold);
