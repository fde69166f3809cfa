/** All of these items at this price, or none of them. Bids of one bidder exclude each other. */
export type PackageBid = {
  readonly bidId: string;
  readonly bidder: string;
  /** At least one, each once. */
  readonly items: readonly string[];
  readonly priceMinor: bigint;
};

/**
 * What the winners pay. `vcg`: what their presence costs the others (Vickrey, Clarke and Groves). `core-selecting`:
 * of all payments that no coalition would outbid the smallest in sum, and of those the nearest to VCG. `pay-as-bid`:
 * their bids.
 */
export type PackagePricing = 'vcg' | 'core-selecting' | 'pay-as-bid';

export type PackageAuction = {
  readonly items: readonly string[];
  /** The least price of an item; none means zero. Where nobody pays more, the item is not sold. */
  readonly reservesMinor: ReadonlyMap<string, bigint>;
  readonly pricing: PackagePricing;
  readonly bids: readonly PackageBid[];
  /** Decides between allocations that are worth the same. Nobody may know it before the bids are fixed. */
  readonly tieSeed: string;
  /** How many nodes each search may visit. Beyond that the auction is undecided, never decided approximately. */
  readonly nodeLimit: number;
};

export type PackageAllocation = {
  readonly bidId: string;
  readonly bidder: string;
  readonly items: readonly string[];
  readonly paymentMinor: bigint;
};

export type PackageResult = {
  readonly status: 'sold' | 'partly-sold' | 'unsold';
  /** By bid id. */
  readonly allocations: readonly PackageAllocation[];
  /** The sum of the winning bids. */
  readonly welfareMinor: bigint;
  /** What each winner would pay by the rule of Vickrey, Clarke and Groves. */
  readonly vcgMinor: ReadonlyMap<string, bigint>;
};

/** How much of the items the allocations sell. */
export function saleStatus(
  items: readonly string[],
  allocations: readonly PackageAllocation[],
): PackageResult['status'] {
  const sold = allocations.reduce((sum, allocation) => sum + allocation.items.length, 0);
  return sold === 0 ? 'unsold' : sold === items.length ? 'sold' : 'partly-sold';
}
