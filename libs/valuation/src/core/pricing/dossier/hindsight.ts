import { monthIndexOf, monthStartOf } from '#core/usage';
import type { PricingRefusal } from '../refusal.js';
import { refusePricing } from '../refusal.js';
import type { PricingDossier } from './dossier-schema.js';
import { yearsFrom } from './read-dossier.js';

/** Slack for times that were rounded on their way into a dossier. */
const DAY_YEARS = 1 / 365;

/**
 * The first fact of a dossier that could not be known at its date: a score, a quote, a sale or a grant after it, or
 * a month of usage that was still running. Undefined where there is none.
 */
export function hindsightIn(
  dossier: PricingDossier,
): { readonly ok: false; readonly error: PricingRefusal } | undefined {
  const { domains, grants, comparables, valuationDate } = dossier;
  const isLate = (t: string | number): boolean => yearsFrom(valuationDate, t) > DAY_YEARS;
  for (const { name, scores, usage, substitutes } of domains) {
    const score = scores.find(({ t }) => isLate(t));
    if (score !== undefined) return late(`a score of ${String(score.t)}`, name);
    const quote = substitutes.flatMap(({ series }) => series).find(({ t }) => isLate(t));
    if (quote !== undefined) return late(`a substitute's quote of ${String(quote.t)}`, name);
    const running = usage.find(({ month }) => monthStartOf(monthIndexOf(month) + 1) > valuationDate);
    if (running !== undefined) return late(`the month ${running.month.slice(0, 7)} ended`, name);
  }
  const sale = comparables.find(({ date }) => date > valuationDate);
  if (sale !== undefined) return late(`a sale of ${sale.date}`);
  const grant = grants.find(({ grantedOn }) => grantedOn > valuationDate);
  return grant === undefined ? undefined : late(`a grant of ${grant.grantedOn}`);
}

const late = (fact: string, subject?: string): { readonly ok: false; readonly error: PricingRefusal } =>
  refusePricing('after-valuation-date', `${fact} after the valuation date`, subject);
