import type { Json } from '#libs/kernel';
import { clearUnits } from '../formats/clear-units.js';
import { clearFirstPrice } from '../formats/first-price.js';
import type { UnitOutcome } from '../formats/unit-auction.js';
import { type CertificateVerdict, checkPackageCertificate } from '../packages/check-package-certificate.js';
import { clearPackages } from '../packages/clear-packages.js';
import type { PackageAuction, PackageResult } from '../packages/package-auction.js';
import { BID_CONTENT } from '../sealing/index.js';
import { clearSecondPrice } from '../second-price.js';
import type { ClearingTerms, ItemTerms, PackageTerms, UnitTerms } from './clearing-terms.js';

/** An opened bid without a fault. It is named by the digest of its envelope, which the log committed to. */
export type SealedBid = { readonly bidId: string; readonly bidder: string; readonly bid: Json };

/** What follows from the bids, as the outcome states it: amounts and quantities as text. */
export type Cleared = {
  readonly result: Json;
  /** Null where the format needs none. */
  readonly certificate: Json;
  /** What the certificate shows; `ok` where there is none. */
  readonly verdict: CertificateVerdict;
};

/** Clears opened bids by the announced terms. The order of the bids counts for nothing. */
export function clearSealed(terms: ClearingTerms, bids: readonly SealedBid[], tieSeed: string): Cleared {
  switch (terms.format) {
    case 'first-price':
    case 'second-price':
      return { result: itemResult(terms, bids, tieSeed), certificate: null, verdict: 'ok' };
    case 'uniform-price':
    case 'pay-as-bid':
      return { result: unitResult(terms, bids, tieSeed), certificate: null, verdict: 'ok' };
    case 'core-selecting':
    case 'vcg':
    case 'pay-as-bid-packages':
      return packageResult(terms, bids, tieSeed);
  }
}

function itemResult(terms: ItemTerms, bids: readonly SealedBid[], tieSeed: string): Json {
  const clear = terms.format === 'first-price' ? clearFirstPrice : clearSecondPrice;
  const outcome = clear({
    reserveMinor: BigInt(terms.reserveMinor),
    bids: bids.map(({ bidId, bidder, bid }) => ({
      bidId,
      bidder,
      priceMinor: BigInt(BID_CONTENT[terms.format].parse(bid).priceMinor),
    })),
    tieSeed,
  });
  return asJson(outcome);
}

function unitResult(terms: UnitTerms, bids: readonly SealedBid[], tieSeed: string): Json {
  const read = bids.map(({ bidId, bidder, bid }) => ({
    bidId,
    bidder,
    ...BID_CONTENT[terms.format].parse(bid),
  }));
  const outcome: UnitOutcome = clearUnits({
    supply: BigInt(terms.supply),
    reserveMinor: BigInt(terms.reserveMinor),
    pricing: terms.format === 'pay-as-bid' ? 'pay-as-bid' : terms.pricing,
    bids: read.flatMap(({ bidId, bidder, steps }) =>
      steps === undefined
        ? []
        : [
            {
              bidId,
              bidder,
              steps: steps.map(({ priceMinor, quantity }) => ({
                priceMinor: BigInt(priceMinor),
                quantity: BigInt(quantity),
              })),
            },
          ],
    ),
    nonCompetitive: read.flatMap(({ bidId, bidder, nonCompetitiveQuantity: quantity }) =>
      quantity === undefined ? [] : [{ bidId, bidder, quantity: BigInt(quantity) }],
    ),
    capPerBidder: terms.capPerBidder === undefined ? undefined : BigInt(terms.capPerBidder),
    affiliates: new Map((terms.affiliates ?? []).map(({ bidder, group }) => [bidder, group])),
    minimumFill: BigInt(terms.minimumFill ?? '0'),
    tieSeed,
  });
  return asJson(outcome);
}

const PRICINGS = {
  vcg: 'vcg',
  'core-selecting': 'core-selecting',
  'pay-as-bid-packages': 'pay-as-bid',
} as const;

function packageResult(terms: PackageTerms, bids: readonly SealedBid[], tieSeed: string): Cleared {
  const auction: PackageAuction = {
    items: terms.items.map(({ item }) => item),
    reservesMinor: new Map(terms.items.map(({ item, reserveMinor }) => [item, BigInt(reserveMinor)])),
    pricing: PRICINGS[terms.format],
    // The packages of a bid are alternatives: bids of one bidder, told apart by their number.
    bids: bids.flatMap(({ bidId, bidder, bid }) =>
      BID_CONTENT[terms.format].parse(bid).packages.map(({ items, priceMinor }, at) => ({
        bidId: `${bidId}/${String(at)}`,
        bidder,
        items,
        priceMinor: BigInt(priceMinor),
      })),
    ),
    tieSeed,
    nodeLimit: terms.nodeLimit,
  };
  const outcome = clearPackages(auction);
  if (outcome.status === 'undecided')
    return { result: { status: 'undecided' }, certificate: null, verdict: 'ok' };
  return {
    result: writtenResult(outcome.result),
    certificate: asJson(outcome.certificate),
    verdict: checkPackageCertificate(auction, outcome.result, outcome.certificate),
  };
}

const writtenResult = ({ vcgMinor, ...result }: PackageResult): Json =>
  asJson({ ...result, vcg: [...vcgMinor].map(([bidder, paymentMinor]) => ({ bidder, paymentMinor })) });

/** The same with integers of any size as decimal text, and without what is not there. */
const asJson = (value: object): Json =>
  JSON.parse(
    JSON.stringify(value, (_name, member: unknown) =>
      typeof member === 'bigint' ? member.toString() : member,
    ),
  ) as Json;
