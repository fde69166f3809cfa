import { assertDefined } from '#libs/kernel';

type Exchange = readonly [left: number, right: number];

/** Above this many parameters exchanges of two pairs are too many to look at. */
const PARAMETERS_MAX = 6;

/**
 * The point with one pair of its parameters exchanged, or two pairs. Terms of one form, such as two exponentials
 * in a sum, may stand in for each other, and then one of these points fits as well under other names.
 */
export function exchanges(point: readonly number[]): readonly (readonly number[])[] {
  if (point.length > PARAMETERS_MAX) return [];
  const single = point.flatMap((_, left) =>
    point.slice(left + 1).map((_value, offset): Exchange => [left, left + 1 + offset]),
  );
  const double = single.flatMap((first, index) =>
    single.slice(index + 1).flatMap((second) => (overlap(first, second) ? [] : [[first, second]])),
  );
  return [...single.map((exchange) => [exchange]), ...double].map((pairs) => exchanged(point, pairs));
}

const overlap = (first: Exchange, second: Exchange): boolean => first.some((index) => second.includes(index));

function exchanged(point: readonly number[], pairs: readonly Exchange[]): readonly number[] {
  const at = (index: number): number => assertDefined(point[index], 'inside the point');
  const result = [...point];
  for (const [left, right] of pairs) [result[left], result[right]] = [at(right), at(left)];
  return result;
}
