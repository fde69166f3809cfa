import { clearUnits, type UnitAuction } from '#core/auction';
import { AMOUNT_MINOR_MAX } from '#libs/kernel';
import { z } from 'zod';
import { amount, name, quantity, tieSeed } from './amount.js';
import { BIDS_MAX, distinctIds } from './bid-list.js';

const STEPS_MAX = 1_000_000;

const step = z.strictObject({ price: amount, quantity });

export const unitsSchema = z
  .strictObject({
    format: z.enum(['uniform-price', 'pay-as-bid']),
    supply: quantity,
    reserve: amount,
    pricing: z.enum(['lowest-accepted', 'highest-rejected']).default('lowest-accepted'),
    marginal: z.literal('largest-remainder').default('largest-remainder'),
    capPerBidder: quantity.optional(),
    affiliates: z.record(name, name).default({}),
    minimumFill: amount.default(0n),
    nonCompetitive: z
      .array(z.strictObject({ id: name, bidder: name, quantity }))
      .max(BIDS_MAX)
      .default([]),
    bids: z
      .array(z.strictObject({ id: name, bidder: name, steps: z.array(step).min(1).max(STEPS_MAX) }))
      .max(BIDS_MAX),
    tieSeed,
  })
  .superRefine((input, context) => {
    const { bids, nonCompetitive } = input;
    distinctIds({ bids, nonCompetitive }, context);
    const refuse = (path: (string | number)[], message: string): void => {
      context.addIssue({ code: 'custom', path, message });
    };
    refuseTooMuch(input, refuse);
    refuseBothWays(input, refuse);
  });

type UnitsInput = z.output<typeof unitsSchema>;
type Refuse = (path: (string | number)[], message: string) => void;

/** Whatever is awarded, every payment has to be an amount. */
function refuseTooMuch({ bids, nonCompetitive, reserve }: UnitsInput, refuse: Refuse): void {
  let highest = reserve;
  let steps = 0;
  for (const [at, bid] of bids.entries()) {
    let value = 0n;
    for (const { price, quantity: units } of bid.steps) {
      value += price * units;
      if (price > highest) highest = price;
    }
    steps += bid.steps.length;
    if (value > AMOUNT_MINOR_MAX) refuse(['bids', at, 'steps'], 'must not come to more than 2^63-1');
    if (steps > STEPS_MAX) refuse(['bids', at, 'steps'], `all bids have at most ${String(STEPS_MAX)} steps`);
  }
  for (const [at, { quantity: units }] of nonCompetitive.entries())
    if (units * highest > AMOUNT_MINOR_MAX)
      refuse(['nonCompetitive', at, 'quantity'], 'must not come to more than 2^63-1 at the best price');
}

/** Nobody bids both ways in one auction (31 CFR 356.12(b)). */
function refuseBothWays({ bids, nonCompetitive }: UnitsInput, refuse: Refuse): void {
  const competitive = new Set(bids.map(({ bidder }) => bidder));
  for (const [at, { bidder }] of nonCompetitive.entries())
    if (competitive.has(bidder))
      refuse(['nonCompetitive', at, 'bidder'], 'bids competitively in the same auction');
}

/** Sells identical units; see {@link clearUnits}. */
export function clearUnitAuction(input: UnitsInput): object {
  const outcome = clearUnits(auctionOf(input));
  if (outcome.status === 'unsold') return { ...outcome, allocations: [] };
  const { status, clearingPriceMinor, allocations } = outcome;
  return {
    status,
    clearingPrice: clearingPriceMinor?.toString(),
    allocations: allocations.map(({ bidId, bidder, quantity: units, paymentMinor }) => ({
      bid: bidId,
      bidder,
      quantity: units.toString(),
      payment: paymentMinor.toString(),
    })),
  };
}

const auctionOf = (input: UnitsInput): UnitAuction => ({
  supply: input.supply,
  reserveMinor: input.reserve,
  pricing: input.format === 'pay-as-bid' ? 'pay-as-bid' : input.pricing,
  bids: input.bids.map(({ id, bidder, steps }) => ({
    bidId: id,
    bidder,
    steps: steps.map(({ price, quantity: units }) => ({ priceMinor: price, quantity: units })),
  })),
  nonCompetitive: input.nonCompetitive.map(({ id, bidder, quantity: units }) => ({
    bidId: id,
    bidder,
    quantity: units,
  })),
  capPerBidder: input.capPerBidder,
  affiliates: new Map(Object.entries(input.affiliates)),
  minimumFill: input.minimumFill,
  tieSeed: input.tieSeed,
});
