/**
 * Which of equally wide bins of [0, 1] a value falls in: bin m of M is ((m − 1)/M, m/M], as Guo et al. 2017 define
 * it ("On calibration of modern neural networks", equation 2), and 0 belongs to the first. Counted from 0.
 */
export function unitBin(value: number, bins: number): number {
  const bin = Math.max(0, Math.ceil(value * bins) - 1);
  // The product may be rounded across an edge: 0.07 × 100 lies above 7.
  if (bin > 0 && value <= bin / bins) return bin - 1;
  return value > (bin + 1) / bins ? bin + 1 : bin;
}

/** How many values fall in each bin. Values lie in [0, 1]. */
export function unitHistogram(values: readonly number[], bins: number): readonly number[] {
  const counts = Array.from({ length: bins }, () => 0);
  for (const value of values) {
    const bin = unitBin(value, bins);
    counts[bin] = (counts[bin] ?? 0) + 1;
  }
  return counts;
}
