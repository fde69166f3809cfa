import { assert, assertDefined } from '#libs/kernel';
import type { NodeId } from './leaf-range.js';
import { EMPTY_ROOT, HASH_BYTES, type MerkleHash, nodeHash } from './merkle-hash.js';

/**
 * All that is needed to append to a tree and to know its root: the hashes of its full subtrees from large to small,
 * one for each 1 in the binary digits of `treeSize` (Crosby and Wallach, 2009, "Efficient Data Structures for
 * Tamper-Evident Logging").
 */
export type Frontier = { readonly treeSize: number; readonly peaks: readonly MerkleHash[] };

export const EMPTY_FRONTIER: Frontier = { treeSize: 0, peaks: [] };

/** A node that an append completed, the leaf first. Proofs are made of them: see `nodeAt` of the proofs. */
export type CompletedNode = NodeId & { readonly hash: MerkleHash };

/** The tree with one leaf more, and the nodes that became complete. At most log₂ n hashes, two on average. */
export function appendLeaf(
  { treeSize, peaks }: Frontier,
  leaf: MerkleHash,
): { readonly frontier: Frontier; readonly completed: readonly CompletedNode[] } {
  assert(treeSize < Number.MAX_SAFE_INTEGER, 'a log has at most 2^53 - 1 leaves');
  assert(leaf.length === HASH_BYTES, 'a leaf hash has 32 bytes');
  const left = [...peaks];
  let node: CompletedNode = { level: 0, index: treeSize, hash: leaf };
  const completed = [node];
  while (node.index % 2 === 1) {
    const sibling = assertDefined(left.pop(), 'a frontier has a peak for each 1 of its size');
    node = { level: node.level + 1, index: (node.index - 1) / 2, hash: nodeHash(sibling, node.hash) };
    completed.push(node);
  }
  return { frontier: { treeSize: treeSize + 1, peaks: [...left, node.hash] }, completed };
}

/** The root of the tree: MTH(D_n) of RFC 9162, section 2.1.1. */
export function frontierRoot({ peaks }: Frontier): MerkleHash {
  const [last, ...others] = [...peaks].reverse();
  return last === undefined ? EMPTY_ROOT : others.reduce((root, peak) => nodeHash(peak, root), last);
}
