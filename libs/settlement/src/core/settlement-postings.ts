import { partyAccount, type PostingRequest, systemAccount, type Transfer } from '#core/ledger';
import { type Currency, encodeId, type Id } from '#libs/kernel';
import type { Proceeds } from './proceeds.js';

export type SaleToBook = {
  readonly auctionId: Id<'auction'>;
  readonly winnerId: Id<'party'>;
  readonly currency: Currency;
  /** What the winner locked before bidding. */
  readonly depositMinor: bigint;
  /** Of the price that the winner pays. */
  readonly proceeds: Proceeds;
};

/**
 * The two transactions that settle a sale. `collect` takes the price into escrow, from the deposit first, and
 * gives back what is left of the deposit; `distribute` pays it out of escrow to the platform and the
 * contributors. Escrow ends as it began. Their keys come from the auction: each can be booked only once.
 * A transaction that would move nothing is left out.
 */
export function settlementPostings(sale: SaleToBook): readonly PostingRequest[] {
  const auction = encodeId('auction', sale.auctionId);
  const postings: readonly PostingRequest[] = [
    {
      key: `settle-${auction}-collect`,
      kind: 'settlement-collect',
      reference: auction,
      transfers: moving(collect(sale)),
    },
    {
      key: `settle-${auction}-distribute`,
      kind: 'settlement-distribute',
      reference: auction,
      transfers: moving(distribute(sale)),
    },
  ];
  return postings.filter(({ transfers }) => transfers.length > 0);
}

function collect({ winnerId, currency, depositMinor, proceeds }: SaleToBook): readonly Transfer[] {
  const priceMinor = proceeds.grossMinor;
  const fromDeposit = depositMinor < priceMinor ? depositMinor : priceMinor;
  const deposit = partyAccount(winnerId, currency, 'deposit');
  const available = partyAccount(winnerId, currency, 'available');
  const escrow = systemAccount(currency, 'escrow');
  return [
    { from: deposit, to: escrow, amountMinor: fromDeposit },
    { from: available, to: escrow, amountMinor: priceMinor - fromDeposit },
    { from: deposit, to: available, amountMinor: depositMinor - fromDeposit },
  ];
}

function distribute({ currency, proceeds }: SaleToBook): readonly Transfer[] {
  const escrow = systemAccount(currency, 'escrow');
  return [
    { from: escrow, to: systemAccount(currency, 'platform-fees'), amountMinor: proceeds.feeMinor },
    ...proceeds.lines.map(({ partyId, amountMinor }) => ({
      from: escrow,
      to: partyAccount(partyId, currency, 'available'),
      amountMinor,
    })),
  ];
}

const moving = (transfers: readonly Transfer[]): readonly Transfer[] =>
  transfers.filter(({ amountMinor }) => amountMinor > 0n);
