import { type CustomerRefusal, refuse } from './customer-refusal.js';

/** What a customer without a contract has done since his first purchase. */
export interface PurchaseHistory {
  /** Purchases after the first one. */
  readonly repeats: number;
  /** Time of the last of them since the first purchase; 0 without any. */
  readonly lastAt: number;
  /** Time since the first purchase. */
  readonly observedFor: number;
}

/** The first history that cannot be, as a refusal. */
export function historyFault(
  histories: readonly PurchaseHistory[],
): { readonly ok: false; readonly error: CustomerRefusal } | undefined {
  const index = histories.findIndex(
    ({ repeats, lastAt, observedFor }) =>
      !(
        Number.isSafeInteger(repeats) &&
        repeats >= 0 &&
        lastAt >= 0 &&
        lastAt <= observedFor &&
        Number.isFinite(observedFor) &&
        repeats > 0 === lastAt > 0
      ),
  );
  return index < 0
    ? undefined
    : refuse('invalid-observation', `history ${String(index)}: repeats, lastAt and observedFor do not agree`);
}
