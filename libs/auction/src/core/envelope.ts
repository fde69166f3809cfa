import { xchacha20poly1305 } from '@noble/ciphers/chacha.js';
import { x25519 } from '@noble/curves/ed25519.js';
import { hkdf } from '@noble/hashes/hkdf.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, concatBytes, hexToBytes, utf8ToBytes } from '@noble/hashes/utils.js';
import { AMOUNT_MINOR_MAX, assert, canonicalJson, err, ok, parseJson, type Result } from '#libs/kernel';

/** The first byte of every envelope. Another scheme gets another number; this one opens version 1 only. */
export const ENVELOPE_VERSION = 1;

const KEY_BYTES = 32;
const NONCE_BYTES = 24;
const TAG_BYTES = 16;
export const SALT_BYTES = 32;

/** Every bid is padded to this, so that the length of an envelope says nothing about the price. */
const PLAINTEXT_BYTES = 248;

/** 321: a multiple of 3, so that base64url needs no padding and has one spelling. */
export const ENVELOPE_BYTES = 1 + KEY_BYTES + NONCE_BYTES + PLAINTEXT_BYTES + TAG_BYTES;

/** What {@link sealBid} uses up: a fresh secret key and a fresh nonce. */
export const SEALING_RANDOMNESS_BYTES = KEY_BYTES + NONCE_BYTES;

/** Whose envelope it is and for what. Ids as the outside world writes them. */
export type EnvelopeBinding = {
  readonly auctionId: string;
  readonly bidderId: string;
  /** 1 for a bidder's first envelope, one more for every revision. */
  readonly sequence: number;
};

export type OpenedBid = {
  readonly priceMinor: bigint;
  /** 32 bytes that only the bidder knew: they keep the price from being guessed and feed the tie seed. */
  readonly salt: Uint8Array;
};

export type EnvelopeRefusal = 'wrong-size' | 'unknown-version' | 'not-authentic' | 'malformed-bid';

/**
 * Seals a bid for whoever holds the auction's secret key: ephemeral X25519 (RFC 7748), HKDF-SHA256 (RFC 5869) and
 * XChaCha20-Poly1305 (draft-irtf-cfrg-xchacha-03). Auction, bidder, sequence and version are associated data:
 * a copied envelope opens for nobody else.
 *
 * Layout: version (1), ephemeral public key (32), nonce (24), ciphertext and tag (264). `randomness` must be 56
 * fresh random bytes, `salt` 32. Asserts sizes and 1 ≤ priceMinor ≤ 2^63 − 1.
 */
export function sealBid({
  auctionPublicKey,
  bid,
  salt,
  randomness,
  ...binding
}: EnvelopeBinding & {
  readonly auctionPublicKey: Uint8Array;
  readonly bid: { readonly priceMinor: bigint };
  readonly salt: Uint8Array;
  readonly randomness: Uint8Array;
}): Uint8Array {
  assert(salt.length === SALT_BYTES, 'a salt has 32 bytes');
  assert(randomness.length === SEALING_RANDOMNESS_BYTES, 'sealing takes 56 random bytes');
  assert(isPrice(bid.priceMinor), `a bid is a positive amount: ${bid.priceMinor.toString()}`);
  const ephemeralSecret = randomness.slice(0, KEY_BYTES);
  const nonce = randomness.slice(KEY_BYTES);
  const ephemeralPublic = x25519.getPublicKey(ephemeralSecret);
  const shared = x25519.getSharedSecret(ephemeralSecret, auctionPublicKey);
  const key = deriveKey(shared, ephemeralPublic, auctionPublicKey);
  const sealed = xchacha20poly1305(key, nonce, associatedData(binding)).encrypt(
    encodeBid(bid.priceMinor, salt),
  );
  return concatBytes(Uint8Array.of(ENVELOPE_VERSION), ephemeralPublic, nonce, sealed);
}

