import { err } from '#libs/kernel';

/** Why no value is given. A refusal is an answer: data that cannot carry a price must not be given one. */
export type RefusalCode =
  | 'invalid-observation'
  | 'too-few-points'
  | 'no-time-spread'
  | 'all-successes'
  | 'no-skill'
  | 'separated'
  | 'no-finite-estimate'
  | 'usage-invalid'
  | 'usage-too-short'
  | 'usage-stale'
  | 'after-valuation-date'
  | 'duplicate-domain'
  | 'shares-exceed-whole'
  | 'amount-out-of-range'
  | 'too-uncertain';

export type Refusal = {
  readonly code: RefusalCode;
  readonly reason: string;
  /** The domain or right that the refusal is about, where there is one. */
  readonly subject?: string;
};

export const refuse = (code: RefusalCode, reason: string): { readonly ok: false; readonly error: Refusal } =>
  err({ code, reason });

/** The same refusal, saying which domain or right it is about. */
export const refuseAbout = (
  subject: string,
  { code, reason }: Refusal,
): { readonly ok: false; readonly error: Refusal } => err({ code, reason, subject });
