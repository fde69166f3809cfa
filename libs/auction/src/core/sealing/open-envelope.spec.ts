import { hkdfSync } from 'node:crypto';
import { xchacha20poly1305 } from '@noble/ciphers/chacha.js';
import * as fc from 'fast-check';
import { assert, type Json } from '#libs/kernel';
import { bindingOf } from './binding.js';
import { checkEnvelope, type CheckedEnvelope } from './check-envelope.js';
import { decryptShare } from './decrypt-share.js';
import { type DecryptedShare, SHARE_BYTES } from './decrypted-share.js';
import { envelopeKey } from './envelope-key.js';
import { openEnvelope, openOwnEnvelope } from './open-envelope.js';
import { decodeScalar, SECRET_BASE } from './pvss/group.js';
import {
  announcementOf,
  ANNA,
  AUCTION,
  auctionOf,
  BID,
  filled,
  OWNER,
  seal,
  shareOf,
  signedAgain,
  trusteeOrder,
  withByteFlipped,
} from './sealing-fixture.js';

const SEALED = seal();
const { envelope: ENVELOPE } = SEALED;
const SHARES = [1, 2, 3].map((index) => shareOf(index, ENVELOPE));
const [ONE, TWO, THREE] = SHARES as [DecryptedShare, DecryptedShare, DecryptedShare];

const open = (shares: readonly DecryptedShare[], envelope = ENVELOPE) =>
  openEnvelope(AUCTION, OWNER, envelope, shares);

const OPENED = { ok: true, value: { bid: BID, salt: SEALED.salt, wrongShares: [] } };

function checked(envelope: Uint8Array): CheckedEnvelope {
  const result = checkEnvelope(AUCTION, OWNER, envelope);
  assert(result.ok, 'it passes the door');
  return result.value;
}

describe('openEnvelope', () => {
  it.each([
    ['the first two', [ONE, TWO]],
    ['the outer two', [ONE, THREE]],
    ['the last two', [TWO, THREE]],
    ['all', SHARES],
    ['all, in another order', [...SHARES].reverse()],
  ])('opens with the shares of %s trustees, always to the same bid', (_who, shares) => {
    expect(open(shares)).toEqual(OPENED);
  });

  it('opens whatever was sealed, for any number of trustees', () => {
    const anyScheme = fc.integer({ min: 2, max: 5 }).chain((trusteeCount) =>
      fc.record({
        trusteeCount: fc.constant(trusteeCount),
        threshold: fc.integer({ min: 2, max: trusteeCount }),
      }),
    );
    const anyBid = fc.jsonValue().map((value) => JSON.parse(JSON.stringify(value)) as Json);
    const randomness = fc.uint8Array({ minLength: 32, maxLength: 32 });
    fc.assert(
      fc.property(anyScheme, anyBid, randomness, fc.nat(), (scheme, bid, random, from) => {
        fc.pre(JSON.stringify(bid).length < 500);
        const auction = auctionOf(announcementOf(scheme));
        const { envelope, salt } = seal({ auction, bid, randomness: random });
        const shares = Array.from({ length: scheme.threshold }, (_, at) =>
          shareOf(((from + at) % scheme.trusteeCount) + 1, envelope, auction),
        );
        expect(openEnvelope(auction, OWNER, envelope, shares)).toEqual({
          ok: true,
          value: { bid, salt, wrongShares: [] },
        });
      }),
      { numRuns: 10 },
    );
  });

  it.each([
    ['none', [], 0],
    ['one', [TWO], 1],
    ['one, sent twice', [TWO, TWO], 1],
  ])('does not open with the shares of %s', (_who, given, shares) => {
    expect(open(given)).toEqual({
      ok: false,
      error: { code: 'too-few-shares', shares, threshold: 2, wrongShares: [] },
    });
  });

  it('names a trustee that lies, and opens without it', () => {
    const lie = { trusteeId: 'trustee-1', share: TWO.share };
    const wrongShares = [{ trusteeId: 'trustee-1', fault: 'wrong-share' }];
    expect(open([lie, TWO, THREE])).toEqual({ ok: true, value: { ...OPENED.value, wrongShares } });
    expect(open([lie, TWO])).toEqual({
      ok: false,
      error: { code: 'too-few-shares', shares: 1, threshold: 2, wrongShares },
    });
  });

  it('names every trustee that lies, also when enough do not', () => {
    const garbled = { trusteeId: 'trustee-3', share: withByteFlipped(THREE.share, 40) };
    const opened = open([ONE, TWO, garbled]);
    expect(opened).toMatchObject({ ok: true, value: { wrongShares: [{ trusteeId: 'trustee-3' }] } });
  });

  it('takes no share with any byte of it flipped', () => {
    for (let at = 0; at < SHARE_BYTES; at += 1) {
      const altered = { trusteeId: 'trustee-1', share: withByteFlipped(ONE.share, at, 1 << (at % 8)) };
      const opened = open([altered, TWO]);
      expect(opened).toMatchObject({ ok: false, error: { code: 'too-few-shares', shares: 1 } });
    }
  });

  it.each<[string, Partial<DecryptedShare>, string]>([
    ['of somebody else', { trusteeId: 'mallory' }, 'unknown-trustee'],
    ['of a trustee of another auction', { trusteeId: 'trustee-4' }, 'unknown-trustee'],
    ['that is too short', { share: ONE.share.slice(1) }, 'wrong-size'],
    [
      'that is no element',
      { share: Uint8Array.from([...filled(32, 255), ...ONE.share.slice(32)]) },
      'malformed-share',
    ],
    [
      'that is the identity',
      { share: Uint8Array.from([...filled(32, 0), ...ONE.share.slice(32)]) },
      'malformed-share',
    ],
    [
      'with a response that is no scalar',
      { share: Uint8Array.from([...ONE.share.slice(0, 48), ...filled(32, 255)]) },
      'malformed-response',
    ],
  ])('names a share %s', (_what, change, fault) => {
    const share = { ...ONE, ...change };
    expect(open([share, TWO, THREE])).toMatchObject({
      ok: true,
      value: { wrongShares: [{ trusteeId: share.trusteeId, fault }] },
    });
  });

  it('does not take a share of another envelope of the same bidder', () => {
    const owner = { ...OWNER, sequence: 2 };
    const { envelope } = seal({ sequence: 2 });
    const other = decryptShare(trusteeOrder(1, envelope, { owner }));
    assert(other.ok, 'an honest trustee answers');
    expect(open([other.value, TWO])).toMatchObject({
      ok: false,
      error: { code: 'too-few-shares', shares: 1 },
    });
  });

  it('does not open an envelope that does not pass the door', () => {
    expect(open(SHARES, withByteFlipped(ENVELOPE, 500))).toEqual({
      ok: false,
      error: { code: 'not-signed-by-bidder' },
    });
  });

  it('blames the bidder for whatever else was sealed and signed', () => {
    const signed = (at: number): Uint8Array => signedAgain(withByteFlipped(ENVELOPE, at), ANNA.secretKey);
    const faultOf = (envelope: Uint8Array): unknown => {
      const opened = openEnvelope(
        AUCTION,
        OWNER,
        envelope,
        [1, 3].map((index) => shareOf(index, envelope)),
      );
      return opened.ok ? 'opened' : opened.error;
    };
    for (let at = 33; at < 65; at += 1)
      expect(faultOf(signed(at))).toEqual({ code: 'key-commitment-mismatch', wrongShares: [] });
    for (const at of [337, 700, 1_360, 1_376])
      expect(faultOf(signed(at))).toEqual({ code: 'not-authentic', wrongShares: [] });
  });

  it('finds a bid malformed that was encrypted by another program', () => {
    const { header, binding } = checked(ENVELOPE);
    const exponent = decodeScalar(SEALED.openingSecret) ?? 0n;
    const { key, nonce } = envelopeKey(SECRET_BASE.multiply(exponent), binding);
    const ciphertext = xchacha20poly1305(key, nonce, header).encrypt(filled(1_024, 0x20));
    const envelope = signedAgain(
      Uint8Array.from([...header, ...ciphertext, ...filled(64, 0)]),
      ANNA.secretKey,
    );
    const shares = [shareOf(1, envelope), shareOf(2, envelope)];
    expect(open(shares, envelope)).toEqual({ ok: false, error: { code: 'malformed-bid', wrongShares: [] } });
  });
});

