import type { PricedPath } from './path-value.js';

/** A part of the receipts over a term, up to a cap. */
export interface RevenueShare {
  readonly share: number;
  /** Undiscounted, in all; infinite where there is none. */
  readonly cap: number;
  readonly within: Float64Array;
  /** Part of what is due that is still passed on, by step. */
  readonly collected: Float64Array;
}

/**
 * Present value of a revenue share on one path: gross of cost, since receipts are shared before anybody is paid.
 * Linear in the share as long as the cap does not bind; never more than the cap.
 */
export function revenueShareValue({ flows, discount }: PricedPath, right: RevenueShare): number {
  let left = right.cap;
  let value = 0;
  for (let step = 0; step < flows.runningSteps && left > 0; step++) {
    let received = 0;
    for (const { receipts } of flows.domains) received += receipts[step] ?? 0;
    const due = right.share * (right.within[step] ?? 0) * (right.collected[step] ?? 0) * received;
    const paid = Math.min(due, left);
    left -= paid;
    value += (discount[step] ?? 0) * paid;
  }
  return value;
}
