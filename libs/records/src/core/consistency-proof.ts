import { assert, err, ok, type Result } from '#libs/kernel';
import type { ProofFault } from './inclusion-proof.js';
import { halves, type LeafRange } from './leaf-range.js';
import { HASH_BYTES, isSameHash, type MerkleHash, nodeHash } from './merkle-hash.js';
import { type NodeAt, rangeHash } from './tree-nodes.js';

/**
 * The ranges from which both roots follow: first the one that ends where the older tree ended, then its siblings on
 * the way up in the newer tree. It is SUBPROOF(m, D_n, false) of RFC 9162, section 2.1.4.1, with the first range
 * always written out. Asserts 1 ≤ olderSize ≤ newerSize.
 */
export function prefixRanges(olderSize: number, newerSize: number): readonly LeafRange[] {
  assert(areSizes(olderSize, newerSize) && olderSize > 0, 'the older tree is a part of the newer');
  const siblings: LeafRange[] = [];
  let range: LeafRange = { start: 0, size: newerSize };
  while (range.start + range.size !== olderSize) {
    const [left, right] = halves(range);
    const endsLeft = olderSize <= right.start;
    siblings.push(endsLeft ? right : left);
    range = endsLeft ? left : right;
  }
  return [range, ...siblings.reverse()];
}

/**
 * What a consistency proof carries: PROOF(m, D_n) of RFC 9162, section 2.1.4.1. Where the older tree is one full
 * subtree of the newer, its root is known to the reader and left out. Asserts 0 ≤ olderSize ≤ newerSize.
 */
export function consistencyRanges(olderSize: number, newerSize: number): readonly LeafRange[] {
  if (olderSize === 0) return [];
  const ranges = prefixRanges(olderSize, newerSize);
  return ranges[0]?.start === 0 ? ranges.slice(1) : ranges;
}

/** That the newer tree only appended to the older. Asserts 0 ≤ olderSize ≤ newerSize. */
export const proveConsistency = (
  olderSize: number,
  newerSize: number,
  nodeAt: NodeAt,
): readonly MerkleHash[] => consistencyRanges(olderSize, newerSize).map((range) => rangeHash(range, nodeAt));

/** A tree as its head states it. */
export type TreeHead = { readonly treeSize: number; readonly root: MerkleHash };

/** Whether the newer tree begins with the older (RFC 9162, section 2.1.4.2). Total. */
export function verifyConsistency(
  older: TreeHead,
  newer: TreeHead,
  path: readonly MerkleHash[],
): Result<void, ProofFault> {
  if (!areSizes(older.treeSize, newer.treeSize)) return err('impossible-position');
  if ([older.root, newer.root, ...path].some(({ length }) => length !== HASH_BYTES))
    return err('malformed-hash');
  if (older.treeSize === 0) return path.length === 0 ? ok(undefined) : err('wrong-path-length');
  const isSubtree = prefixRanges(older.treeSize, newer.treeSize)[0]?.start === 0;
  const roots = prefixRoots(older.treeSize, newer.treeSize, isSubtree ? [older.root, ...path] : path);
  if (roots === undefined) return err('wrong-path-length');
  return isSameHash(roots.older, older.root) && isSameHash(roots.newer, newer.root)
    ? ok(undefined)
    : err('wrong-root');
}

/** The roots that hashes of {@link prefixRanges} lead to; undefined when there are too few or too many of them. */
export function prefixRoots(
  olderSize: number,
  newerSize: number,
  hashes: readonly MerkleHash[],
): { readonly older: MerkleHash; readonly newer: MerkleHash } | undefined {
  const ranges = prefixRanges(olderSize, newerSize);
  const [first, ...siblings] = hashes;
  if (first === undefined || hashes.length !== ranges.length) return undefined;
  return siblings.reduce(
    ({ older, newer }, sibling, at) =>
      (ranges[at + 1]?.start ?? 0) < olderSize
        ? { older: nodeHash(sibling, older), newer: nodeHash(sibling, newer) }
        : { older, newer: nodeHash(newer, sibling) },
    { older: first, newer: first },
  );
}

const areSizes = (older: number, newer: number): boolean =>
  Number.isSafeInteger(older) && Number.isSafeInteger(newer) && older >= 0 && older <= newer;
