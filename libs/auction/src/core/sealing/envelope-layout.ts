import { bytesToNumberLE, numberToBytesLE } from '@noble/curves/utils.js';
import { concatBytes } from '@noble/hashes/utils.js';
import { assert, err, ok, type Result } from '#libs/kernel';
import { BINDING_BYTES } from './binding.js';
import { KEY_COMMITMENT_BYTES, TAG_BYTES } from './envelope-key.js';
import type { Distribution } from './pvss/distribution.js';
import {
  decodeElement,
  decodeScalar,
  ELEMENT_BYTES,
  encodeElement,
  encodeScalar,
  type GroupElement,
  SCALAR_BYTES,
} from './pvss/group.js';
import { CHALLENGE_BYTES } from './pvss/transcript.js';
import { type SealingFrame, SEALING_VERSION } from './sealing-scheme.js';

const SIGNATURE_BYTES = 64;

/** What stands in front of the ciphertext. */
export type EnvelopeHeader = {
  readonly binding: Uint8Array;
  readonly keyCommitment: Uint8Array;
  readonly distribution: Distribution;
};

/** An envelope taken apart. `header` and `signed` are bytes of it as they were received. */
export type EnvelopeParts = EnvelopeHeader & {
  readonly header: Uint8Array;
  readonly ciphertext: Uint8Array;
  /** Everything in front of the signature. */
  readonly signed: Uint8Array;
  readonly signature: Uint8Array;
};

export type LayoutFault =
  'wrong-size' | 'unknown-version' | 'malformed-commitment' | 'malformed-share' | 'malformed-response';

const headerBytes = ({ threshold, trustees }: SealingFrame): number =>
  1 +
  BINDING_BYTES +
  KEY_COMMITMENT_BYTES +
  (threshold + trustees.length) * ELEMENT_BYTES +
  CHALLENGE_BYTES +
  trustees.length * SCALAR_BYTES;

/** The one size that envelopes of an auction have: 1,441 bytes for two of three trustees and bids of 1 KiB. */
export const envelopeBytes = (shape: SealingFrame): number =>
  headerBytes(shape) + shape.paddedBytes + TAG_BYTES + SIGNATURE_BYTES;

/**
 * Layout of the header: version (1), binding (32), key commitment (32), commitments (32 each), shares (32 each),
 * challenge (16), responses (32 each). Ciphertext with tag and the bidder's signature (64) follow. The announcement
 * fixes how many there are of each, so no length is written and there is one encoding.
 */
export const encodeHeader = ({ binding, keyCommitment, distribution }: EnvelopeHeader): Uint8Array =>
  concatBytes(
    Uint8Array.of(SEALING_VERSION),
    binding,
    keyCommitment,
    ...distribution.commitments.map(encodeElement),
    ...distribution.shares.map(encodeElement),
    numberToBytesLE(distribution.challenge, CHALLENGE_BYTES),
    ...distribution.responses.map(encodeScalar),
  );

/** Takes an envelope apart, and refuses every encoding but the one. Nothing is verified yet. Total. */
export function decodeEnvelope(
  envelope: Uint8Array,
  shape: SealingFrame,
): Result<EnvelopeParts, LayoutFault> {
  if (envelope.length !== envelopeBytes(shape)) return err('wrong-size');
  const read = reader(envelope);
  const [version] = read(1);
  if (version !== SEALING_VERSION) return err('unknown-version');
  const binding = read(BINDING_BYTES);
  const keyCommitment = read(KEY_COMMITMENT_BYTES);
  const commitments = all(shape.threshold, () => decodeElement(read(ELEMENT_BYTES)));
  if (commitments === undefined) return err('malformed-commitment');
  const shares = all(shape.trustees.length, () => decodeElement(read(ELEMENT_BYTES)));
  if (shares === undefined) return err('malformed-share');
  const challenge = bytesToNumberLE(read(CHALLENGE_BYTES));
  const responses = all(shape.trustees.length, () => decodeScalar(read(SCALAR_BYTES)));
  if (responses === undefined) return err('malformed-response');
  return ok({
    binding,
    keyCommitment,
    distribution: { commitments, shares, challenge, responses },
    header: envelope.subarray(0, headerBytes(shape)),
    ciphertext: read(shape.paddedBytes + TAG_BYTES),
    signed: envelope.subarray(0, envelope.length - SIGNATURE_BYTES),
    signature: read(SIGNATURE_BYTES),
  });
}

/** Gives out bytes one field after the other. */
function reader(bytes: Uint8Array): (length: number) => Uint8Array {
  let at = 0;
  return (length) => {
    assert(at + length <= bytes.length, 'the layout has exactly the size that was checked');
    at += length;
    return bytes.subarray(at - length, at);
  };
}

/** `count` values, or undefined as soon as one is missing. */
function all<T extends GroupElement | bigint>(
  count: number,
  next: () => T | undefined,
): readonly T[] | undefined {
  const values: T[] = [];
  while (values.length < count) {
    const value = next();
    if (value === undefined) return undefined;
    values.push(value);
  }
  return values;
}
