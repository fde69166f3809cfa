import { err } from '#libs/kernel';
import type { ForecastRefusal } from '../forecasting/index.js';

/** Why a dossier, or one right of it, gets no price. A refusal is an answer: data that cannot carry a price get none. */
export type PricingRefusalCode =
  | ForecastRefusal['code']
  | 'after-valuation-date'
  | 'already-assigned'
  | 'amount-out-of-range'
  | 'no-price-evidence'
  | 'no-skill'
  | 'too-uncertain'
  | 'usage-stale'
  | 'usage-too-short'
  | 'field-outside-evidence'
  | 'field-too-narrow'
  | 'territory-unknown';

export type PricingRefusal = {
  readonly code: PricingRefusalCode;
  readonly reason: string;
  /** The domain that the refusal is about, where there is one. */
  readonly subject?: string;
};

export const refusePricing = (
  code: PricingRefusalCode,
  reason: string,
  subject?: string,
): { readonly ok: false; readonly error: PricingRefusal } =>
  err(subject === undefined ? { code, reason } : { code, reason, subject });
