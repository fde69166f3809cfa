import { bytesToNumberLE } from '@noble/curves/utils.js';
import { sha512 } from '@noble/hashes/sha2.js';
import { concatBytes, utf8ToBytes } from '@noble/hashes/utils.js';
import { ELEMENT_BYTES, encodeElement, type GroupElement } from './group.js';

/**
 * A challenge has 128 bits: a false proof passes with probability 2^-128 for each hash that its maker computes,
 * which is as hard as the group is (Schnorr, 1991, "Efficient Signature Generation by Smart Cards", section 2).
 * Multiplying by half the length takes half the time.
 */
export const CHALLENGE_BYTES = 16;

/**
 * The verifier's challenge of a proof without interaction (Fiat and Shamir, 1986): a hash of everything that is
 * stated and everything that was committed to. Leaving any of it out would let the prover choose it afterwards
 * (Bernhard, Pereira and Warinschi, 2012, "How not to Prove Yourself"). `label` tells proofs apart, `context` says
 * what this one is for, and lengths in front keep one list from reading as another.
 */
export function challengeOf(
  label: string,
  context: Uint8Array,
  elements: readonly (readonly GroupElement[])[],
): bigint {
  const parts = [utf8ToBytes(label), context, ...elements.map(encodeList)];
  const digest = sha512(concatBytes(...parts.flatMap((part) => [lengthOf(part), part])));
  return bytesToNumberLE(digest.subarray(0, CHALLENGE_BYTES));
}

const encodeList = (elements: readonly GroupElement[]): Uint8Array => {
  const bytes = new Uint8Array(elements.length * ELEMENT_BYTES);
  for (const [at, element] of elements.entries()) bytes.set(encodeElement(element), at * ELEMENT_BYTES);
  return bytes;
};

/** Four bytes, big-endian. */
const lengthOf = ({ length }: Uint8Array): Uint8Array => {
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setUint32(0, length);
  return bytes;
};
