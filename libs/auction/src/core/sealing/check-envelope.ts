import { ed25519 } from '@noble/curves/ed25519.js';
import { hexToBytes } from '@noble/hashes/utils.js';
import { err, ok, type Result, sha256Hex } from '#libs/kernel';
import { bindingOf, type EnvelopeOwner } from './binding.js';
import { decodeEnvelope, type EnvelopeParts, type LayoutFault } from './envelope-layout.js';
import { verifyDistribution } from './pvss/distribution.js';
import type { SealedAuction } from './sealed-auction.js';
import type { SealingFrame } from './sealing-scheme.js';

/** Why an envelope is not taken, in the order in which it is found out. */
export type SealFault = LayoutFault | 'bound-elsewhere' | 'not-signed-by-bidder' | 'inconsistent-shares';

/** The same of an envelope of an auction: a standing order may also be of a book that the auction does not admit. */
export type EnvelopeRefusal = 'book-not-admitted' | SealFault;

/** An envelope of which all is in order that can be known while it is sealed. */
export type CheckedEnvelope = EnvelopeParts & {
  /** SHA-256 of the envelope, in hexadecimal. */
  readonly digest: string;
};

/**
 * What the door asks, and what anybody can ask: is this an envelope of this auction, of this bidder, for this
 * sequence, unaltered, and will it open for any `threshold` trustees? Total. It takes no secret and learns nothing of
 * the bid. What is cheap is asked first, so that refusing rubbish costs little.
 *
 * A copied envelope stops at the binding; with the binding rewritten it stops at the signature; signed anew it stops
 * at the shares, because the proof is made for one binding and the copier does not know the polynomial.
 */
export function checkEnvelope(
  auction: SealedAuction,
  owner: EnvelopeOwner,
  envelope: Uint8Array,
): Result<CheckedEnvelope, EnvelopeRefusal> {
  if (owner.order !== undefined && owner.order.bookDigest !== auction.orderBookDigest)
    return err('book-not-admitted');
  return checkSeal(auction, bindingOf(auction, owner), owner.bidderPublicKey, envelope);
}

/** The same of an envelope that has to be bound to `expected`, whatever that stands for. */
export function checkSeal(
  frame: SealingFrame,
  expected: Uint8Array,
  bidderPublicKey: string,
  envelope: Uint8Array,
): Result<CheckedEnvelope, SealFault> {
  const decoded = decodeEnvelope(envelope, frame);
  if (!decoded.ok) return decoded;
  const { binding, signed, signature, distribution } = decoded.value;
  if (!binding.every((byte, at) => byte === expected[at])) return err('bound-elsewhere');
  if (!isSigned(signed, signature, bidderPublicKey)) return err('not-signed-by-bidder');
  const trusteeKeys = frame.trustees.map(({ publicKey }) => publicKey);
  if (!verifyDistribution({ context: binding, trusteeKeys }, distribution)) return err('inconsistent-shares');
  return ok({ ...decoded.value, digest: sha256Hex(envelope) });
}

/**
 * By the strict rules of RFC 8032, section 5.1.7: nobody can make a second signature, and so a second envelope, of it.
 * An envelope begins with its version and no document does, so no other signature of the bidder fits it.
 */
const isSigned = (signed: Uint8Array, signature: Uint8Array, publicKey: string): boolean =>
  /^[0-9a-f]{64}$/.test(publicKey) &&
  ed25519.verify(signature, signed, hexToBytes(publicKey), { zip215: false });
