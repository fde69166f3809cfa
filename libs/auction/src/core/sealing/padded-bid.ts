import { bytesToHex, hexToBytes, utf8ToBytes } from '@noble/hashes/utils.js';
import { assert, canonicalJson, err, type Json, ok, parseJson, type Result } from '#libs/kernel';

export const SALT_BYTES = 32;

/** A bid in clear. What it may say is up to the auction's format. */
export type BidContent = {
  readonly bid: Json;
  /** 32 bytes that only the bidder knew until the opening: they feed the tie seed. */
  readonly salt: Uint8Array;
};

/** Holds the length of the largest bid. */
const LENGTH_BYTES = 2;

/**
 * Two bytes of length (big-endian), the RFC 8785 bytes of bid and salt, zeros up to `paddedBytes`. Refuses a bid
 * that does not fit.
 */
export function encodePaddedBid(
  { bid, salt }: BidContent,
  paddedBytes: number,
): Result<Uint8Array, 'bid-too-large'> {
  assert(salt.length === SALT_BYTES, 'a salt has 32 bytes');
  const json = utf8ToBytes(canonicalJson({ bid, salt: bytesToHex(salt) }));
  if (LENGTH_BYTES + json.length > paddedBytes) return err('bid-too-large');
  const padded = new Uint8Array(paddedBytes);
  new DataView(padded.buffer).setUint16(0, json.length);
  padded.set(json, LENGTH_BYTES);
  return ok(padded);
}

/** Undefined unless the bytes are exactly what {@link encodePaddedBid} writes for some bid and salt. Total. */
export function decodePaddedBid(padded: Uint8Array): BidContent | undefined {
  const length = ((padded[0] ?? 0) << 8) | (padded[1] ?? 0);
  const json = parseJson(new TextDecoder().decode(padded.subarray(LENGTH_BYTES, LENGTH_BYTES + length)));
  if (!json.ok || !isContent(json.value)) return undefined;
  const content = { bid: json.value.bid, salt: hexToBytes(json.value.salt) };
  const expected = encodePaddedBid(content, padded.length);
  return expected.ok && expected.value.every((byte, at) => byte === padded[at]) ? content : undefined;
}

const isContent = (value: Json): value is { readonly bid: Json; readonly salt: string } =>
  typeof value === 'object' &&
  value !== null &&
  'bid' in value &&
  'salt' in value &&
  typeof value.salt === 'string' &&
  /^[0-9a-f]{64}$/.test(value.salt);
