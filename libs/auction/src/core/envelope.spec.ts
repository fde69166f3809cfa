import { createPrivateKey, createPublicKey, diffieHellman, hkdfSync, type JsonWebKey } from 'node:crypto';
import { xchacha20poly1305 } from '@noble/ciphers/chacha.js';
import { x25519 } from '@noble/curves/ed25519.js';
import * as fc from 'fast-check';
import { AMOUNT_MINOR_MAX, sha256Hex } from '#libs/kernel';
import {
  checkEnvelopeShape,
  ENVELOPE_BYTES,
  type EnvelopeBinding,
  openEnvelope,
  sealBid,
} from './envelope.js';

const SECRET_KEY = new Uint8Array(32).fill(7);
const PUBLIC_KEY = x25519.getPublicKey(SECRET_KEY);
const BINDING: EnvelopeBinding = { auctionId: 'auc_1', bidderId: 'pty_1', sequence: 1 };

const seal = (
  priceMinor: bigint,
  {
    binding = BINDING,
    salt = new Uint8Array(32).fill(1),
    randomness = new Uint8Array(56).fill(2),
  }: { binding?: EnvelopeBinding; salt?: Uint8Array; randomness?: Uint8Array } = {},
): Uint8Array => sealBid({ auctionPublicKey: PUBLIC_KEY, ...binding, bid: { priceMinor }, salt, randomness });

const bytes = (length: number): fc.Arbitrary<Uint8Array> =>
  fc.uint8Array({ minLength: length, maxLength: length });
const anyPrice = fc.bigInt({ min: 1n, max: AMOUNT_MINOR_MAX });

describe('sealBid and openEnvelope', () => {
  it('give back what was sealed', () => {
    const anyBinding = fc.record({ auctionId: fc.string(), bidderId: fc.string(), sequence: fc.nat() });
    fc.assert(
      fc.property(anyPrice, bytes(32), bytes(56), anyBinding, (priceMinor, salt, randomness, binding) => {
        const envelope = seal(priceMinor, { binding, salt, randomness });
        expect(openEnvelope(SECRET_KEY, envelope, binding)).toEqual({
          ok: true,
          value: { priceMinor, salt },
        });
      }),
    );
  });

  it('make envelopes of one size for every price', () => {
    for (const price of [1n, 10n ** 9n, AMOUNT_MINOR_MAX]) expect(seal(price)).toHaveLength(ENVELOPE_BYTES);
  });

  it('make envelopes that have nothing in common but the version', () => {
    const one = seal(5n, { randomness: new Uint8Array(56).fill(3) });
    const other = seal(5n, { randomness: new Uint8Array(56).fill(4) });
    const equal = one.filter((byte, at) => byte === other[at]).length;
    expect(equal).toBeLessThan(ENVELOPE_BYTES / 10);
  });

  it('leave the randomness and the salt of the caller alone', () => {
    const randomness = new Uint8Array(56).fill(9);
    const salt = new Uint8Array(32).fill(9);
    seal(5n, { randomness, salt });
    expect([...randomness, ...salt].every((byte) => byte === 9)).toBe(true);
  });

  it.each([0n, -1n, AMOUNT_MINOR_MAX + 1n])('do not take %p for a bid', (price) => {
    expect(() => seal(price)).toThrow('a bid is a positive amount');
  });
});

