import { assert, err, ok, type Result } from '#libs/kernel';
import { halves, type LeafRange } from './leaf-range.js';
import { HASH_BYTES, isSameHash, type MerkleHash, nodeHash } from './merkle-hash.js';
import { type NodeAt, rangeHash } from './tree-nodes.js';

/** Why a path does not prove what it should. */
export type ProofFault = 'impossible-position' | 'wrong-path-length' | 'malformed-hash' | 'wrong-root';

/**
 * The ranges whose hashes lead from a leaf to the root, lowest first: PATH(m, D_n) of RFC 9162, section 2.1.3.1.
 * Whoever reads nodes from a store asks for `fullSubtrees` of each. Asserts 0 ≤ leafIndex < treeSize.
 */
export function inclusionRanges(leafIndex: number, treeSize: number): readonly LeafRange[] {
  assert(isPosition(leafIndex, treeSize), 'a proof is of a leaf of the tree');
  const siblings: LeafRange[] = [];
  let range: LeafRange = { start: 0, size: treeSize };
  while (range.size > 1) {
    const [left, right] = halves(range);
    const isLeft = leafIndex < right.start;
    siblings.push(isLeft ? right : left);
    range = isLeft ? left : right;
  }
  return siblings.reverse();
}

/** The audit path of a leaf. Asserts 0 ≤ leafIndex < treeSize. */
export const proveInclusion = (leafIndex: number, treeSize: number, nodeAt: NodeAt): readonly MerkleHash[] =>
  inclusionRanges(leafIndex, treeSize).map((range) => rangeHash(range, nodeAt));

export type InclusionClaim = {
  readonly leafHash: MerkleHash;
  readonly leafIndex: number;
  readonly treeSize: number;
  readonly root: MerkleHash;
  readonly path: readonly MerkleHash[];
};

/** Whether a leaf stands at its place in the tree of that size and root (RFC 9162, section 2.1.3.2). Total. */
export function verifyInclusion(claim: InclusionClaim): Result<void, ProofFault> {
  const { leafHash, leafIndex, treeSize, root, path } = claim;
  if (!isPosition(leafIndex, treeSize)) return err('impossible-position');
  if ([leafHash, root, ...path].some(({ length }) => length !== HASH_BYTES)) return err('malformed-hash');
  const siblings = inclusionRanges(leafIndex, treeSize);
  if (path.length !== siblings.length) return err('wrong-path-length');
  const computed = path.reduce(
    (hash, sibling, at) =>
      (siblings[at]?.start ?? 0) < leafIndex ? nodeHash(sibling, hash) : nodeHash(hash, sibling),
    leafHash,
  );
  return isSameHash(computed, root) ? ok(undefined) : err('wrong-root');
}

const isPosition = (leafIndex: number, treeSize: number): boolean =>
  Number.isSafeInteger(leafIndex) && Number.isSafeInteger(treeSize) && leafIndex >= 0 && leafIndex < treeSize;
