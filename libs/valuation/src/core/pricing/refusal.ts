import { err } from '#libs/kernel';
import type { ForecastRefusal } from '../forecasting/index.js';
import type { RefusalCode } from '../refusal.js';

/** Why a dossier, or one right of it, gets no price. */
export type PricingRefusalCode =
  | RefusalCode
  | ForecastRefusal['code']
  | 'no-price-evidence'
  | 'already-assigned'
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
