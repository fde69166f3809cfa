import { sha256 } from '@noble/hashes/sha2.js';
import { concatBytes } from '@noble/hashes/utils.js';

/** A SHA-256 value: 32 bytes. */
export type MerkleHash = Uint8Array;

export const HASH_BYTES = 32;

/** Leaves and nodes begin differently, so that neither can be passed off as the other. */
const LEAF = Uint8Array.of(0);
const NODE = Uint8Array.of(1);

/** The root of a tree without leaves: SHA-256 of nothing (RFC 9162, section 2.1.1). */
export const EMPTY_ROOT: MerkleHash = sha256(new Uint8Array());

/** The hash of a log entry as a leaf: SHA-256(0x00 ‖ entry) (RFC 9162, section 2.1.1). */
export const leafHash = (entry: Uint8Array): MerkleHash => sha256(concatBytes(LEAF, entry));

/** The hash over two subtrees: SHA-256(0x01 ‖ left ‖ right) (RFC 9162, section 2.1.1). */
export const nodeHash = (left: MerkleHash, right: MerkleHash): MerkleHash =>
  sha256(concatBytes(NODE, left, right));

/** Equality of public values: it takes no constant time. */
export const isSameHash = (a: MerkleHash, b: MerkleHash): boolean =>
  a.length === b.length && a.every((byte, at) => byte === b[at]);
