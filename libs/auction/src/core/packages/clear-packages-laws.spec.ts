import * as fc from 'fast-check';
import { assert } from '#libs/kernel';
import { tieKey } from '../second-price.js';
import { clearPackages } from './clear-packages.js';
import type { PackageAuction, PackageBid, PackageResult } from './package-auction.js';

const ITEMS = ['a', 'b', 'c', 'd'];

const anyBid = fc.record({
  bidder: fc.constantFrom('A', 'B', 'C', 'D', 'E'),
  items: fc.subarray(ITEMS, { minLength: 1 }),
  /** Few prices, so that many allocations are worth the same. */
  priceMinor: fc.bigInt({ min: 0n, max: 9n }),
});

const anyAuction: fc.Arbitrary<PackageAuction> = fc.record({
  items: fc.constant(ITEMS),
  reservesMinor: fc.oneof(
    fc.constant(new Map<string, bigint>()),
    fc
      .array(fc.bigInt({ min: 0n, max: 3n }), { minLength: 4, maxLength: 4 })
      .map((reserves) => new Map(ITEMS.map((item, at) => [item, reserves[at] ?? 0n]))),
  ),
  pricing: fc.constant('core-selecting' as const),
  bids: fc
    .array(anyBid, { maxLength: 12 })
    .map((bids) => bids.map((bid, at): PackageBid => ({ ...bid, bidId: `bid-${String(at)}` }))),
  tieSeed: fc.string(),
  nodeLimit: fc.constant(10_000),
});

function decided(auction: PackageAuction): PackageResult {
  const outcome = clearPackages(auction);
  assert(outcome.status === 'decided', 'expected a decision');
  return outcome.result;
}

const reserveOf = ({ reservesMinor }: PackageAuction, { items }: Pick<PackageBid, 'items'>): bigint =>
  items.reduce((sum, item) => sum + (reservesMinor.get(item) ?? 0n), 0n);

/** Every set of bids of these bidders that can be accepted together, reserves apart. */
function allocations(bids: readonly PackageBid[]): readonly (readonly PackageBid[])[] {
  const [first, ...rest] = bids;
  if (first === undefined) return [[]];
  const without = allocations(rest);
  const compatible = rest.filter(
    (bid) => bid.bidder !== first.bidder && !bid.items.some((item) => first.items.includes(item)),
  );
  return [...without, ...allocations(compatible).map((others) => [first, ...others])];
}

/** What the bids offer beyond the reserves of their items. */
const worth = (auction: PackageAuction, bids: readonly PackageBid[]): bigint =>
  bids.reduce((sum, bid) => sum + bid.priceMinor - reserveOf(auction, bid), 0n);

/** The best that the bidders can offer together. */
const offerOf = (auction: PackageAuction, bids: readonly PackageBid[]): bigint =>
  allocations(bids).reduce((most, set) => (worth(auction, set) > most ? worth(auction, set) : most), 0n);

/** The rule read aloud: of all allocations of greatest worth the first, comparing bid by bid in the order of keys. */
function winningBids(auction: PackageAuction): readonly string[] {
  const ranked = auction.bids
    .filter((bid) => bid.priceMinor >= reserveOf(auction, bid))
    .map((bid) => ({ bid, key: tieKey(auction.tieSeed, bid.bidId) }))
    .sort((a, b) => (a.key < b.key ? -1 : 1))
    .map(({ bid }) => bid);
  const most = offerOf(auction, ranked);
  const signature = (set: readonly PackageBid[]): string =>
    ranked.map((bid) => (set.includes(bid) ? 'y' : 'n')).join('');
  const best = allocations(ranked)
    .filter((set) => worth(auction, set) === most)
    .sort((a, b) => (signature(a) > signature(b) ? -1 : 1));
  return (best[0] ?? []).map(({ bidId }) => bidId).sort();
}

const subsets = <T>(list: readonly T[]): readonly (readonly T[])[] =>
  list.reduce<readonly (readonly T[])[]>(
    (sets, entry) => [...sets, ...sets.map((set) => [...set, entry])],
    [[]],
  );

