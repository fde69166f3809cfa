/**
 * Holm's step-down adjustment (S. Holm 1979, Scandinavian Journal of Statistics 6, 65-70): rejecting where the
 * adjusted value is at most α keeps the chance of any false rejection at α, however the tests depend.
 *
 * @param pValues each in [0, 1]; the result is in the same order
 */
export const holmAdjusted = (pValues: readonly number[]): readonly number[] => {
  let largest = 0;
  return mapInOrder(pValues, ascending(pValues), (p, rank) => {
    largest = Math.max(largest, Math.min(1, (pValues.length - rank) * p));
    return largest;
  });
};

/**
 * Benjamini and Hochberg's adjustment (1995, JRSS B 57, 289-300): rejecting where the adjusted value is at most q
 * keeps the expected share of false rejections at q, for independent or positively dependent tests.
 *
 * @param pValues each in [0, 1]; the result is in the same order
 */
export const benjaminiHochbergAdjusted = (pValues: readonly number[]): readonly number[] => {
  let smallest = 1;
  return mapInOrder(pValues, ascending(pValues).toReversed(), (p, rank) => {
    smallest = Math.min(smallest, (pValues.length / (pValues.length - rank)) * p);
    return smallest;
  });
};

const ascending = (pValues: readonly number[]): readonly number[] =>
  pValues.map((_, index) => index).sort((a, b) => (pValues[a] ?? 0) - (pValues[b] ?? 0));

/** Visits the values in the order given and puts each result where its value stood. */
function mapInOrder(
  values: readonly number[],
  order: readonly number[],
  adjust: (value: number, rank: number) => number,
): readonly number[] {
  const results = values.map(() => 0);
  order.forEach((index, rank) => {
    results[index] = adjust(values[index] ?? 0, rank);
  });
  return results;
}
