import { mulAddUnsafe } from '@noble/curves/abstract/curve.js';
import { ristretto255, ristretto255_hasher } from '@noble/curves/ed25519.js';
import { bytesToNumberLE, numberToBytesLE } from '@noble/curves/utils.js';
import { utf8ToBytes } from '@noble/hashes/utils.js';
import { assert } from '#libs/kernel';

const { Point } = ristretto255;

/** An element of ristretto255 (RFC 9496): a group of prime order, each element with exactly one encoding. */
export type GroupElement = InstanceType<typeof Point>;

export const ELEMENT_BYTES = 32;
export const SCALAR_BYTES = 32;

/** Scalars are integers modulo this prime: 2^252 + 27742317777372353535851937790883648493. */
export const GROUP_ORDER: bigint = Point.Fn.ORDER;

/** G of the scheme: trustees' keys and the shared secret are multiples of it. */
export const SECRET_BASE: GroupElement = Point.BASE;

/** Tables of multiples of elements that come back with every bid: a multiplication takes a tenth of the time. */
const TABLE_WINDOW_BITS = 6;

/** Prepares an element that will be multiplied many times. The table is made at the first multiplication. */
export const prepared = (element: GroupElement): GroupElement => element.precompute(TABLE_WINDOW_BITS);

/** g of the scheme: commitments are multiples of it. Hashed to the group, so that nobody knows its logarithm. */
export const COMMITMENT_BASE: GroupElement = prepared(
  ristretto255_hasher.hashToCurve(utf8ToBytes('commitment base'), { DST: 'salvor sealed bid 2' }),
);

/** Encoding takes a square root, and the same element is hashed and written again and again. */
const encodings = new WeakMap<GroupElement, Uint8Array>();

/** 32 bytes (RFC 9496, section 4.3.2). */
export function encodeElement(element: GroupElement): Uint8Array {
  const known = encodings.get(element);
  if (known !== undefined) return known;
  const bytes = element.toBytes();
  encodings.set(element, bytes);
  return bytes;
}

/** Undefined for bytes that encode no element, and for the identity, which would hide nothing. */
export function decodeElement(bytes: Uint8Array): GroupElement | undefined {
  try {
    const element = Point.fromBytes(bytes);
    if (element.is0()) return undefined;
    encodings.set(element, bytes.slice());
    return element;
  } catch {
    // The decoder rejects by throwing: wrong length, not canonical, not on the curve (RFC 9496, section 4.3.1).
    return undefined;
  }
}

/** Undefined for scalars that are not below the group's order: each has one encoding, 32 bytes, little-endian. */
export function decodeScalar(bytes: Uint8Array): bigint | undefined {
  const scalar = bytesToNumberLE(bytes);
  return bytes.length === SCALAR_BYTES && scalar < GROUP_ORDER ? scalar : undefined;
}

export const encodeScalar = (scalar: bigint): Uint8Array => numberToBytesLE(scalar, SCALAR_BYTES);

/** A scalar without measurable bias, from 64 bytes that look uniform. */
export function wideScalar(bytes: Uint8Array): bigint {
  assert(bytes.length === 2 * SCALAR_BYTES, 'a scalar is reduced from 64 bytes');
  return modOrder(bytesToNumberLE(bytes));
}

/** The representative in [0, order). */
export function modOrder(value: bigint): bigint {
  const remainder = value % GROUP_ORDER;
  return remainder < 0n ? remainder + GROUP_ORDER : remainder;
}

/** Σ scalarsᵢ · elementsᵢ with one chain of doublings. Takes a time that depends on the scalars: public ones only. */
export const publicSum = (elements: readonly GroupElement[], scalars: readonly bigint[]): GroupElement =>
  mulAddUnsafe(Point, [...elements], [...scalars]);
