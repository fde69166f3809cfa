import { type SourceLink, similarityLinks } from './source-link.js';

/** Links the sources whose embeddings point the same way. Compares all pairs, each vector brought to length 1 once. */
export function embeddingLinks(
  embeddings: readonly (readonly number[])[],
  threshold: number,
): readonly SourceLink[] {
  const units = embeddings.map(unitVector);
  return similarityLinks(units.length, (a, b) => dot(units[a] ?? ZERO, units[b] ?? ZERO), threshold);
}

const ZERO = new Float64Array(0);

function unitVector(vector: readonly number[]): Float64Array {
  const length = Math.hypot(...vector);
  return Float64Array.from(vector, (x) => (length === 0 ? 0 : x / length));
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let axis = 0; axis < a.length; axis += 1) sum += (a[axis] ?? 0) * (b[axis] ?? 0);
  return sum;
}
