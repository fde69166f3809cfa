import { assert } from '#libs/kernel';
import { readClosedLog } from './closed-log.js';
import type { DecryptedShare } from './decrypted-share.js';
import { decryptShare } from './decrypt-share.js';
import { openEnvelope } from './open-envelope.js';
import { ANNA, AUCTION, BERT, CLOSED_AT_MS, closedOver, filled, seal, TRUSTEES } from './sealing-fixture.js';
import { sealedTieSeed } from './tie-seed.js';

const ownerOf = ({ id, publicKey }: typeof ANNA, sequence: number) => ({
  bidderId: id,
  bidderPublicKey: publicKey,
  sequence,
});

const bidOf = (bidder: typeof ANNA, sequence: number, priceMinor: string) => ({
  ...seal({
    bidderId: bidder.id,
    bidderSecretKey: bidder.secretKey,
    sequence,
    bid: { priceMinor },
    randomness: filled(32, sequence),
  }),
  owner: ownerOf(bidder, sequence),
});

describe('a sealed auction from the first envelope to the tie seed', () => {
  // Anna revises her bid once, so the first one is never opened.
  const revised = bidOf(ANNA, 1, '100');
  const anna = bidOf(ANNA, 2, '300');
  const bert = bidOf(BERT, 1, '200');
  const { closing, logged } = closedOver([revised, bert, anna]);
  const log = readClosedLog(
    AUCTION,
    closing,
    logged.map(({ entry }) => entry),
  );
  assert(log.ok, 'the operator closed over this log');

  const sharesOf = (leafIndex: number, trustees: readonly number[]): readonly DecryptedShare[] =>
    TRUSTEES.filter((_trustee, at) => trustees.includes(at + 1)).flatMap(({ id, secretKey }) => {
      const each = logged[leafIndex];
      assert(each !== undefined, 'it was logged');
      const share = decryptShare({
        auction: AUCTION,
        trusteeId: id,
        trusteeSecretKey: secretKey,
        closing,
        earlierClosing: closing,
        logged: each,
        nowMs: CLOSED_AT_MS,
        randomness: filled(32, 9),
      });
      return share.ok ? [share.value] : [];
    });

  const openedWith = (trustees: readonly number[]) =>
    log.value.live.map(({ leafIndex, entry }) => {
      const { envelope } = [revised, bert, anna][leafIndex] ?? revised;
      const opened = openEnvelope(AUCTION, entry, envelope, sharesOf(leafIndex, trustees));
      assert(opened.ok, 'enough trustees acted');
      return { leafIndex, bidderId: entry.bidderId, ...opened.value };
    });

  it('opens the live bids, and only those', () => {
    const bids = openedWith([1, 3]).map(({ bidderId, bid }) => [bidderId, bid]);
    expect(bids).toEqual([
      [BERT.id, { priceMinor: '200' }],
      [ANNA.id, { priceMinor: '300' }],
    ]);
  });

  it('comes to the same bids and the same tie seed whichever trustees act', () => {
    const seeds = [
      [1, 2],
      [1, 3],
      [2, 3],
    ].map((trustees) => sealedTieSeed(log.value.closing, openedWith(trustees)));
    expect(new Set(seeds).size).toBe(1);
  });
});
