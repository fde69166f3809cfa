import type { Valuation } from './market-view.js';
import { isOpenValuation } from './progress.js';

/** The newest that has come to an end; while none has, the newest of all. */
export function newestValuation(valuations: readonly Valuation[]): Valuation | undefined {
  const newestFirst = valuations.toSorted((a, b) => b.queuedAt.getTime() - a.queuedAt.getTime());
  return newestFirst.find((valuation) => !isOpenValuation(valuation)) ?? newestFirst[0];
}