describe('openOwnEnvelope', () => {
  it('opens to what the trustees open to', () => {
    expect(openOwnEnvelope(checked(ENVELOPE), SEALED.openingSecret)).toEqual({
      ok: true,
      value: { bid: BID, salt: SEALED.salt },
    });
  });

  it('refuses what is not the secret of this envelope', () => {
    const refused = { ok: false, error: 'not-the-opening-secret' };
    const { openingSecret } = seal({ randomness: filled(32, 2) });
    for (const secret of [openingSecret, filled(32, 0), filled(32, 255), filled(31, 1)])
      expect(openOwnEnvelope(checked(ENVELOPE), secret)).toEqual(refused);
  });
});

describe('an envelope', () => {
  it('is encrypted with a key that another implementation of HKDF derives too', () => {
    const { header, binding, keyCommitment, ciphertext } = checked(ENVELOPE);
    const secret = SECRET_BASE.multiply(decodeScalar(SEALED.openingSecret) ?? 0n).toBytes();
    const okm = new Uint8Array(
      hkdfSync('sha256', secret, binding, Buffer.from('salvor sealed bid 2 key'), 88),
    );
    expect(okm.slice(56)).toEqual(Uint8Array.from(keyCommitment));
    const padded = xchacha20poly1305(okm.slice(0, 32), okm.slice(32, 56), header).decrypt(ciphertext);
    const json = JSON.stringify({ bid: BID, salt: Buffer.from(SEALED.salt).toString('hex') });
    expect(Buffer.from(padded)).toEqual(
      Buffer.concat([Buffer.from([0, json.length]), Buffer.from(json), Buffer.alloc(1_022 - json.length)]),
    );
  });

  it('is bound to its binding, and the binding to all that it names', () => {
    const changes = [{}, { bidderId: 'x' }, { bidderPublicKey: 'x' }, { sequence: 2 }];
    const bindings = changes.map((change) =>
      Buffer.from(bindingOf(AUCTION, { ...OWNER, ...change })).toString('hex'),
    );
    expect(new Set(bindings).size).toBe(changes.length);
  });
});
