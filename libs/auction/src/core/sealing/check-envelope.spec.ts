import * as fc from 'fast-check';
import { sha256Hex } from '#libs/kernel';
import { bindingOf } from './binding.js';
import { checkEnvelope } from './check-envelope.js';
import { envelopeBytes } from './envelope-layout.js';
import { sealEnvelope } from './seal-envelope.js';
import {
  announcementOf,
  ANNA,
  AUCTION,
  auctionOf,
  BERT,
  BID,
  filled,
  OWNER,
  seal,
  signedAgain,
  withByteFlipped,
} from './sealing-fixture.js';

const { envelope: ENVELOPE } = seal();

/** Where the fields of an envelope for two of three trustees begin. */
const AT = { binding: 1, keyCommitment: 33, commitments: 65, shares: 129, challenge: 225, responses: 241 };
const CIPHERTEXT_AT = 337;
const SIGNATURE_AT = 1_377;

const refusal = (envelope: Uint8Array, owner = OWNER, auction = AUCTION): string => {
  const checked = checkEnvelope(auction, owner, envelope);
  return checked.ok ? 'taken' : checked.error;
};

const with32 = (at: number, bytes: Uint8Array): Uint8Array => {
  const changed = ENVELOPE.slice();
  changed.set(bytes, at);
  return signedAgain(changed, ANNA.secretKey);
};

describe('checkEnvelope', () => {
  it('takes what was sealed, and names it by its digest', () => {
    expect(checkEnvelope(AUCTION, OWNER, ENVELOPE)).toMatchObject({
      ok: true,
      value: { digest: sha256Hex(ENVELOPE) },
    });
  });

  it.each([
    [2, 2, 1_024],
    [3, 5, 4_096],
    [5, 5, 16_384],
  ])('takes envelopes for %i of %i trustees and %i bytes', (threshold, trusteeCount, paddedBytes) => {
    const auction = auctionOf(announcementOf({ threshold, trusteeCount, paddedBytes }));
    const { envelope } = seal({ auction });
    expect(envelope).toHaveLength(161 + 32 * threshold + 64 * trusteeCount + paddedBytes);
    expect(refusal(envelope, OWNER, auction)).toBe('taken');
  });

  it('refuses an envelope with any byte of it flipped, and says where it stopped', () => {
    const reasons = new Map<string, number>();
    const flips = Array.from(ENVELOPE, (_byte, at) => ({
      at,
      bits: at < CIPHERTEXT_AT ? [0, 7] : [at % 8],
    }));
    for (const { at, bit } of flips.flatMap(({ at, bits }) => bits.map((bit) => ({ at, bit })))) {
      const reason = refusal(withByteFlipped(ENVELOPE, at, 1 << bit));
      reasons.set(reason, (reasons.get(reason) ?? 0) + 1);
      if (at === 0) expect(reason).toBe('unknown-version');
      else if (at < AT.keyCommitment) expect(reason).toBe('bound-elsewhere');
      else if (at < AT.commitments) expect(reason).toBe('not-signed-by-bidder');
      else if (at < AT.shares) expect(['malformed-commitment', 'not-signed-by-bidder']).toContain(reason);
      else if (at < AT.challenge) expect(['malformed-share', 'not-signed-by-bidder']).toContain(reason);
      else if (at < AT.responses) expect(reason).toBe('not-signed-by-bidder');
      else if (at < CIPHERTEXT_AT) expect(['malformed-response', 'not-signed-by-bidder']).toContain(reason);
      else expect(reason).toBe('not-signed-by-bidder');
    }
    expect(reasons.get('taken')).toBeUndefined();
    expect([...reasons.keys()].sort()).toEqual([
      'bound-elsewhere',
      'malformed-commitment',
      'malformed-response',
      'malformed-share',
      'not-signed-by-bidder',
      'unknown-version',
    ]);
  });

  it('refuses shares, commitments and proofs that the bidder altered and signed anew', () => {
    for (let at = AT.commitments; at < CIPHERTEXT_AT; at += 1) {
      const reason = refusal(signedAgain(withByteFlipped(ENVELOPE, at), ANNA.secretKey));
      expect([
        'malformed-commitment',
        'malformed-share',
        'malformed-response',
        'inconsistent-shares',
      ]).toContain(reason);
    }
  });

  it.each([
    ['the first commitment', AT.commitments, 'malformed-commitment'],
    ['the last commitment', AT.commitments + 32, 'malformed-commitment'],
    ['the first share', AT.shares, 'malformed-share'],
    ['the last share', AT.shares + 64, 'malformed-share'],
  ])('refuses the identity and what is no element for %s', (_what, at, reason) => {
    expect(refusal(with32(at, filled(32, 0)))).toBe(reason);
    expect(refusal(with32(at, filled(32, 0xff)))).toBe(reason);
  });

  it('refuses a response that is the order of the group or more', () => {
    const order = 2n ** 252n + 27742317777372353535851937790883648493n;
    const bytes = Uint8Array.from({ length: 32 }, (_, at) => Number((order >> BigInt(8 * at)) & 0xffn));
    expect(refusal(with32(AT.responses, bytes))).toBe('malformed-response');
    expect(refusal(with32(AT.responses + 64, filled(32, 0xff)))).toBe('malformed-response');
  });

  it('refuses an envelope that was copied to another bidder, however it is dressed up', () => {
    const owner = { bidderId: BERT.id, bidderPublicKey: BERT.publicKey, sequence: 1 };
    expect(refusal(ENVELOPE, owner)).toBe('bound-elsewhere');
    const rebound = ENVELOPE.slice();
    rebound.set(bindingOf(AUCTION, owner), AT.binding);
    expect(refusal(rebound, owner)).toBe('not-signed-by-bidder');
    expect(refusal(signedAgain(rebound, BERT.secretKey), owner)).toBe('inconsistent-shares');
  });

  it('refuses an envelope that the bidder hands in again for another sequence or auction', () => {
    const next = { ...OWNER, sequence: 2 };
    expect(refusal(ENVELOPE, next)).toBe('bound-elsewhere');
    const rebound = ENVELOPE.slice();
    rebound.set(bindingOf(AUCTION, next), AT.binding);
    expect(refusal(signedAgain(rebound, ANNA.secretKey), next)).toBe('inconsistent-shares');
    expect(refusal(ENVELOPE, OWNER, auctionOf(announcementOf({ auctionId: 'auc_2' })))).toBe(
      'bound-elsewhere',
    );
  });

  it('refuses an envelope for an announcement that differs in anything', () => {
    const other = auctionOf({ ...announcementOf(), reserveMinor: '999' });
    expect(refusal(ENVELOPE, OWNER, other)).toBe('bound-elsewhere');
  });

  it('refuses a claim to the envelope with another key', () => {
    expect(refusal(ENVELOPE, { ...OWNER, bidderPublicKey: BERT.publicKey })).toBe('bound-elsewhere');
    const owner = { ...OWNER, bidderPublicKey: '00'.repeat(32) };
    const rebound = ENVELOPE.slice();
    rebound.set(bindingOf(AUCTION, owner), AT.binding);
    expect(refusal(rebound, owner)).toBe('not-signed-by-bidder');
    const noKey = { ...OWNER, bidderPublicKey: 'no key' };
    rebound.set(bindingOf(AUCTION, noKey), AT.binding);
    expect(refusal(rebound, noKey)).toBe('not-signed-by-bidder');
  });

  it('refuses a key of small order, under which one signature fits every envelope', () => {
    const identity = `01${'00'.repeat(31)}`;
    const owner = { ...OWNER, bidderPublicKey: identity };
    const unsigned = ENVELOPE.slice();
    unsigned.set(bindingOf(AUCTION, owner), AT.binding);
    unsigned.set([1, ...filled(63, 0)], SIGNATURE_AT);
    expect(refusal(unsigned, owner)).toBe('not-signed-by-bidder');
  });

  it.each([0, 1, ENVELOPE.length - 1, ENVELOPE.length + 1])('refuses %i bytes', (length) => {
    const bytes = new Uint8Array(length);
    bytes.set(ENVELOPE.subarray(0, length));
    expect(refusal(bytes)).toBe('wrong-size');
  });

  it('refuses every other sequence of bytes', () => {
    const size = envelopeBytes(AUCTION);
    fc.assert(
      fc.property(
        fc.uint8Array({ minLength: size, maxLength: size }),
        fc.nat(SIGNATURE_AT),
        (noise, kept) => {
          noise.set(ENVELOPE.subarray(0, kept));
          expect(refusal(noise)).not.toBe('taken');
        },
      ),
    );
  });
});

