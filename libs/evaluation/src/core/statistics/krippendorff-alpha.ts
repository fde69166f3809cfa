import { assertDefined, ok } from '#libs/kernel';
import { refuse, type Statistic } from './refusal.js';

/** How far apart two ratings are: all alike, by rank, or by value. */
export type RatingScale = 'nominal' | 'ordinal' | 'interval';

/** Squared difference of two of the ratings, by their places in the order of all distinct ratings. */
type Difference = (first: number, second: number) => number;

/**
 * Reliability of ratings by any number of raters, with missing ratings (K. Krippendorff 2011, "Computing
 * Krippendorff's alpha-reliability"): 1 is perfect agreement, 0 what chance gives, below 0 systematic disagreement.
 *
 * @param ratings a list for each rater, a place in it for each unit; null where a rater gave none
 */
export function krippendorffAlpha(
  ratings: readonly (readonly (number | null)[])[],
  scale: RatingScale,
): Statistic {
  const units = pairableUnits(ratings);
  const values = [...new Set(units.flat())].sort((a, b) => a - b);
  if (values.length === 0) return refuse('no-pairable-ratings', 'no unit was rated twice');
  if (values.length === 1) return refuse('zero-variance', 'all ratings are alike');
  const placeOf = new Map(values.map((value, place) => [value, place]));
  const totals = values.map(() => 0);
  const unitCounts = units.map((unit) => {
    const counts = values.map(() => 0);
    for (const value of unit) {
      const place = assertDefined(placeOf.get(value), 'every rating has its place');
      counts[place] = (counts[place] ?? 0) + 1;
      totals[place] = (totals[place] ?? 0) + 1;
    }
    return { counts, rated: unit.length };
  });
  const difference = differenceOn(scale, values, totals);
  const ratingCount = totals.reduce((sum, total) => sum + total, 0);
  const observed = unitCounts.reduce(
    (sum, { counts, rated }) => sum + disagreement(counts, difference) / (rated - 1),
    0,
  );
  const expected = disagreement(totals, difference) / (ratingCount - 1);
  return ok(1 - observed / expected);
}

/** Ratings by unit; a unit that fewer than two rated says nothing of agreement. */
function pairableUnits(ratings: readonly (readonly (number | null)[])[]): readonly (readonly number[])[] {
  const unitCount = Math.max(0, ...ratings.map((row) => row.length));
  return Array.from({ length: unitCount }, (_, unit) => ratings.flatMap((row) => row[unit] ?? [])).filter(
    (unit) => unit.length >= 2,
  );
}

/** Sum of the differences over all ordered pairs. */
function disagreement(counts: readonly number[], difference: Difference): number {
  let sum = 0;
  counts.forEach((count, first) => {
    if (count === 0) return;
    for (let second = first + 1; second < counts.length; second += 1)
      sum += 2 * count * (counts[second] ?? 0) * difference(first, second);
  });
  return sum;
}

function differenceOn(scale: RatingScale, values: readonly number[], totals: readonly number[]): Difference {
  if (scale === 'nominal') return (first, second) => (first === second ? 0 : 1);
  // On ranks two ratings lie as many ratings apart as were given between them, each end counting half.
  const positions = scale === 'interval' ? values : midPositions(totals);
  return (first, second) => ((positions[first] ?? 0) - (positions[second] ?? 0)) ** 2;
}

function midPositions(totals: readonly number[]): readonly number[] {
  let before = 0;
  return totals.map((total) => {
    before += total;
    return before - total / 2;
  });
}
