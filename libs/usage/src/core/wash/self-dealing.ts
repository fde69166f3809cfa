import type { MeteredReceipt, WashEvidence } from './wash-evidence.js';

/** Receipts whose payer and payee are one, or in one hand. */
export const selfDealing = (
  receipts: readonly MeteredReceipt[],
  { controllerOf }: WashEvidence,
): readonly MeteredReceipt[] =>
  receipts.filter(({ payer, payee }) => controllerOf(payer) === controllerOf(payee));
