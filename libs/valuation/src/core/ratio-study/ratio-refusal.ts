import { err, type Result } from '#libs/kernel';

/** Why a figure or its interval is not given. */
export interface RatioRefusal {
  readonly code: 'too-few-sales' | 'no-variation' | 'zero-median' | 'bound-not-positive';
  readonly reason: string;
}

export type RatioResult<T> = Result<T, RatioRefusal>;

export const refuseRatio = (
  code: RatioRefusal['code'],
  reason: string,
): { readonly ok: false; readonly error: RatioRefusal } => err({ code, reason });
