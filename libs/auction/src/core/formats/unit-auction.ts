/** So many units at no more than this price each. */
export type UnitStep = { readonly priceMinor: bigint; readonly quantity: bigint };

/** A demand schedule. Its steps add up, and so do several bids of one bidder. */
export type UnitBid = {
  readonly bidId: string;
  readonly bidder: string;
  readonly steps: readonly UnitStep[];
};

/** Takes the price that the others make, and is served before them. */
export type NonCompetitiveBid = {
  readonly bidId: string;
  readonly bidder: string;
  readonly quantity: bigint;
};

/**
 * What a unit costs. `lowest-accepted`: everybody pays the lowest price that was accepted. `highest-rejected`:
 * everybody pays the highest price that was not (fully) accepted. `pay-as-bid`: each step pays its own price.
 */
export type UnitPricing = 'lowest-accepted' | 'highest-rejected' | 'pay-as-bid';

/** Identical units: licences, or basis points of a revenue. All quantities are positive integers. */
export type UnitAuction = {
  readonly supply: bigint;
  /** Per unit. Steps below it are void. */
  readonly reserveMinor: bigint;
  readonly pricing: UnitPricing;
  readonly bids: readonly UnitBid[];
  readonly nonCompetitive: readonly NonCompetitiveBid[];
  /** The most units that one bidder, together with its affiliates, can be awarded. */
  readonly capPerBidder?: bigint | undefined;
  /** Bidder → the group it belongs to. A bidder that is not named is a group of its own. */
  readonly affiliates: ReadonlyMap<string, string>;
  /** With fewer units sold than this nothing is sold. */
  readonly minimumFill: bigint;
  /** Decides between equals. Nobody may know it before the bids are fixed. */
  readonly tieSeed: string;
};

export type UnitAllocation = {
  readonly bidId: string;
  readonly bidder: string;
  readonly quantity: bigint;
  readonly paymentMinor: bigint;
};

export type UnitOutcome =
  | {
      readonly status: 'sold' | 'partly-sold';
      /** Absent when each pays the own bid. */
      readonly clearingPriceMinor?: bigint;
      /** By bid id; only bids that were awarded something. */
      readonly allocations: readonly UnitAllocation[];
    }
  | { readonly status: 'unsold'; readonly reason: 'no-bid-at-reserve' | 'below-minimum-fill' };
