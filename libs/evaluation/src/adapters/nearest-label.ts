/** A label, and the vector of the text that stands for it. */
export interface LabelVector {
  readonly label: string;
  readonly vector: readonly number[];
}

/**
 * The label whose vector lies nearest by cosine; the first of several. Undefined when a vector has another length
 * or no direction. With texts that describe the labels this is zero-shot classification by embeddings
 * (Veeranna et al. 2016); a cosine is no probability, so there is no score.
 */
export function nearestLabel(
  vector: readonly number[],
  labels: readonly LabelVector[],
): LabelVector['label'] | undefined {
  const cosines = labels.map((candidate) => cosine(vector, candidate.vector));
  if (cosines.some((value) => !Number.isFinite(value))) return undefined;
  return labels[cosines.indexOf(Math.max(...cosines))]?.label;
}

function cosine(a: readonly number[], b: readonly number[]): number {
  if (a.length !== b.length) return NaN;
  const dot = (x: readonly number[], y: readonly number[]): number =>
    x.reduce((sum, value, index) => sum + value * (y[index] ?? 0), 0);
  return dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b));
}
