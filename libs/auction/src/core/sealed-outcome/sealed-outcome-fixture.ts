import { assert, assertDefined, type Json } from '#libs/kernel';
import { decryptShare, type OrderFormat, readClosedLog, type SealedAuction } from '../sealing/index.js';
import {
  ANNA,
  announcementOf,
  auctionOf,
  BERT,
  CLOSED_AT_MS,
  closedOver,
  filled,
  seal,
  TRUSTEES,
} from '../sealing/sealing-fixture.js';
import { admittingAnnouncementOf, orderOwner, sealAnOrder } from '../sealing/standing-order-fixture.js';
import { SEALED_RULES_VERSION } from './clearing-terms.js';
import type { SealedOutcomeParts } from './decide-sealed-outcome.js';

export { ANNA, BERT };

/** One envelope of a test: whose, and what it says; with an order id, sealed before the auction was known. */
export type Handed = {
  readonly bidder: typeof ANNA;
  readonly sequence?: number;
  readonly bid: Json;
  readonly order?: { readonly orderId: string; readonly formats: readonly OrderFormat[] };
};

export const ITEM = { format: 'second-price', reserveMinor: '1000' };

export const UNITS = {
  format: 'uniform-price',
  pricing: 'highest-rejected',
  reserveMinor: '5',
  supply: '100',
  capPerBidder: '80',
  minimumFill: '10',
};

export const PACKAGES = {
  format: 'core-selecting',
  nodeLimit: 1_000,
  items: [
    { item: 'a', reserveMinor: '10' },
    { item: 'b', reserveMinor: '0' },
  ],
};

/** A sealed auction by these terms that was closed over these envelopes, and opened by these trustees. */
export function partsOf(
  terms: Readonly<Record<string, Json>>,
  handed: readonly Handed[],
  trustees: readonly number[] = [1, 2],
): SealedOutcomeParts {
  const announced = handed.some(({ order }) => order !== undefined)
    ? admittingAnnouncementOf()
    : announcementOf();
  const { reserveMinor: _reserve, ...sealedOnly } = announced;
  const announcement = { ...sealedOnly, rulesVersion: SEALED_RULES_VERSION, ...terms };
  const auction = auctionOf(announcement);
  const accepted = handed.map((each, at) => sealedEnvelope(auction, each, filled(32, at + 1)));
  const { closing, logged } = closedOver(accepted, { auction });
  const entries = logged.map(({ entry }) => entry);
  const log = readClosedLog(auction, closing, entries);
  assert(log.ok, 'the log of a test is in order');
  const live = log.value.live.map(({ leafIndex }) => {
    const own = assertDefined(logged[leafIndex], 'it was logged');
    const shares = trustees.map((index) => {
      const trustee = assertDefined(TRUSTEES[index - 1], 'a trustee of the tests');
      const share = decryptShare({
        auction,
        trusteeId: trustee.id,
        trusteeSecretKey: trustee.secretKey,
        closing,
        earlierClosing: undefined,
        logged: own,
        nowMs: CLOSED_AT_MS,
        randomness: filled(32, 60 + index),
      });
      assert(share.ok, 'an honest trustee answers');
      return share.value;
    });
    return { leafIndex, envelope: own.envelope, shares };
  });
  return { announcement, closing, entries, live };
}

function sealedEnvelope(
  auction: SealedAuction,
  { bidder, sequence = 1, bid, order }: Handed,
  randomness: Uint8Array,
) {
  const bidderSecretKey = bidder.secretKey;
  if (order !== undefined)
    return {
      owner: orderOwner(order.orderId, bidder),
      ...sealAnOrder({ ...order, bidderSecretKey, limit: bid, randomness }),
    };
  return {
    owner: { bidderId: bidder.id, bidderPublicKey: bidder.publicKey, sequence },
    ...seal({ auction, bidderId: bidder.id, bidderSecretKey, sequence, bid, randomness }),
  };
}
