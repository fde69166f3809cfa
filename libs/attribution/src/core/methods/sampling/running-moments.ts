/** Mean and spread of a stream of observations. */
export type Moments = { readonly count: number; readonly mean: number; readonly squares: number };

export const NO_MOMENTS: Moments = { count: 0, mean: 0, squares: 0 };

/** Takes one observation in (Welford, "Note on a Method for Calculating Corrected Sums of Squares", 1962). */
export function observed({ count, mean, squares }: Moments, value: number): Moments {
  const next = mean + (value - mean) / (count + 1);
  return { count: count + 1, mean: next, squares: squares + (value - mean) * (value - next) };
}

/** Variance of the mean; at least two observations. */
export const varianceOfMean = ({ count, squares }: Moments): number => squares / (count - 1) / count;
