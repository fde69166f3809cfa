import * as fc from 'fast-check';
import {
  clearSecondPrice,
  type SecondPriceInput,
  type SingleItemBid,
  type SingleItemOutcome,
  tieKey,
} from './second-price.js';

const bid = (
  bidder: string,
  price: number,
  bidId = `bid-of-${bidder}-at-${String(price)}`,
): SingleItemBid => ({
  bidId,
  bidder,
  priceMinor: BigInt(price),
});

const clear = (reserve: number, bids: readonly SingleItemBid[], tieSeed = 'seed'): SingleItemOutcome =>
  clearSecondPrice({ reserveMinor: BigInt(reserve), bids, tieSeed });

/** The rule read aloud: a bid wins when no other bid beats it; the price is the least at which it still would. */
function naive({ reserveMinor, bids, tieSeed }: SecondPriceInput): SingleItemOutcome {
  const beats = (a: SingleItemBid, b: SingleItemBid): boolean => {
    if (a.priceMinor !== b.priceMinor) return a.priceMinor > b.priceMinor;
    if (a.bidder !== b.bidder) return tieKey(tieSeed, a.bidder) < tieKey(tieSeed, b.bidder);
    return a.bidId < b.bidId;
  };
  for (const candidate of bids) {
    if (candidate.priceMinor < reserveMinor || bids.some((other) => beats(other, candidate))) continue;
    let priceMinor = reserveMinor;
    for (const other of bids)
      if (other.bidder !== candidate.bidder && other.priceMinor > priceMinor) priceMinor = other.priceMinor;
    return { status: 'sold', winner: candidate.bidder, bidId: candidate.bidId, priceMinor };
  }
  return { status: 'unsold' };
}

/** Few prices and few bidders, so that ties and repeated bidders are common. */
const anyInput: fc.Arbitrary<SecondPriceInput> = fc.record({
  reserveMinor: fc.bigInt({ min: 0n, max: 6n }),
  bids: fc
    .array(fc.tuple(fc.constantFrom('A', 'B', 'C', 'D'), fc.bigInt({ min: 0n, max: 8n })), { maxLength: 7 })
    .map((bids) =>
      bids.map(([bidder, priceMinor], at) => ({ bidId: `bid-${String(at)}`, bidder, priceMinor })),
    ),
  tieSeed: fc.string(),
});