describe('sealEnvelope', () => {
  it('makes envelopes of one size for every bid', () => {
    const sizes = [{ priceMinor: '1' }, { priceMinor: '9'.repeat(19) }, null, 'x'.repeat(900)].map(
      (bid) => seal({ bid }).envelope.length,
    );
    expect(new Set(sizes)).toEqual(new Set([1_441]));
  });

  it('is deterministic, and different with other randomness, bid, bidder or sequence', () => {
    expect(seal()).toEqual(seal());
    const others = [
      seal(),
      seal({ randomness: filled(32, 2) }),
      seal({ bid: { priceMinor: '123457' } }),
      seal({ bidderId: BERT.id }),
      seal({ bidderSecretKey: BERT.secretKey }),
      seal({ sequence: 2 }),
    ];
    // Whatever is altered, no secret is used twice: not even with the same randomness.
    expect(new Set(others.map(({ openingSecret }) => sha256Hex(openingSecret))).size).toBe(others.length);
    expect(new Set(others.map(({ salt }) => sha256Hex(salt))).size).toBe(others.length);
  });

  it('makes envelopes that have nothing in common but the version', () => {
    const { envelope } = seal({ randomness: filled(32, 2), sequence: 2 });
    const equal = ENVELOPE.filter((byte, at) => byte === envelope[at]).length;
    expect(equal).toBeLessThan(ENVELOPE.length / 20);
  });

  it('refuses a bid that does not fit the announced size', () => {
    const order = {
      auction: AUCTION,
      bidderId: ANNA.id,
      bidderSecretKey: ANNA.secretKey,
      sequence: 1,
      bid: 'x'.repeat(1_000),
      randomness: filled(32, 1),
    };
    expect(sealEnvelope(order)).toEqual({ ok: false, error: 'bid-too-large' });
  });

  it('asserts what its caller answers for', () => {
    expect(() => seal({ randomness: filled(31, 1) })).toThrow('32 random bytes');
    expect(() => seal({ sequence: 0 })).toThrow('counted from 1');
    expect(() => seal({ sequence: 1.5 })).toThrow('counted from 1');
  });

  it('leaves the randomness of its caller alone', () => {
    const randomness = filled(32, 9);
    seal({ randomness, bid: BID });
    expect(randomness).toEqual(filled(32, 9));
  });

  it('is frozen: version 2 writes these bytes for these inputs, today and for whoever replays later', () => {
    expect(sha256Hex(ENVELOPE)).toBe('d5c4f9903ff30f9f5a4eb88cae29c11a44a370ff65b9ff4ed7e6274aed1ec7fe');
  });
});
