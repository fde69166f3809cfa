import type { LotKind } from '#core/rights';
import { type Currency, err, ok, type Result } from '#libs/kernel';

/** What became of a lot. An unsold one says only that its price lay below the reserve: 1 where any bid would have won. */
export type LotOutcome =
  | { readonly state: 'sold'; readonly priceMinor: bigint }
  | { readonly state: 'unsold'; readonly reserveMinor: bigint };

/** A frozen valuation of one right beside what became of it, as it is recorded. Amounts are of one currency. */
export interface RecordedOutcome<Outcome extends LotOutcome = LotOutcome> {
  /** Names the lot; no lot counts twice. */
  readonly lot: string;
  /** SHA-256 of the valuation as it was frozen. */
  readonly valuationDigest: string;
  readonly kind: LotKind;
  readonly currency: Currency;
  /** `YYYY-MM-DD`, not after the close. */
  readonly valuedOn: string;
  readonly closedOn: string;
  /** First decile, median and last decile of the market value of the right: a range that claims 80 %. */
  readonly p10Minor: bigint;
  readonly estimateMinor: bigint;
  readonly p90Minor: bigint;
  /** As claimed with the estimate; null where its first decile was nothing. */
  readonly forecastStandardDeviation: number | null;
  readonly outcome: Outcome;
  readonly losingBidsMinor: readonly bigint[];
}

declare const admitted: unique symbol;

/** An outcome that was looked through; there is no other way to make one than {@link admitScoreEntry}. */
export type ScoreEntry<Outcome extends LotOutcome = LotOutcome> = RecordedOutcome<Outcome> & {
  readonly [admitted]: true;
};

export type SoldEntry = ScoreEntry<Extract<LotOutcome, { readonly state: 'sold' }>>;
export type UnsoldEntry = ScoreEntry<Extract<LotOutcome, { readonly state: 'unsold' }>>;

export const isSold = (entry: ScoreEntry): entry is SoldEntry => entry.outcome.state === 'sold';
export const isUnsold = (entry: ScoreEntry): entry is UnsoldEntry => entry.outcome.state === 'unsold';

/** The first field at fault, as an RFC 6901 pointer into the record. */
export interface ScoreEntryFault {
  readonly path: string;
  readonly reason: string;
}

const DAY = /^\d{4}-\d{2}-\d{2}$/;
const AMOUNT_MAX = BigInt(Number.MAX_SAFE_INTEGER);

/**
 * Looks a recorded outcome through: deciles in order, amounts that a float holds exactly, a price and a reserve above
 * nothing, a valuation that was frozen no later than the close.
 */
export function admitScoreEntry(record: RecordedOutcome): Result<ScoreEntry, ScoreEntryFault> {
  const fault = datesFault(record) ?? rangeFault(record) ?? outcomeFault(record);
  // The only place that makes an entry: everything the brand stands for was looked at in the line above.
  return fault === undefined ? ok(record as ScoreEntry) : err(fault);
}

function datesFault({ valuedOn, closedOn }: RecordedOutcome): ScoreEntryFault | undefined {
  if (!DAY.test(valuedOn)) return { path: '/valuedOn', reason: 'must be a day, YYYY-MM-DD' };
  if (!DAY.test(closedOn)) return { path: '/closedOn', reason: 'must be a day, YYYY-MM-DD' };
  return valuedOn > closedOn ? { path: '/valuedOn', reason: 'lies after the close' } : undefined;
}

function rangeFault(record: RecordedOutcome): ScoreEntryFault | undefined {
  const { p10Minor, estimateMinor, p90Minor, forecastStandardDeviation: deviation } = record;
  if (p10Minor < 0n) return { path: '/p10Minor', reason: 'must be 0 or more' };
  if (p10Minor > estimateMinor) return { path: '/p10Minor', reason: 'lies above the median' };
  if (p90Minor < estimateMinor) return { path: '/p90Minor', reason: 'lies below the median' };
  if (p90Minor > AMOUNT_MAX) return { path: '/p90Minor', reason: 'is beyond 2^53 minor units' };
  if (deviation !== null && !(deviation >= 0 && Number.isFinite(deviation)))
    return { path: '/forecastStandardDeviation', reason: 'must be 0 or more, or null' };
  return undefined;
}

function outcomeFault({ outcome, losingBidsMinor }: RecordedOutcome): ScoreEntryFault | undefined {
  const [field, amount] =
    outcome.state === 'sold'
      ? (['priceMinor', outcome.priceMinor] as const)
      : (['reserveMinor', outcome.reserveMinor] as const);
  if (amount <= 0n) return { path: `/outcome/${field}`, reason: 'must be above 0' };
  if (amount > AMOUNT_MAX) return { path: `/outcome/${field}`, reason: 'is beyond 2^53 minor units' };
  const bid = losingBidsMinor.findIndex((bidMinor) => bidMinor < 0n);
  return bid < 0 ? undefined : { path: `/losingBidsMinor/${String(bid)}`, reason: 'must be 0 or more' };
}
