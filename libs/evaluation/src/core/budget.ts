/** What a run may use up. Undefined is without limit. */
export interface RunBudget {
  readonly calls: number | undefined;
  /** Millionths of a minor unit. */
  readonly costMicroMinor: bigint | undefined;
  /** Time in which answers were waited for, summed over all batches. */
  readonly timeMs: number | undefined;
}

export interface Amounts {
  readonly calls: number;
  readonly costMicroMinor: bigint;
  readonly timeMs: number;
}

/** Where a run stands with its budget. */
export interface BudgetUse {
  readonly spent: Amounts;
  /** Set aside for batches of other chunks that are being answered now. */
  readonly reserved: Amounts;
  /** How many of them there are. */
  readonly batchesInFlight: number;
}

export type BudgetLimit = 'calls' | 'money' | 'time';

export type BatchGrant =
  | ({ readonly kind: 'granted' } & Amounts)
  /** What is left is set aside for others, who may not need all of it. */
  | { readonly kind: 'wait' }
  | { readonly kind: 'exhausted'; readonly limit: BudgetLimit };

/** What somebody who is about to ask for a batch wants. */
export interface BatchWish {
  /** How many calls, at least 1. */
  readonly calls: number;
  /** The most that each call can cost, in order; undefined where nobody can tell. */
  readonly ceilingsMicroMinor: readonly bigint[] | undefined;
  /** The longest the batch may take. */
  readonly timeMs: number;
}

/** True for a run that nothing needs to be reserved for. */
export const isUnlimited = ({ calls, costMicroMinor, timeMs }: RunBudget): boolean =>
  calls === undefined && costMicroMinor === undefined && timeMs === undefined;

/**
 * How much of a batch may be asked now: as many of its calls, from the first, as calls and money allow. What a call
 * will cost is known only afterwards, so the most that it can cost is set aside before, and what it did not cost is
 * given back. As long as the ceilings hold and no call is repeated, no limit is overrun. Where there are no ceilings,
 * one batch is in flight at a time, and the limit is overrun by no more than that.
 */
export function grantBatch(budget: RunBudget, use: BudgetUse, wish: BatchWish): BatchGrant {
  const refuse = (limit: BudgetLimit): BatchGrant =>
    use.batchesInFlight > 0 ? { kind: 'wait' } : { kind: 'exhausted', limit };
  const callsLeft = leftOf(budget.calls, use.spent.calls + use.reserved.calls);
  if (callsLeft < 1) return refuse('calls');
  const timeLeft = leftOf(budget.timeMs, use.spent.timeMs + use.reserved.timeMs);
  if (timeLeft < 1) return refuse('time');
  const { calls, costMicroMinor } = affordable(
    budget,
    use,
    wish.ceilingsMicroMinor,
    Math.min(callsLeft, wish.calls),
  );
  if (calls === 0) return refuse('money');
  return { kind: 'granted', calls, costMicroMinor, timeMs: Math.min(wish.timeMs, timeLeft) };
}

const leftOf = (limit: number | undefined, used: number): number =>
  limit === undefined ? Number.POSITIVE_INFINITY : limit - used;

/** The calls from the first that the money left pays for at their ceilings. */
function affordable(
  { costMicroMinor: limit }: RunBudget,
  { spent, reserved, batchesInFlight }: BudgetUse,
  ceilings: readonly bigint[] | undefined,
  wanted: number,
): { readonly calls: number; readonly costMicroMinor: bigint } {
  if (limit === undefined) return { calls: wanted, costMicroMinor: 0n };
  const left = limit - spent.costMicroMinor - reserved.costMicroMinor;
  if (ceilings === undefined)
    return { calls: left > 0n && batchesInFlight === 0 ? wanted : 0, costMicroMinor: 0n };
  let costMicroMinor = 0n;
  for (const [calls, ceiling] of ceilings.slice(0, wanted).entries()) {
    if (costMicroMinor + ceiling > left) return { calls, costMicroMinor };
    costMicroMinor += ceiling;
  }
  return { calls: wanted, costMicroMinor };
}
