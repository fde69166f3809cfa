import type { SaleState } from './sale-states.js';

/** A sale with the deadlines that have been set so far, in milliseconds since 1970. */
export type TimedSale = {
  readonly state: SaleState;
  readonly payByMs: number;
  readonly deliverByMs: number | undefined;
  readonly inspectByMs: number | undefined;
  readonly releaseAtMs: number | undefined;
};

/**
 * What the passing of time alone makes happen.
 *
 * `collect`: take the price if the buyer has it. `collect-or-default`: the same for the last time. `refund`: it was not
 * delivered. `accept`: the buyer kept silent. `release`: the holdback has run out.
 */
export type SaleStep = 'collect' | 'collect-or-default' | 'refund' | 'accept' | 'release';

/** A deadline has passed at its very millisecond. Depends on state and clock alone, however late it is looked at. */
export function stepDue(sale: TimedSale, nowMs: number): SaleStep | undefined {
  switch (sale.state) {
    case 'due':
      return hasPassed(sale.payByMs, nowMs) ? 'collect-or-default' : 'collect';
    case 'paid':
      return hasPassed(sale.deliverByMs, nowMs) ? 'refund' : undefined;
    case 'delivered':
      return hasPassed(sale.inspectByMs, nowMs) ? 'accept' : undefined;
    case 'accepted':
      return hasPassed(sale.releaseAtMs, nowMs) ? 'release' : undefined;
    case 'contested':
    case 'released':
    case 'refunded':
    case 'defaulted':
      return undefined;
  }
}

const hasPassed = (deadlineMs: number | undefined, nowMs: number): boolean =>
  deadlineMs !== undefined && deadlineMs <= nowMs;
