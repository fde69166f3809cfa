import type { Currency } from '#libs/kernel';
import type { LotKind } from '#core/rights';
import type { OrderFormat } from '../sealing/index.js';
import { type DecayBand, decayBandOf } from './decay-band.js';

/** What a buyer waits for. Everything but the limit, which is sealed. */
export type OrderCriteria = {
  readonly bookDigest: string;
  readonly lotKind: LotKind;
  /** Where the limit may be a bid. */
  readonly formats: readonly OrderFormat[];
  /** The evaluation domain that the model has to be used in; null for any. */
  readonly domain: string | null;
  /** Of the limit, the deposit and the revenue. */
  readonly currency: Currency;
  /** Revenue a month, both ends included; null for no upper end. */
  readonly revenueMinMinor: bigint;
  readonly revenueMaxMinor: bigint | null;
  /** Null for any. */
  readonly decayBand: DecayBand | null;
  /** The largest deposit that the buyer is ready to have locked. */
  readonly depositMaxMinor: bigint;
  readonly expiresAtMs: number;
};

/** What a model earns in one of its domains, and how long that lasts. */
export type UseFacts = {
  readonly domain: string;
  readonly revenuePerMonthMinor: bigint;
  /** Null beyond the horizon of the valuation. */
  readonly halfLifeYears: number | null;
};

/** What is announced of a lot, as far as orders ask for it. */
export type LotFacts = {
  /** Undefined when the auction admits no orders. */
  readonly bookDigest: string | undefined;
  readonly lotKind: LotKind;
  readonly format: string;
  readonly currency: Currency;
  readonly depositMinor: bigint;
  readonly closesAtMs: number;
  readonly uses: readonly UseFacts[];
};

/** Why an order does not fit a lot: the first that is found out. */
export type OrderMismatch =
  'book' | 'lot-kind' | 'format' | 'currency' | 'deposit' | 'expiry' | 'domain' | 'revenue' | 'decay';

/**
 * Whether a lot is what a buyer waits for. An order for one domain looks at that domain alone; an order for any looks
 * at the whole lot: the revenue of all domains, and the shortest of their half-lives. It has to last until the
 * announced close, because up to there the buyer is bound.
 */
export function matchOrder(order: OrderCriteria, lot: LotFacts): 'matches' | OrderMismatch {
  if (order.bookDigest !== lot.bookDigest) return 'book';
  if (order.lotKind !== lot.lotKind) return 'lot-kind';
  if (!order.formats.some((format) => format === lot.format)) return 'format';
  if (order.currency !== lot.currency) return 'currency';
  if (lot.depositMinor > order.depositMaxMinor) return 'deposit';
  if (order.expiresAtMs < lot.closesAtMs) return 'expiry';
  const use = useOf(lot.uses, order.domain);
  if (use === undefined) return 'domain';
  const { revenuePerMonthMinor } = use;
  if (revenuePerMonthMinor < order.revenueMinMinor) return 'revenue';
  if (order.revenueMaxMinor !== null && revenuePerMonthMinor > order.revenueMaxMinor) return 'revenue';
  return order.decayBand === null || order.decayBand === decayBandOf(use.halfLifeYears) ? 'matches' : 'decay';
}

type Use = Omit<UseFacts, 'domain'>;

function useOf(uses: readonly UseFacts[], domain: string | null): Use | undefined {
  if (domain !== null) return uses.find((use) => use.domain === domain);
  if (uses.length === 0) return undefined;
  const halfLives = uses.flatMap(({ halfLifeYears }) => halfLifeYears ?? []);
  return {
    revenuePerMonthMinor: uses.reduce((sum, use) => sum + use.revenuePerMonthMinor, 0n),
    halfLifeYears: halfLives.length === 0 ? null : Math.min(...halfLives),
  };
}