describe('openEnvelope', () => {
  it('refuses an envelope with any single bit flipped', () => {
    const envelope = seal(123_456n);
    const refusalOfFlipped = (byte: number, bit: number): unknown => {
      const flipped = envelope.slice();
      flipped[byte] = (flipped[byte] ?? 0) ^ (1 << bit);
      return openEnvelope(SECRET_KEY, flipped, BINDING);
    };
    for (let byte = 0; byte < ENVELOPE_BYTES; byte += 1) {
      // Every bit of version, key and nonce; of what the tag covers, one bit a byte stands for all.
      const bits = byte < 57 ? [0, 1, 2, 3, 4, 5, 6, 7] : [byte % 8];
      const error = byte === 0 ? 'unknown-version' : 'not-authentic';
      for (const bit of bits) expect(refusalOfFlipped(byte, bit)).toEqual({ ok: false, error });
    }
  });

  it.each([
    ['another auction', { ...BINDING, auctionId: 'auc_2' }],
    ['another bidder', { ...BINDING, bidderId: 'pty_2' }],
    ['another sequence', { ...BINDING, sequence: 2 }],
  ])('refuses an envelope that was copied to %s', (_name, binding) => {
    expect(openEnvelope(SECRET_KEY, seal(5n), binding)).toEqual({ ok: false, error: 'not-authentic' });
  });

  it('refuses another auction’s key', () => {
    const other = new Uint8Array(32).fill(8);
    expect(openEnvelope(other, seal(5n), BINDING)).toEqual({ ok: false, error: 'not-authentic' });
  });

  it('refuses an ephemeral key of low order, whose shared secret everybody knows', () => {
    const envelope = seal(5n);
    envelope.fill(0, 1, 33);
    expect(openEnvelope(SECRET_KEY, envelope, BINDING)).toEqual({ ok: false, error: 'not-authentic' });
  });

  it('refuses every other sequence of bytes', () => {
    fc.assert(
      fc.property(bytes(ENVELOPE_BYTES), (noise) => {
        noise[0] = 1;
        expect(openEnvelope(SECRET_KEY, noise, BINDING).ok).toBe(false);
      }),
    );
  });

  it.each([0, ENVELOPE_BYTES - 1, ENVELOPE_BYTES + 1])('refuses %i bytes', (length) => {
    expect(openEnvelope(SECRET_KEY, new Uint8Array(length).fill(1), BINDING)).toEqual({
      ok: false,
      error: 'wrong-size',
    });
  });
});

describe('checkEnvelopeShape', () => {
  it('tells size and version without a key', () => {
    expect(checkEnvelopeShape(seal(5n))).toBeUndefined();
    expect(checkEnvelopeShape(seal(5n).slice(1))).toBe('wrong-size');
    expect(checkEnvelopeShape(new Uint8Array(ENVELOPE_BYTES).fill(2))).toBe('unknown-version');
  });
});

describe('the format', () => {
  it('is frozen: version 1 writes these bytes for these inputs, today and for whoever replays later', () => {
    expect(sha256Hex(seal(123_456n))).toBe(
      '89d3ff5b7ab655059b496cee052d24bcc090e30cd156d12e4c3f9abebb6e4586',
    );
  });

  it('agrees with another implementation of X25519 and HKDF about the key', () => {
    const envelope = seal(123_456n);
    const ephemeralPublic = envelope.slice(1, 33);
    const shared = diffieHellman({
      privateKey: createPrivateKey({ key: okp({ d: SECRET_KEY, x: PUBLIC_KEY }), format: 'jwk' }),
      publicKey: createPublicKey({ key: okp({ x: ephemeralPublic }), format: 'jwk' }),
    });
    const info = Buffer.concat([ephemeralPublic, PUBLIC_KEY]);
    const key = hkdfSync('sha256', shared, Buffer.from('salvor bid envelope 1'), info, 32);
    const data = Buffer.from('{"auctionId":"auc_1","bidderId":"pty_1","sequence":1,"version":1}');
    const plaintext = xchacha20poly1305(new Uint8Array(key), envelope.slice(33, 57), data).decrypt(
      envelope.slice(57),
    );
    const json = `{"priceMinor":"123456","salt":"${'01'.repeat(32)}"}`;
    expect(Buffer.from(plaintext)).toEqual(
      Buffer.concat([Uint8Array.of(0, json.length), Buffer.from(json), Buffer.alloc(246 - json.length)]),
    );
  });
});

const okp = (key: { readonly d?: Uint8Array; readonly x: Uint8Array }): JsonWebKey => ({
  kty: 'OKP',
  crv: 'X25519',
  x: Buffer.from(key.x).toString('base64url'),
  ...(key.d === undefined ? {} : { d: Buffer.from(key.d).toString('base64url') }),
});
