import {
  apportion,
  partyAccount,
  type PostingRequest,
  systemAccount,
  type Transfer,
  TRANSFERS_MAX,
} from '#core/ledger';
import { assert, type Currency, encodeId, type Id } from '#libs/kernel';
import type { Proceeds } from './proceeds.js';

/** The money of one sale, in minor units of `currency`. */
export type SaleMoney = {
  readonly saleId: Id<'sale'>;
  readonly buyerId: Id<'party'>;
  readonly sellerId: Id<'party'>;
  readonly currency: Currency;
  readonly priceMinor: bigint;
  /** What the buyer locked before bidding. */
  readonly depositMinor: bigint;
};

/**
 * Takes the price into escrow, from the deposit first, and gives back what the price leaves of the deposit. Each of
 * these postings has a key made from its sale or auction: it can be booked only once. One that moves nothing is none.
 */
export function collectPosting(sale: SaleMoney): readonly PostingRequest[] {
  const { buyerId, currency, priceMinor, depositMinor } = sale;
  const fromDeposit = depositMinor < priceMinor ? depositMinor : priceMinor;
  const deposit = partyAccount(buyerId, currency, 'deposit');
  const available = partyAccount(buyerId, currency, 'available');
  const escrow = systemAccount(currency, 'escrow');
  return ofSale(sale, 'collect', [
    { from: deposit, to: escrow, amountMinor: fromDeposit },
    { from: available, to: escrow, amountMinor: priceMinor - fromDeposit },
    { from: deposit, to: available, amountMinor: depositMinor - fromDeposit },
  ]);
}

/** The whole price back to the buyer. */
export const refundPosting = (sale: SaleMoney): readonly PostingRequest[] =>
  ofSale(sale, 'refund', [
    {
      from: systemAccount(sale.currency, 'escrow'),
      to: partyAccount(sale.buyerId, sale.currency, 'available'),
      amountMinor: sale.priceMinor,
    },
  ]);

/** The deposit of a buyer who did not pay goes to the seller. */
export const forfeitPosting = (sale: SaleMoney): readonly PostingRequest[] =>
  ofSale(sale, 'forfeit', [
    {
      from: partyAccount(sale.buyerId, sale.currency, 'deposit'),
      to: partyAccount(sale.sellerId, sale.currency, 'available'),
      amountMinor: sale.depositMinor,
    },
  ]);

/** What was held back of a sale: a part to the buyer, the rest to those who are paid for the sale. */
export const holdbackPosting = (
  sale: SaleMoney,
  refundMinor: bigint,
  proceeds: Proceeds,
): readonly PostingRequest[] =>
  ofSale(sale, 'holdback', [
    {
      from: systemAccount(sale.currency, 'escrow'),
      to: partyAccount(sale.buyerId, sale.currency, 'available'),
      amountMinor: refundMinor,
    },
    ...payouts(proceeds, sale.currency),
  ]);

/** The proceeds of an auction, out of escrow to the platform and the contributors. */
export const distributePostings = (
  auctionId: Id<'auction'>,
  currency: Currency,
  proceeds: Proceeds,
): readonly PostingRequest[] => ofAuction(auctionId, 'distribute', payouts(proceeds, currency));

export type Bond = {
  readonly auctionId: Id<'auction'>;
  readonly sellerId: Id<'party'>;
  readonly currency: Currency;
  readonly bondMinor: bigint;
};

/**
 * Ends the seller's bond. It goes back, unless sales had to be refunded: then it goes to their buyers, by the prices
 * they had paid, by largest remainder over the encoded sale ids (in equal parts, where nothing had a price).
 */
export function bondPostings(
  { auctionId, sellerId, currency, bondMinor }: Bond,
  refunded: readonly Pick<SaleMoney, 'saleId' | 'buyerId' | 'priceMinor'>[],
): readonly PostingRequest[] {
  const from = partyAccount(sellerId, currency, 'deposit');
  if (refunded.length === 0)
    return ofAuction(auctionId, 'bond-return', [
      { from, to: partyAccount(sellerId, currency, 'available'), amountMinor: bondMinor },
    ]);
  const free = refunded.every(({ priceMinor }) => priceMinor === 0n);
  const split = apportion(
    bondMinor,
    refunded.map(({ saleId, priceMinor }) => ({
      key: encodeId('sale', saleId),
      weight: free ? 1n : priceMinor,
    })),
  );
  assert(split.ok, 'sales are distinct and some weight is positive');
  return ofAuction(
    auctionId,
    'bond-forfeit',
    refunded.map(({ buyerId }, index) => ({
      from,
      to: partyAccount(buyerId, currency, 'available'),
      amountMinor: split.value.shares[index]?.share ?? 0n,
    })),
  );
}

function payouts({ feeMinor, lines }: Proceeds, currency: Currency): readonly Transfer[] {
  const escrow = systemAccount(currency, 'escrow');
  return [
    { from: escrow, to: systemAccount(currency, 'platform-fees'), amountMinor: feeMinor },
    ...lines.map(({ partyId, amountMinor }) => ({
      from: escrow,
      to: partyAccount(partyId, currency, 'available'),
      amountMinor,
    })),
  ];
}

function ofSale(
  { saleId }: SaleMoney,
  what: string,
  transfers: readonly Transfer[],
): readonly PostingRequest[] {
  const reference = encodeId('sale', saleId);
  return postings(`${reference}-${what}`, `sale-${what}`, reference, transfers);
}

function ofAuction(
  auctionId: Id<'auction'>,
  what: string,
  transfers: readonly Transfer[],
): readonly PostingRequest[] {
  const reference = encodeId('auction', auctionId);
  return postings(`settle-${reference}-${what}`, `settlement-${what}`, reference, transfers);
}

/** Without what moves nothing; as many postings as the ledger's limit makes necessary. */
function postings(
  key: string,
  kind: string,
  reference: string,
  transfers: readonly Transfer[],
): readonly PostingRequest[] {
  const moving = transfers.filter(({ amountMinor }) => amountMinor > 0n);
  const parts: PostingRequest[] = [];
  for (let start = 0; start < moving.length; start += TRANSFERS_MAX)
    parts.push({
      key: start === 0 ? key : `${key}-${String(parts.length + 1)}`,
      kind,
      reference,
      transfers: moving.slice(start, start + TRANSFERS_MAX),
    });
  return parts;
}
