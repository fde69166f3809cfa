import type { LotTerms } from '#core/rights';
import { canonicalJson, type Json } from '#libs/kernel';
import { pricedRightSchema } from './dossier/right-schema.js';
import { describeRight } from './rights/right-price.js';
import type { PricedRight, Valuation } from './valuation.js';

/** The price of a right in minor units: over paths, and as the hammer is expected to fall. */
export interface PriceOfTerms {
  readonly right: PricedRight;
  readonly range: PriceRange;
  readonly hammer: PriceRange;
}

export interface PriceRange {
  readonly p10Minor: bigint;
  readonly p50Minor: bigint;
  readonly p90Minor: bigint;
}

/**
 * What a valuation says of a lot with exactly these terms; undefined where it prices no such right. Of several identical
 * licences the price of one is meant.
 */
export function priceOfTerms({ rights }: Valuation, terms: LotTerms): PriceOfTerms | undefined {
  const wanted = keyOf(describeRight(pricedRightSchema.parse(terms)));
  const right = rights.find((candidate) => keyOf(candidate) === wanted);
  if (right === undefined || 'refused' in right) return undefined;
  return { right, range: rangeOf(right), hammer: rangeOf(right.market) };
}

const keyOf = ({ kind, terms }: Pick<PricedRight, 'kind' | 'terms'>): string =>
  canonicalJson({ kind, terms } satisfies Json);

const rangeOf = ({ p10, p50, p90 }: Readonly<Record<'p10' | 'p50' | 'p90', string>>): PriceRange => ({
  p10Minor: BigInt(p10),
  p50Minor: BigInt(p50),
  p90Minor: BigInt(p90),
});
