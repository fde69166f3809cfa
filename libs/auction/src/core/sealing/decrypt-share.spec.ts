import { bytesToHex } from '@noble/hashes/utils.js';
import { sha256Hex } from '#libs/kernel';
import { bindingOf } from './binding.js';
import { type Closing, type LogEntry, signClosing } from './closing.js';
import { decryptShare, type TrusteeOrder } from './decrypt-share.js';
import {
  announcementOf,
  ANNA,
  auctionOf,
  BERT,
  CLOSED_AT_MS,
  closedOver,
  filled,
  OPERATOR,
  OWNER,
  seal,
  signedAgain,
  TRUSTEES,
  trusteeOrder,
} from './sealing-fixture.js';

const { envelope: ENVELOPE } = seal();
const ORDER = trusteeOrder(1, ENVELOPE);
const ANNAS = { envelope: ENVELOPE, owner: OWNER };
const BERTS = {
  envelope: seal({ bidderId: BERT.id, bidderSecretKey: BERT.secretKey }).envelope,
  owner: { bidderId: BERT.id, bidderPublicKey: BERT.publicKey, sequence: 1 },
};

const answer = (change: Partial<TrusteeOrder>): string => {
  const share = decryptShare({ ...ORDER, ...change });
  return share.ok ? 'acted' : share.error;
};

const closingWith = (change: Partial<Closing>) =>
  signClosing({ ...ORDER.closing.closing, ...change }, OPERATOR.secretKey);

describe('a trustee', () => {
  it('acts on an envelope in the log of a closed auction', () => {
    expect(answer({})).toBe('acted');
    const { closing, logged } = closedOver([BERTS, ANNAS, BERTS]);
    for (const each of logged) expect(answer({ closing, logged: each })).toBe('acted');
  });

  it('does not act before the close', () => {
    expect(answer({ nowMs: CLOSED_AT_MS - 1 })).toBe('not-closed-yet');
    const early = closingWith({ closedAt: '2026-03-01T11:59:59Z' });
    expect(answer({ closing: early })).toBe('closed-too-early');
    const late = closingWith({ closedAt: '2026-03-01T12:30:00Z' });
    expect(answer({ closing: late })).toBe('not-closed-yet');
    expect(answer({ closing: late, nowMs: CLOSED_AT_MS + 1_800_000 })).toBe('acted');
  });

  it('does not act without a closing that the operator signed', () => {
    const { closing } = ORDER.closing;
    expect(answer({ closing: signClosing(closing, ANNA.secretKey) })).toBe('not-signed-by-operator');
    const altered = { ...ORDER.closing, closing: { ...closing, treeSize: 2 } };
    expect(answer({ closing: altered })).toBe('not-signed-by-operator');
    expect(answer({ closing: { ...ORDER.closing, signature: 'none' } })).toBe('malformed-closing');
  });

  it('does not act on the closing of another auction', () => {
    expect(answer({ closing: closingWith({ auctionId: 'auc_2' }) })).toBe('closing-of-another-auction');
    const announcementDigest = '0'.repeat(64);
    expect(answer({ closing: closingWith({ announcementDigest }) })).toBe('closing-of-another-auction');
  });

  it('does not act on an envelope that is not under the closing root', () => {
    const elsewhere = closedOver([BERTS]);
    expect(answer({ closing: elsewhere.closing })).toBe('not-in-the-log');
    expect(answer({ logged: { ...ORDER.logged, leafIndex: 1 } })).toBe('not-in-the-log');
    const entry: LogEntry = { ...ORDER.logged.entry, receivedAt: '2026-03-01T11:00:01Z' };
    expect(answer({ logged: { ...ORDER.logged, entry } })).toBe('not-in-the-log');
    expect(answer({ closing: closingWith({ treeSize: 0 }) })).toBe('not-in-the-log');
  });

  it('does not act on an entry that is made out for another auction', () => {
    const { closing, logged } = closedOver([{ ...ANNAS, entry: { auctionId: 'auc_2' } }]);
    expect(logged.map((each) => answer({ closing, logged: each }))).toEqual(['not-in-the-log']);
  });

  it('does not act on another envelope than the one that was logged', () => {
    const other = seal({ randomness: filled(32, 2) }).envelope;
    expect(answer({ logged: { ...ORDER.logged, envelope: other } })).toBe('another-envelope');
  });

  it('does not act on an envelope that does not pass the door, though it was logged', () => {
    const broken = { ...ANNAS, envelope: ENVELOPE.slice(1) };
    const { closing, logged } = closedOver([broken]);
    expect(logged.map((each) => answer({ closing, logged: each }))).toEqual(['wrong-size']);
  });

  it('does not decrypt shares for whoever copied them into an auction that is closed', () => {
    const auction = auctionOf(announcementOf({ auctionId: 'auc_of_the_operator' }));
    const copied = ENVELOPE.slice();
    copied.set(bindingOf(auction, BERTS.owner), 1);
    const envelope = signedAgain(copied, BERT.secretKey);
    const order = trusteeOrder(1, envelope, { auction, owner: BERTS.owner });
    expect(decryptShare(order)).toEqual({ ok: false, error: 'inconsistent-shares' });
  });

  it('does not act under two closings over different logs', () => {
    const other = closedOver([ANNAS, BERTS]);
    expect(answer({ earlierClosing: other.closing })).toBe('contradictory-closing');
    expect(answer({ earlierClosing: ORDER.closing })).toBe('acted');
    expect(answer({ earlierClosing: closingWith({ closedAt: '2026-03-01T12:00:01Z' }) })).toBe('acted');
  });

  it('is one of the announced, with its own key', () => {
    expect(answer({ trusteeId: 'trustee-4' })).toBe('not-a-trustee');
    expect(answer({ trusteeId: 'trustee-2' })).toBe('not-the-key-of-the-trustee');
    for (const trusteeSecretKey of [filled(32, 0), filled(32, 255), filled(31, 1)])
      expect(answer({ trusteeSecretKey })).toBe('not-the-key-of-the-trustee');
  });

  it('never uses a nonce for two envelopes or two keys, also with the same randomness', () => {
    const { logged, closing } = closedOver([ANNAS, BERTS]);
    const orders = logged.flatMap((each) =>
      TRUSTEES.slice(0, 2).map(({ id, secretKey }) => ({
        ...ORDER,
        closing,
        logged: each,
        trusteeId: id,
        trusteeSecretKey: secretKey,
      })),
    );
    const shares = orders.map((order) => {
      const share = decryptShare(order);
      return share.ok ? bytesToHex(share.value.share.slice(32)) : share.error;
    });
    expect(new Set(shares).size).toBe(4);
  });

  it('always answers the same way: the bytes of a share are frozen as those of the envelope are', () => {
    const share = decryptShare(ORDER);
    expect(share.ok && sha256Hex(share.value.share)).toBe(
      '2c77147f2bfb92001062373f9a0509e6bc6f021680b50fbec97c3a1f9bb29c6f',
    );
  });

  it('asserts its randomness', () => {
    expect(() => decryptShare({ ...ORDER, randomness: filled(31, 1) })).toThrow('32 random bytes');
  });
});
