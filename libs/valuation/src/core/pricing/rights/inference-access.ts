import type { PricedPath } from './path-value.js';

/** Capacity for a number of calls a month, served by the seller. */
export interface InferenceAccess {
  readonly callsPerMonth: number;
  readonly within: Float64Array;
}

export interface AccessValue {
  /** What the calls would cost their buyer at the prices of the path. */
  readonly value: number;
  /** What they cost the seller, who serves them, before he has earned anything. */
  readonly costToServe: number;
}

/**
 * Present value of metered access on one path, service included: the capacity at the average price of a call, and
 * no more calls than one of several users gets of those that customers are expected to make, since nothing shows a
 * demand beyond theirs.
 */
export function inferenceAccessValue(
  { flows, discount, monthsOfStep, nonExclusiveShare }: PricedPath,
  { callsPerMonth, within }: InferenceAccess,
  feeShare: number,
): AccessValue {
  let value = 0;
  let costToServe = 0;
  for (let step = 0; step < flows.runningSteps; step++) {
    let calls = 0;
    let receipts = 0;
    let contribution = 0;
    for (const domain of flows.domains) {
      calls += domain.calls[step] ?? 0;
      receipts += domain.receipts[step] ?? 0;
      contribution += domain.contribution[step] ?? 0;
    }
    if (calls <= 0) continue;
    const capacity = callsPerMonth * (monthsOfStep[step] ?? 0) * (within[step] ?? 0);
    const used = (discount[step] ?? 0) * Math.min(capacity / calls, nonExclusiveShare);
    value += used * receipts;
    costToServe += used * Math.max(receipts * (1 - feeShare) - contribution, 0);
  }
  return { value, costToServe };
}
