/**
 * The positions of a sequence of non-negative integers, ordered by the suffix that starts there. By prefix
 * doubling (Manber and Myers, "Suffix Arrays", 1993) with a counting sort in each round: O(n log n).
 */
export function suffixArray(tokens: Int32Array): Int32Array {
  const length = tokens.length;
  let ranks: Int32Array = denseRanks(tokens);
  let order = countingSort(identity(length), (position) => ranks[position] ?? 0);
  for (let width = 1; width < length && !allDistinct(ranks, order); width *= 2) {
    const second = (position: number): number =>
      position + width < length ? (ranks[position + width] ?? 0) + 1 : 0;
    const bySecond = countingSort(identity(length), second);
    order = countingSort(bySecond, (position) => ranks[position] ?? 0);
    ranks = reRanked(order, ranks, second);
  }
  return order;
}

const identity = (length: number): Int32Array => Int32Array.from({ length }, (_, position) => position);

/** Ranks from 0 without gaps, in the order of the tokens. */
function denseRanks(tokens: Int32Array): Int32Array {
  const rankOf = new Map([...new Set(tokens)].sort((a, b) => a - b).map((token, rank) => [token, rank]));
  return tokens.map((token) => rankOf.get(token) ?? 0);
}

/** Stable; keys are integers from 0 to at most the number of positions. */
function countingSort(positions: Int32Array, keyOf: (position: number) => number): Int32Array {
  const starts = new Int32Array(positions.length + 2);
  for (const position of positions) {
    const after = keyOf(position) + 1;
    starts[after] = (starts[after] ?? 0) + 1;
  }
  for (let key = 1; key < starts.length; key += 1) starts[key] = (starts[key] ?? 0) + (starts[key - 1] ?? 0);
  const sorted = new Int32Array(positions.length);
  for (const position of positions) {
    const key = keyOf(position);
    const place = starts[key] ?? 0;
    starts[key] = place + 1;
    sorted[place] = position;
  }
  return sorted;
}

/** New ranks, equal only where both halves of the prefix were. */
function reRanked(order: Int32Array, ranks: Int32Array, second: (position: number) => number): Int32Array {
  const renewed = new Int32Array(order.length);
  let rank = 0;
  for (let place = 1; place < order.length; place += 1) {
    const [before, here] = [order[place - 1] ?? 0, order[place] ?? 0];
    if (ranks[before] !== ranks[here] || second(before) !== second(here)) rank += 1;
    renewed[here] = rank;
  }
  return renewed;
}

const allDistinct = (ranks: Int32Array, order: Int32Array): boolean =>
  ranks[order[order.length - 1] ?? 0] === order.length - 1;
