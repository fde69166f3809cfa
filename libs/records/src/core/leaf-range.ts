import { assert } from '#libs/kernel';

/** Consecutive leaves with one node over them in some tree: `size` leaves, at least one, from `start` on. */
export type LeafRange = { readonly start: number; readonly size: number };

/** A node over 2^level leaves, the `index`-th of its level from the left. Once there, it never changes. */
export type NodeId = { readonly level: number; readonly index: number };

/** Where a tree of `size` ≥ 2 leaves is split: the largest power of two below it (RFC 9162, section 2.1.1). */
export function splitPoint(size: number): number {
  let power = 1;
  while (power * 2 < size) power *= 2;
  return power;
}

/** The two ranges under the node over `range`. */
export function halves({ start, size }: LeafRange): readonly [left: LeafRange, right: LeafRange] {
  const split = splitPoint(size);
  return [
    { start, size: split },
    { start: start + split, size: size - split },
  ];
}

/**
 * The full subtrees that a range consists of, from left to right and from large to small: those are what a log
 * stores. Asserts that the range stands where a tree can have a node over it.
 */
export function fullSubtrees({ start, size }: LeafRange): readonly NodeId[] {
  const subtrees: NodeId[] = [];
  let at = start;
  let left = size;
  while (left > 0) {
    const [level, width] = largestPower(left);
    assert(at % width === 0, 'a range begins at a multiple of its largest subtree');
    subtrees.push({ level, index: at / width });
    at += width;
    left -= width;
  }
  return subtrees;
}

/** The largest power of two that is not above `size`, and its exponent. Exact up to 2^53, unlike bit operators. */
function largestPower(size: number): readonly [exponent: number, power: number] {
  let exponent = 0;
  let power = 1;
  while (power * 2 <= size) {
    power *= 2;
    exponent += 1;
  }
  return [exponent, power];
}
