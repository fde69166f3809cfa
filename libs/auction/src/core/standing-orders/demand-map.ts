import type { LotKind } from '#core/rights';
import type { Currency } from '#libs/kernel';
import type { DecayBand } from './decay-band.js';
import type { OrderCriteria } from './match-order.js';
import { type RevenueBand, revenueBandOf } from './revenue-band.js';

/** What is published of an order: the class that it is one of many in. */
export type DemandClass = {
  readonly lotKind: LotKind;
  readonly domain: string | null;
  readonly currency: Currency;
  /** The band that the least revenue asked for lies in. */
  readonly revenueBand: RevenueBand;
  readonly decayBand: DecayBand | null;
};

export type DemandCell = DemandClass & {
  /** Rounded down to a multiple of the cohort. */
  readonly orders: number;
};

/** An order that stands, and who is behind it: affiliated parties are one. */
export type CountedOrder = Pick<
  OrderCriteria,
  'lotKind' | 'domain' | 'currency' | 'revenueMinMinor' | 'decayBand'
> & { readonly buyer: string };

/**
 * How many buyers wait for what, without telling of any of them. Each order is generalised to one class; a class is
 * shown when at least `cohort` buyers are in it (k-anonymity: Sweeney, 2002, "k-anonymity: a model for protecting
 * privacy"), a buyer counts once in it, and counts are rounded down to multiples of the cohort, so that one more or
 * less seldom shows at all. Neither limits nor other amounts enter. In the order of the classes' names.
 */
export function demandMapOf(orders: readonly CountedOrder[], cohort: number): readonly DemandCell[] {
  const cells = new Map<string, { readonly of: DemandClass; readonly buyers: Set<string> }>();
  for (const order of orders) {
    const of = classOf(order);
    const name = JSON.stringify([of.lotKind, of.domain, of.currency, of.revenueBand, of.decayBand]);
    const cell = cells.get(name) ?? { of, buyers: new Set() };
    cell.buyers.add(order.buyer);
    cells.set(name, cell);
  }
  return [...cells]
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([, { of, buyers }]) => ({ ...of, orders: buyers.size - (buyers.size % cohort) }))
    .filter((cell) => cell.orders >= cohort);
}

const classOf = ({ lotKind, domain, currency, revenueMinMinor, decayBand }: CountedOrder): DemandClass => ({
  lotKind,
  domain,
  currency,
  revenueBand: revenueBandOf(revenueMinMinor, currency),
  decayBand,
});
