import { asCurrency, assert, type Random } from '#libs/kernel';
import { normalQuantile } from '../normal-distribution.js';
import { admitScoreEntry, type RecordedOutcome, type ScoreEntry } from './score-entry.js';

/** A made-up market, for looking at what the board says where the truth is known. Deviations on the log scale. */
export interface LotMarket {
  readonly lots: number;
  /** Median of the logarithm of price over estimate. */
  readonly centre?: number;
  /** How far prices spread, and how far the valuations claim that they do. */
  readonly spread?: number;
  readonly claimed?: number;
  /** Reserve as a share of the estimate; every lot is sold without. */
  readonly reserveShare?: number;
}

/** Lots of one market: estimates of all sizes, prices lognormal around them, unsold where the reserve is not met. */
export function simulatedLots(market: LotMarket, random: Random): readonly ScoreEntry[] {
  const { lots, centre = 0, spread = 0.3, claimed = spread, reserveShare = 0 } = market;
  return Array.from({ length: lots }, (_, index) => {
    const estimate = Math.round(1e7 * Math.exp(1.5 * random.normal()));
    const price = Math.round(estimate * Math.exp(centre + spread * random.normal()));
    const reserve = Math.round(reserveShare * estimate);
    return recordedLot({
      lot: `lot-${String(index).padStart(5, '0')}`,
      ...claimedRange(estimate, claimed),
      outcome:
        price >= reserve
          ? { state: 'sold', priceMinor: BigInt(price) }
          : { state: 'unsold', reserveMinor: BigInt(reserve) },
    });
  });
}

/** What a valuation claims whose log-scale deviation is this. */
export function claimedRange(estimate: number, deviation: number) {
  const factor = Math.exp(normalQuantile(0.9) * deviation);
  return {
    p10Minor: BigInt(Math.round(estimate / factor)),
    estimateMinor: BigInt(estimate),
    p90Minor: BigInt(Math.round(estimate * factor)),
    forecastStandardDeviation: Math.expm1(deviation),
  };
}

/** A lot that was sold at its estimate, with the changes given. */
export function recordedLot(changes: Partial<RecordedOutcome>): ScoreEntry {
  const entry = admitScoreEntry({
    lot: 'lot',
    valuationDigest: 'ab'.repeat(32),
    kind: 'weights',
    currency: asCurrency('EUR'),
    valuedOn: '2026-03-01',
    closedOn: '2026-03-15',
    ...claimedRange(100_000, 0.3),
    outcome: { state: 'sold', priceMinor: 100_000n },
    losingBidsMinor: [],
    ...changes,
  });
  assert(entry.ok, 'a lot that is not admitted');
  return entry.value;
}
