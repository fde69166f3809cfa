import { assertDefined } from '#libs/kernel';
import { clearSecondPrice, type SecondPriceInput, type SingleItemOutcome } from '../second-price.js';

/**
 * Sells one item to the highest bidder at the own bid. Who wins, ties included, is decided as in
 * {@link clearSecondPrice}; only the price differs.
 */
export function clearFirstPrice(input: SecondPriceInput): SingleItemOutcome {
  const outcome = clearSecondPrice(input);
  if (outcome.status === 'unsold') return outcome;
  const won = input.bids.find(({ bidId }) => bidId === outcome.bidId);
  return { ...outcome, priceMinor: assertDefined(won, 'the winning bid is one of the bids').priceMinor };
}
