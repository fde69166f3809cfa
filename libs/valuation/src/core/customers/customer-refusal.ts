import { err } from '#libs/kernel';

/** Why a model of customers gives no fit. */
export interface CustomerRefusal {
  readonly code: 'invalid-observation' | 'too-few-points' | 'no-finite-estimate';
  readonly reason: string;
}

export const refuse = (
  code: CustomerRefusal['code'],
  reason: string,
): { readonly ok: false; readonly error: CustomerRefusal } => err({ code, reason });