/** Opens an envelope under the binding it was handed in with. Total: whatever the bytes are, a refusal is a value. */
export function openEnvelope(
  secretKey: Uint8Array,
  envelope: Uint8Array,
  binding: EnvelopeBinding,
): Result<OpenedBid, EnvelopeRefusal> {
  const fault = checkEnvelopeShape(envelope);
  if (fault !== undefined) return err(fault);
  const ephemeralPublic = envelope.slice(1, 1 + KEY_BYTES);
  const nonce = envelope.slice(1 + KEY_BYTES, 1 + KEY_BYTES + NONCE_BYTES);
  const sealed = envelope.slice(1 + KEY_BYTES + NONCE_BYTES);
  const publicKey = x25519.getPublicKey(secretKey);
  let plaintext: Uint8Array;
  try {
    const shared = x25519.getSharedSecret(secretKey, ephemeralPublic);
    const key = deriveKey(shared, ephemeralPublic, publicKey);
    plaintext = xchacha20poly1305(key, nonce, associatedData(binding)).decrypt(sealed);
  } catch {
    // Both reject by throwing: a point of low order, a tag that does not match.
    return err('not-authentic');
  }
  const bid = decodeBid(plaintext);
  return bid === undefined ? err('malformed-bid') : ok(bid);
}

/** What can be told without the key; undefined when the bytes may be an envelope. */
export function checkEnvelopeShape(envelope: Uint8Array): EnvelopeRefusal | undefined {
  if (envelope.length !== ENVELOPE_BYTES) return 'wrong-size';
  return envelope[0] === ENVELOPE_VERSION ? undefined : 'unknown-version';
}

/**
 * Both public keys enter, as in RFC 9180, section 4.1: X25519 ignores the top bit of a public key, and without
 * them an envelope could be altered there and still open.
 */
const deriveKey = (shared: Uint8Array, ephemeralPublic: Uint8Array, auctionPublic: Uint8Array): Uint8Array =>
  hkdf(
    sha256,
    shared,
    utf8ToBytes('salvor bid envelope 1'),
    concatBytes(ephemeralPublic, auctionPublic),
    KEY_BYTES,
  );

const associatedData = ({ auctionId, bidderId, sequence }: EnvelopeBinding): Uint8Array =>
  utf8ToBytes(canonicalJson({ auctionId, bidderId, sequence, version: ENVELOPE_VERSION }));

/** Two bytes of length (big-endian), RFC 8785 JSON, zeros. */
function encodeBid(priceMinor: bigint, salt: Uint8Array): Uint8Array {
  const json = utf8ToBytes(bidJson({ priceMinor, salt }));
  const padded = new Uint8Array(PLAINTEXT_BYTES);
  padded.set([json.length >> 8, json.length & 0xff]);
  padded.set(json, 2);
  return padded;
}

const bidJson = ({ priceMinor, salt }: OpenedBid): string =>
  canonicalJson({ priceMinor: priceMinor.toString(), salt: bytesToHex(salt) });

/** Undefined unless the plaintext is exactly what {@link encodeBid} writes for its price and salt. */
function decodeBid(plaintext: Uint8Array): OpenedBid | undefined {
  const length = ((plaintext[0] ?? 0) << 8) | (plaintext[1] ?? 0);
  const text = new TextDecoder().decode(plaintext.slice(2, 2 + length));
  const json = parseJson(text);
  if (!json.ok || typeof json.value !== 'object' || json.value === null) return undefined;
  const { priceMinor, salt } = json.value as { readonly priceMinor?: unknown; readonly salt?: unknown };
  if (typeof priceMinor !== 'string' || !/^[1-9]\d{0,18}$/.test(priceMinor)) return undefined;
  if (typeof salt !== 'string' || !/^[0-9a-f]{64}$/.test(salt)) return undefined;
  const bid = { priceMinor: BigInt(priceMinor), salt: hexToBytes(salt) };
  const expected = encodeBid(bid.priceMinor, bid.salt);
  const isExact =
    plaintext.length === expected.length && plaintext.every((byte, at) => byte === expected[at]);
  return isExact && isPrice(bid.priceMinor) ? bid : undefined;
}

const isPrice = (priceMinor: bigint): boolean => priceMinor >= 1n && priceMinor <= AMOUNT_MINOR_MAX;
