import * as fc from 'fast-check';
import { tieKey } from '../second-price.js';
import { clearUnits } from './clear-units.js';
import type { UnitAllocation, UnitAuction, UnitBid, UnitOutcome } from './unit-auction.js';

const allocationsOf = (outcome: UnitOutcome): readonly UnitAllocation[] =>
  outcome.status === 'unsold' ? [] : outcome.allocations;

/** Few prices and quantities, so that ties are common. */
const anyStep = fc.record({
  priceMinor: fc.bigInt({ min: 1n, max: 6n }),
  quantity: fc.bigInt({ min: 1n, max: 5n }),
});
const anyBid = fc.record({
  bidder: fc.constantFrom('A', 'B', 'C', 'D'),
  steps: fc.array(anyStep, { minLength: 1, maxLength: 4 }),
});
const anyBids = fc
  .array(anyBid, { maxLength: 6 })
  .map((bids) => bids.map((bid, at): UnitBid => ({ ...bid, bidId: `bid-${String(at)}` })));
const anyAuction: fc.Arbitrary<UnitAuction> = fc.record({
  supply: fc.bigInt({ min: 1n, max: 25n }),
  reserveMinor: fc.bigInt({ min: 0n, max: 4n }),
  pricing: fc.constantFrom('lowest-accepted' as const, 'highest-rejected' as const, 'pay-as-bid' as const),
  bids: anyBids,
  nonCompetitive: fc.constant([]),
  capPerBidder: fc.option(fc.bigInt({ min: 1n, max: 12n }), { nil: undefined }),
  affiliates: fc.constant(new Map([['D', 'C']])),
  minimumFill: fc.constant(0n),
  tieSeed: fc.string(),
});

/**
 * The rule read aloud, without a cap: units are sold one by one, each to a step of the best price that still wants
 * one; at the stop-out price a bid is entitled to its part of what is left there.
 */
function unitByUnit({ supply, reserveMinor, bids, tieSeed }: UnitAuction): Map<string, number> {
  const units = bids.flatMap(({ bidId, steps }) =>
    steps.flatMap(({ priceMinor, quantity }) =>
      priceMinor < reserveMinor
        ? []
        : Array.from({ length: Number(quantity) }, () => ({ bidId, priceMinor })),
    ),
  );
  const ranked = [...units].sort((a, b) => Number(b.priceMinor - a.priceMinor));
  const within = ranked.slice(0, Number(supply));
  const stopOut = within.at(-1)?.priceMinor ?? 0n;
  const count = (
    list: readonly { bidId: string; priceMinor: bigint }[],
    bidId: string,
    at?: bigint,
  ): number =>
    list.filter(
      (unit) =>
        unit.bidId === bidId && (at === undefined ? unit.priceMinor > stopOut : unit.priceMinor === at),
    ).length;
  const awarded = new Map(bids.map(({ bidId }) => [bidId, count(within, bidId)]));
  const available = within.filter(({ priceMinor }) => priceMinor === stopOut).length;
  const asked = units.filter(({ priceMinor }) => priceMinor === stopOut).length;
  const parts = bids.map(({ bidId }) => {
    const exact = available * count(units, bidId, stopOut);
    const whole = asked === 0 ? 0 : Math.floor(exact / asked);
    return { bidId, whole, rest: exact - whole * asked, key: tieKey(tieSeed, bidId) };
  });
  const left = available - parts.reduce((sum, { whole }) => sum + whole, 0);
  const lucky = [...parts].sort((a, b) => b.rest - a.rest || (a.key < b.key ? -1 : 1)).slice(0, left);
  for (const { bidId, whole } of parts) awarded.set(bidId, (awarded.get(bidId) ?? 0) + whole);
  for (const { bidId } of lucky) awarded.set(bidId, (awarded.get(bidId) ?? 0) + 1);
  return awarded;
}

