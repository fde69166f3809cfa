import { clearFirstPrice, clearSecondPrice, type SecondPriceInput } from '#core/auction';
import { z } from 'zod';
import { amount, name, tieSeed } from './amount.js';
import { BIDS_MAX, distinctIds } from './bid-list.js';

export const singleItemSchema = z
  .strictObject({
    format: z.enum(['first-price', 'second-price']),
    reserve: amount,
    bids: z.array(z.strictObject({ id: name, bidder: name, price: amount })).max(BIDS_MAX),
    tieSeed,
  })
  .superRefine(({ bids }, context) => {
    distinctIds({ bids }, context);
  });

/** Sells one item; see {@link clearFirstPrice} and {@link clearSecondPrice}. */
export function clearSingleItem(input: z.output<typeof singleItemSchema>): object {
  const auction: SecondPriceInput = {
    reserveMinor: input.reserve,
    bids: input.bids.map(({ id, bidder, price }) => ({ bidId: id, bidder, priceMinor: price })),
    tieSeed: input.tieSeed,
  };
  const outcome = input.format === 'first-price' ? clearFirstPrice(auction) : clearSecondPrice(auction);
  if (outcome.status === 'unsold') return { status: 'unsold', allocations: [] };
  const { winner, bidId, priceMinor } = outcome;
  return {
    status: 'sold',
    allocations: [{ bid: bidId, bidder: winner, quantity: '1', payment: priceMinor.toString() }],
  };
}
