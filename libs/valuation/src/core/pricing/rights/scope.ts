import { ok, type Result } from '#libs/kernel';
import { type PricingRefusal, refusePricing } from '../refusal.js';

/** How far a right reaches: a field of use and the countries it holds in. */
export interface RightScope {
  readonly fieldOfUse: string;
  readonly territory: 'worldwide' | readonly string[];
}

/** What is known about where the model is used. */
export interface UsagePlaces {
  /** Field of use of each domain. */
  readonly fields: readonly string[];
  /** Parts of the usage by country; undefined when nobody has told. */
  readonly territoryShares: Readonly<Record<string, number>> | undefined;
}

export const EVERYWHERE: RightScope = { fieldOfUse: 'any', territory: 'worldwide' };

/**
 * Part of each domain's flows that a right reaches, 0 to 1.
 * Refuses what the evidence does not tell apart: a part of a domain, countries without shares, a field in which
 * the model has never been used.
 */
export function scopeShares(scope: RightScope, places: UsagePlaces): Result<Float64Array, PricingRefusal> {
  const narrow = places.fields.find((field) => scope.fieldOfUse.startsWith(`${field}/`));
  if (narrow !== undefined)
    return refusePricing('field-too-narrow', `the evidence does not tell ${scope.fieldOfUse} from ${narrow}`);
  const reached = places.fields.map((field) => covers(scope.fieldOfUse, field));
  if (!reached.includes(true))
    return refusePricing('field-outside-evidence', `no domain lies in the field ${scope.fieldOfUse}`);
  const territory = territoryShare(scope, places);
  if (territory === undefined)
    return refusePricing('territory-unknown', 'a right in some countries needs the usage by country');
  return ok(Float64Array.from(reached, (isReached) => (isReached ? territory : 0)));
}

/** The most that a right may reach: where the evidence does not tell, all of it. */
export const scopeSharesAtMost = (scope: RightScope, places: UsagePlaces): Float64Array =>
  Float64Array.from(places.fields, (field) =>
    covers(scope.fieldOfUse, field) || scope.fieldOfUse.startsWith(`${field}/`)
      ? (territoryShare(scope, places) ?? 1)
      : 0,
  );

const covers = (general: string, particular: string): boolean =>
  general === 'any' || particular === general || particular.startsWith(`${general}/`);

function territoryShare({ territory }: RightScope, { territoryShares }: UsagePlaces): number | undefined {
  if (territory === 'worldwide') return 1;
  if (territoryShares === undefined) return undefined;
  return Math.min(
    territory.reduce((sum, country) => sum + (territoryShares[country] ?? 0), 0),
    1,
  );
}
