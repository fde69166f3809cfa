import type { UnitAnnouncement } from './auction-view.js';
import type { UnitBid, UnitStep } from './unit-book.js';

/** The units that are wanted at one price, where they stand behind all that are wanted at better ones. */
export type DemandLevel = { readonly priceMinor: bigint; readonly from: bigint; readonly to: bigint };

export type Demand = {
  /** Best price first. */
  readonly levels: readonly DemandLevel[];
  /** Units of bids without a price of their own; they are served before all others. */
  readonly servedFirst: bigint;
  /** The lowest price at which something is sold; undefined where demand ends before the supply does. */
  readonly stopOutMinor: bigint | undefined;
};

type Terms = Pick<UnitAnnouncement, 'supply' | 'reserveMinor' | 'capPerBidder'>;

/** Demand as it was held against the supply: from the reserve on, and of each bidder no more than the cap. */
export function demandOf(terms: Terms, bids: readonly UnitBid[]): Demand {
  const servedFirst = bids.reduce(
    (sum, bid) => sum + (bid.nonCompetitiveQuantity === undefined ? 0n : bid.wonQuantity),
    0n,
  );
  const quantities = new Map<bigint, bigint>();
  for (const { steps } of bids)
    for (const { priceMinor, quantity } of countedSteps(terms, steps))
      quantities.set(priceMinor, (quantities.get(priceMinor) ?? 0n) + quantity);
  const levels: DemandLevel[] = [];
  for (const [priceMinor, quantity] of [...quantities].sort(([a], [b]) => (a > b ? -1 : 1))) {
    const from = levels.at(-1)?.to ?? servedFirst;
    levels.push({ priceMinor, from, to: from + quantity });
  }
  const supply = BigInt(terms.supply);
  return { levels, servedFirst, stopOutMinor: levels.find(({ to }) => to >= supply)?.priceMinor };
}

/** The best prices count first; every bidder has one live bid. */
function countedSteps(
  { reserveMinor, capPerBidder }: Terms,
  steps: readonly UnitStep[],
): readonly UnitStep[] {
  let room = BigInt(capPerBidder);
  return steps.flatMap(({ priceMinor, quantity }) => {
    if (priceMinor < BigInt(reserveMinor) || room === 0n) return [];
    const counted = quantity < room ? quantity : room;
    room -= counted;
    return [{ priceMinor, quantity: counted }];
  });
}
