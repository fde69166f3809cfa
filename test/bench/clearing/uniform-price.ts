import { clearUnits, type UnitAuction } from '#core/auction';
import { assert, seededRandom } from '#libs/kernel';
import { say, tell } from '../report.js';
import { timed } from '../processor-time.js';

const BIDDERS = 100_000;
const STEPS_EACH = 10;
const QUANTITY_MAX = 20;
const ROUNDS = 3;

/** A large book at one price. Its memory is that of the process, so that this comes before anything else. */
export function uniformPrice(): void {
  const steps = BIDDERS * STEPS_EACH;
  say(`\nUniform price: ${String(steps)} steps of ${String(BIDDERS)} bidders, a cap and affiliates`);
  const auction = largeBook();
  const allMs = Array.from({ length: ROUNDS }, () => {
    const [outcome, ms] = timed(() => clearUnits(auction));
    assert(outcome.status === 'sold', 'demand exceeds the supply');
    return ms;
  });
  tell('the slowest of three', `${(Math.max(...allMs) / 1_000).toFixed(2)} s of processor time`, '< 2 s');
  const peakMegabytes = process.resourceUsage().maxRSS / 1_000;
  tell('peak memory of the process, the book included', `${peakMegabytes.toFixed(0)} MB`, '< 1000 MB');
}

function largeBook(): UnitAuction {
  const random = seededRandom('uniform price');
  const bids = Array.from({ length: BIDDERS }, (_, at) => ({
    bidId: `bid-${String(at)}`,
    bidder: String(at),
    steps: Array.from({ length: STEPS_EACH }, () => ({
      priceMinor: BigInt(1 + random.below(1_000_000_000)),
      quantity: BigInt(1 + random.below(QUANTITY_MAX)),
    })),
  }));
  const supply = BigInt(BIDDERS * STEPS_EACH * 4);
  return {
    supply,
    reserveMinor: 1n,
    pricing: 'lowest-accepted',
    bids,
    nonCompetitive: [],
    // Every bidder stands in some group, and each group is looked at.
    capPerBidder: supply / 10_000n,
    affiliates: new Map(bids.map(({ bidder }, at) => [bidder, `group ${String(at % 20_000)}`])),
    minimumFill: 0n,
    tieSeed: 'bench',
  };
}
