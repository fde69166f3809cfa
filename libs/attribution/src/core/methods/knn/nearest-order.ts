/** Points of one dimension, row after row in one array. */
export type PointSet = {
  readonly count: number;
  readonly dimension: number;
  readonly coordinates: Float64Array;
};

/** Rows of equal length, laid out flat. */
export function pointSet(rows: readonly (readonly number[])[]): PointSet {
  const dimension = rows[0]?.length ?? 0;
  const coordinates = new Float64Array(rows.length * dimension);
  for (const [row, features] of rows.entries()) coordinates.set(features, row * dimension);
  return { count: rows.length, dimension, coordinates };
}

const DIGIT_BITS = 11;
const BUCKETS = 1 << DIGIT_BITS;

/** Scratch memory for ordering one set of points again and again. */
export type OrderScratch = {
  readonly distances: Float64Array;
  /** The same memory as 32-bit words, two a distance. */
  readonly words: Uint32Array;
  readonly order: [Uint32Array, Uint32Array];
  readonly starts: Uint32Array;
};

export function orderScratch(count: number): OrderScratch {
  const distances = new Float64Array(count);
  return {
    distances,
    words: new Uint32Array(distances.buffer),
    order: [new Uint32Array(count), new Uint32Array(count)],
    starts: new Uint32Array(BUCKETS),
  };
}

/**
 * The indices of the points from the nearest to the farthest of a row of another set, by Euclidean distance; equal
 * distances by index. Squared distances are not negative, so that their bits order as they do: a stable radix sort
 * over six digits of eleven bits, whose passes over a digit that all share are left out. The answer is valid until
 * the scratch memory is used again.
 */
export function nearestFirst(
  points: PointSet,
  others: PointSet,
  row: number,
  scratch: OrderScratch,
): Uint32Array {
  measure(points, others, row, scratch.distances);
  const highWord = new Uint8Array(Uint32Array.of(1).buffer)[0] === 1 ? 1 : 0;
  let [order, spare] = scratch.order;
  for (let index = 0; index < points.count; index += 1) order[index] = index;
  for (const [word, shift] of DIGITS) {
    const offset = word === 'high' ? highWord : 1 - highWord;
    if (!countDigits(scratch, offset, shift)) continue;
    placeByDigit(scratch, offset, shift, order, spare);
    [order, spare] = [spare, order];
  }
  return order;
}

/** Eleven, eleven and ten bits of each word, the least significant first. */
const DIGITS = [
  ['low', 0],
  ['low', 11],
  ['low', 22],
  ['high', 0],
  ['high', 11],
  ['high', 22],
] as const;

/** Squared Euclidean distances, their terms added in the order of the coordinates. */
function measure(points: PointSet, others: PointSet, row: number, distances: Float64Array): void {
  const { count, dimension, coordinates } = points;
  const from = others.coordinates.subarray(row * dimension, (row + 1) * dimension);
  for (let point = 0, at = 0; point < count; point += 1) {
    let sum = 0;
    for (let axis = 0; axis < dimension; axis += 1, at += 1) {
      const difference = (coordinates[at] ?? 0) - (from[axis] ?? 0);
      sum += difference * difference;
    }
    distances[point] = sum;
  }
}

/** Sets where each bucket starts; false when all points fall into one. */
function countDigits({ words, starts }: OrderScratch, offset: number, shift: number): boolean {
  starts.fill(0);
  const count = words.length / 2;
  for (let at = offset; at < words.length; at += 2) {
    const digit = ((words[at] ?? 0) >>> shift) & (BUCKETS - 1);
    starts[digit] = (starts[digit] ?? 0) + 1;
  }
  if (starts[((words[offset] ?? 0) >>> shift) & (BUCKETS - 1)] === count) return false;
  let next = 0;
  for (let digit = 0; digit < BUCKETS; digit += 1) {
    const size = starts[digit] ?? 0;
    starts[digit] = next;
    next += size;
  }
  return true;
}

function placeByDigit(
  { words, starts }: OrderScratch,
  offset: number,
  shift: number,
  from: Uint32Array,
  to: Uint32Array,
): void {
  for (const point of from) {
    const digit = ((words[2 * point + offset] ?? 0) >>> shift) & (BUCKETS - 1);
    const place = starts[digit] ?? 0;
    starts[digit] = place + 1;
    to[place] = point;
  }
}
