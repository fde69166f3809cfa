import type { LotTerms } from '#core/rights';

/** How many identical units a lot can be sold in; undefined for rights that are sold as a whole. */
export function unitsForSale(terms: LotTerms): bigint | undefined {
  switch (terms.kind) {
    case 'usage-licence':
      return BigInt(terms.copies);
    case 'revenue-share':
      return BigInt(terms.shareBps);
    case 'weights':
    case 'exclusive-licence':
    case 'inference-access':
      return undefined;
  }
}

const CAP_PERCENT = 35n;

/**
 * The most that one bidder may be awarded where the seller sets nothing else: 35 % of the supply, as in the auctions
 * of the US Treasury (31 CFR 356.22), and a unit at least.
 */
export function usualCap(supply: bigint): bigint {
  const cap = (supply * CAP_PERCENT) / 100n;
  return cap > 0n ? cap : 1n;
}