describe('clearUnits', () => {
  it('awards what selling unit by unit awards', () => {
    fc.assert(
      fc.property(anyAuction, (drawn) => {
        const auction = { ...drawn, capPerBidder: undefined };
        const outcome = clearUnits(auction);
        const got = new Map(allocationsOf(outcome).map(({ bidId, quantity }) => [bidId, Number(quantity)]));
        for (const [bidId, quantity] of unitByUnit(auction)) expect(got.get(bidId) ?? 0).toBe(quantity);
      }),
      { numRuns: 500 },
    );
  });

  it('does not depend on the order of the bids', () => {
    const reordered = anyAuction.chain((auction) =>
      fc.tuple(
        fc.constant(auction),
        fc.shuffledSubarray([...auction.bids], { minLength: auction.bids.length }),
      ),
    );
    fc.assert(
      fc.property(reordered, ([auction, bids]) => {
        expect(clearUnits({ ...auction, bids })).toEqual(clearUnits(auction));
      }),
    );
  });

  it('charges nobody more than the own prices, and nobody less than the reserve', () => {
    fc.assert(
      fc.property(anyAuction, (auction) => {
        const outcome = clearUnits(auction);
        for (const { bidId, quantity, paymentMinor } of allocationsOf(outcome)) {
          const bid = auction.bids.find((candidate) => candidate.bidId === bidId);
          const prices = (bid?.steps ?? [])
            .flatMap(({ priceMinor, quantity: units }) =>
              Array.from({ length: Number(units) }, () => priceMinor),
            )
            .sort((a, b) => Number(b - a))
            .slice(0, Number(quantity));
          expect(paymentMinor <= prices.reduce((sum, price) => sum + price, 0n)).toBe(true);
          expect(paymentMinor >= quantity * auction.reserveMinor).toBe(true);
        }
      }),
    );
  });

  it('awards no group more than the cap, also after remainders', () => {
    fc.assert(
      fc.property(anyAuction, (auction) => {
        const outcome = clearUnits(auction);
        const cap = auction.capPerBidder;
        fc.pre(cap !== undefined);
        const totals = new Map<string, bigint>();
        for (const { bidder, quantity } of allocationsOf(outcome)) {
          const group = auction.affiliates.get(bidder) ?? bidder;
          totals.set(group, (totals.get(group) ?? 0n) + quantity);
        }
        for (const total of totals.values()) expect(total <= cap).toBe(true);
      }),
    );
  });

  it('never lowers the price when somebody joins', () => {
    fc.assert(
      fc.property(anyAuction, anyBid, (drawn, bid) => {
        fc.pre(drawn.pricing !== 'pay-as-bid');
        const auction = { ...drawn, capPerBidder: undefined };
        const joined = { ...auction, bids: [...auction.bids, { ...bid, bidId: 'late' }] };
        const priceOf = (outcome: UnitOutcome): bigint =>
          (outcome.status === 'unsold' ? undefined : outcome.clearingPriceMinor) ?? auction.reserveMinor;
        expect(priceOf(clearUnits(joined)) >= priceOf(clearUnits(auction))).toBe(true);
      }),
    );
  });

  it('never awards a bid less because it offers more for its units', () => {
    fc.assert(
      fc.property(anyAuction, fc.nat(), fc.bigInt({ min: 1n, max: 3n }), (drawn, which, more) => {
        const [first, ...others] = drawn.bids;
        fc.pre(first !== undefined);
        const raised = first.steps.map((step, at) =>
          at === which % first.steps.length ? { ...step, priceMinor: step.priceMinor + more } : step,
        );
        const awarded = (steps: UnitBid['steps']): bigint => {
          const auction = { ...drawn, capPerBidder: undefined, bids: [{ ...first, steps }, ...others] };
          const own = allocationsOf(clearUnits(auction)).find(({ bidId }) => bidId === first.bidId);
          return own?.quantity ?? 0n;
        };
        expect(awarded(raised) >= awarded(first.steps)).toBe(true);
      }),
      { numRuns: 500 },
    );
  });
});