describe('clearPackages', () => {
  it('accepts what trying everything accepts, ties included', () => {
    fc.assert(
      fc.property(anyAuction, (auction) => {
        const won = decided(auction).allocations.map(({ bidId }) => bidId);
        expect([...won].sort()).toEqual(winningBids(auction));
      }),
      { numRuns: 300 },
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
        expect(clearPackages({ ...auction, bids })).toEqual(clearPackages(auction));
      }),
    );
  });

  it('states for each winner what its presence costs the others', () => {
    fc.assert(
      fc.property(anyAuction, (auction) => {
        const { vcgMinor, allocations: won } = decided(auction);
        const most = offerOf(auction, auction.bids);
        for (const { bidId, bidder } of won) {
          const bid = auction.bids.find((candidate) => candidate.bidId === bidId);
          assert(bid !== undefined, 'a winning bid is a bid');
          const others = offerOf(
            auction,
            auction.bids.filter((other) => other.bidder !== bidder),
          );
          expect(vcgMinor.get(bidder)).toBe(bid.priceMinor - (most - others));
        }
      }),
    );
  });

  it('charges at least VCG and the reserves, and at most the bid', () => {
    fc.assert(
      fc.property(anyAuction, (auction) => {
        const { vcgMinor, allocations: won } = decided(auction);
        for (const { bidId, bidder, items, paymentMinor } of won) {
          const bid = auction.bids.find((candidate) => candidate.bidId === bidId);
          expect(paymentMinor <= (bid?.priceMinor ?? 0n)).toBe(true);
          expect(paymentMinor >= (vcgMinor.get(bidder) ?? 0n)).toBe(true);
          expect(paymentMinor >= reserveOf(auction, { items })).toBe(true);
        }
      }),
    );
  });

  it('leaves no coalition that would pay the seller more', () => {
    fc.assert(
      fc.property(anyAuction, (auction) => {
        const { allocations: won } = decided(auction);
        const premium = (bidder: string): bigint =>
          won
            .filter((allocation) => allocation.bidder === bidder)
            .reduce((sum, { items, paymentMinor }) => sum + paymentMinor - reserveOf(auction, { items }), 0n);
        const gain = (bidder: string): bigint =>
          won
            .filter((allocation) => allocation.bidder === bidder)
            .reduce((sum, { bidId, paymentMinor }) => {
              const bid = auction.bids.find((candidate) => candidate.bidId === bidId);
              return sum + (bid?.priceMinor ?? 0n) - paymentMinor;
            }, 0n);
        const bidders = [...new Set(auction.bids.map(({ bidder }) => bidder))];
        const revenue = bidders.reduce((sum, bidder) => sum + premium(bidder), 0n);
        for (const coalition of subsets(bidders)) {
          const offer = offerOf(
            auction,
            auction.bids.filter(({ bidder }) => coalition.includes(bidder)),
          );
          const gained = coalition.reduce((sum, bidder) => sum + gain(bidder), 0n);
          expect(offer - gained <= revenue).toBe(true);
        }
      }),
    );
  });
});

describe('the VCG auction', () => {
  it('rewards no bidder for bidding anything but what the package is worth to it', () => {
    const one = fc.record({
      items: fc.subarray(ITEMS, { minLength: 1 }),
      worth: fc.bigInt({ min: 0n, max: 6n }),
    });
    fc.assert(
      fc.property(anyAuction, one, (drawn, { items, worth: value }) => {
        const auction = { ...drawn, pricing: 'vcg' as const, bids: drawn.bids.slice(0, 6) };
        const gainAt = (priceMinor: bigint): bigint => {
          const own = { bidId: 'own', bidder: 'own', items, priceMinor };
          const { allocations: won } = decided({ ...auction, bids: [...auction.bids, own] });
          const got = won.find(({ bidId }) => bidId === 'own');
          return got === undefined ? 0n : value - got.paymentMinor;
        };
        const honest = gainAt(value);
        for (let price = 0n; price <= 8n; price += 1n) expect(gainAt(price) <= honest).toBe(true);
      }),
      { numRuns: 40 },
    );
  });
});