describe('clearSecondPrice', () => {
  it('charges the second highest bid', () => {
    expect(clear(1, [bid('A', 50), bid('B', 80), bid('C', 70)])).toEqual({
      status: 'sold',
      winner: 'B',
      bidId: 'bid-of-B-at-80',
      priceMinor: 70n,
    });
  });

  it('charges the reserve when it is above the second bid', () => {
    expect(clear(60, [bid('A', 80), bid('B', 40)])).toMatchObject({ winner: 'A', priceMinor: 60n });
  });

  it('charges the reserve to a lone bidder', () => {
    expect(clear(60, [bid('A', 80)])).toMatchObject({ winner: 'A', priceMinor: 60n });
  });

  it('does not let a bidder set the own price', () => {
    expect(clear(10, [bid('A', 80), bid('A', 75), bid('B', 20)])).toMatchObject({
      winner: 'A',
      priceMinor: 20n,
    });
  });

  it('sells at a bid that equals the reserve', () => {
    expect(clear(80, [bid('A', 80)])).toMatchObject({ winner: 'A', priceMinor: 80n });
  });

  it.each([
    ['nobody bids', []],
    ['nobody reaches the reserve', [bid('A', 89), bid('B', 89)]],
  ])('does not sell when %s', (_name, bids) => {
    expect(clear(90, bids)).toEqual({ status: 'unsold' });
  });

  it.each([
    [0, 1, 2],
    [1, 2, 0],
    [2, 0, 1],
    [2, 1, 0],
  ])('charges the tied amount with bids of 10, 10 and 7 that arrive in the order %i %i %i', (...order) => {
    const bids = [bid('A', 10), bid('B', 10), bid('C', 7)];
    const outcome = clear(
      1,
      order.map((at) => bids[at]).filter((found) => found !== undefined),
    );
    expect(outcome).toMatchObject({ winner: naiveTieWinner(['A', 'B']), priceMinor: 10n });
  });

  it('gives every tied bidder the same chance, over seeds', () => {
    const wins = { A: 0, B: 0, C: 0 };
    for (let seed = 0; seed < 3_000; seed += 1) {
      const outcome = clear(1, [bid('A', 5), bid('B', 5), bid('C', 5)], `seed ${String(seed)}`);
      if (outcome.status === 'sold') wins[outcome.winner as 'A' | 'B' | 'C'] += 1;
    }
    // Binomial(3000, 1/3) has a standard deviation of 26: four of them on either side.
    for (const count of Object.values(wins)) expect(Math.abs(count - 1_000)).toBeLessThan(104);
  });

  it('does the same as the rule read aloud', () => {
    fc.assert(
      fc.property(anyInput, (input) => {
        expect(clearSecondPrice(input)).toEqual(naive(input));
      }),
      { numRuns: 2_000 },
    );
  });

  it('does not depend on the order of the bids', () => {
    fc.assert(
      fc.property(
        anyInput.chain((input) =>
          fc.tuple(
            fc.constant(input),
            fc.shuffledSubarray([...input.bids], { minLength: input.bids.length }),
          ),
        ),
        ([input, shuffled]) => {
          expect(clearSecondPrice({ ...input, bids: shuffled })).toEqual(clearSecondPrice(input));
        },
      ),
    );
  });

  it('charges no more than was bid and no less than the reserve', () => {
    fc.assert(
      fc.property(anyInput, (input) => {
        const outcome = clearSecondPrice(input);
        fc.pre(outcome.status === 'sold');
        const won = input.bids.find(({ bidId }) => bidId === outcome.bidId);
        expect(won?.bidder).toBe(outcome.winner);
        expect(outcome.priceMinor <= (won?.priceMinor ?? -1n)).toBe(true);
        expect(outcome.priceMinor >= input.reserveMinor).toBe(true);
      }),
    );
  });

  it('never gets cheaper by another bid', () => {
    fc.assert(
      fc.property(anyInput, fc.bigInt({ min: 0n, max: 8n }), (input, priceMinor) => {
        const before = clearSecondPrice(input);
        const after = clearSecondPrice({
          ...input,
          bids: [...input.bids, { bidId: 'late', bidder: 'E', priceMinor }],
        });
        fc.pre(before.status === 'sold' && after.status === 'sold');
        expect(after.priceMinor >= before.priceMinor).toBe(true);
      }),
    );
  });
});

describe('bidding one’s value', () => {
  const GRID = [0, 1, 2, 3, 4, 5];

  /** What the bidder A gains: value less price when it wins, else nothing. A bid of undefined stays away. */
  const gain = (
    value: number,
    own: number | undefined,
    rivals: readonly number[],
    reserve: number,
  ): number => {
    const bids = rivals.map((price, at) => bid(`rival-${String(at)}`, price));
    const outcome = clear(reserve, own === undefined ? bids : [bid('A', own), ...bids]);
    return outcome.status === 'sold' && outcome.winner === 'A' ? value - Number(outcome.priceMinor) : 0;
  };

  const everySituation = function* (): Generator<[number, number[], number]> {
    for (const value of GRID)
      for (const reserve of [0, 2, 4])
        for (const first of GRID) {
          yield [value, [first], reserve];
          for (const second of GRID) yield [value, [first, second], reserve];
        }
  };

  it('is never worse than any other bid, whatever the rivals bid', () => {
    for (const [value, rivals, reserve] of everySituation())
      for (const deviation of [undefined, ...GRID, 6])
        expect(gain(value, value, rivals, reserve)).toBeGreaterThanOrEqual(
          gain(value, deviation, rivals, reserve),
        );
  });

  it('is sometimes better than each other bid', () => {
    for (const deviation of [undefined, 0, 1, 2, 4, 5]) {
      const gains = [...everySituation()]
        .filter(([value]) => value === 3)
        .map(
          ([value, rivals, reserve]) =>
            gain(value, 3, rivals, reserve) - gain(value, deviation, rivals, reserve),
        );
      expect(Math.max(...gains)).toBeGreaterThan(0);
    }
  });

  it('never loses money', () => {
    for (const [value, rivals, reserve] of everySituation())
      expect(gain(value, value, rivals, reserve)).toBeGreaterThanOrEqual(0);
  });
});

const naiveTieWinner = (bidders: readonly string[]): string | undefined =>
  [...bidders].sort((a, b) => (tieKey('seed', a) < tieKey('seed', b) ? -1 : 1))[0];
