import { assertDefined } from '#libs/kernel';
import { fullSubtrees, type LeafRange, type NodeId } from './leaf-range.js';
import { type MerkleHash, nodeHash } from './merkle-hash.js';

/** Looks up a stored node. It is only asked for nodes of full subtrees inside the tree in question. */
export type NodeAt = (id: NodeId) => MerkleHash;

/** All full subtrees over some leaves, for whoever holds every leaf anyway. Asserts on nodes that are not there. */
export function treeNodes(leafHashes: readonly MerkleHash[]): NodeAt {
  const levels: (readonly MerkleHash[])[] = [leafHashes];
  let below = leafHashes;
  while (below.length > 1) {
    below = pairwise(below);
    levels.push(below);
  }
  return ({ level, index }) =>
    assertDefined(levels[level]?.[index], `no node ${String(index)} at level ${String(level)}`);
}

/** The nodes over each two; one that is left over has no full subtree above it. */
const pairwise = (hashes: readonly MerkleHash[]): readonly MerkleHash[] =>
  hashes.flatMap((right, at) => {
    const left = hashes[at - 1];
    return at % 2 === 1 && left !== undefined ? [nodeHash(left, right)] : [];
  });

/** The hash of the node over a range, from the stored nodes that it consists of: O(log n) look-ups. */
export function rangeHash(range: LeafRange, nodeAt: NodeAt): MerkleHash {
  const [last, ...others] = fullSubtrees(range).map(nodeAt).reverse();
  return others.reduce((hash, left) => nodeHash(left, hash), assertDefined(last, 'a range has a leaf'));
}
