import { type CountedOrder, type DemandCell, demandMapOf } from './demand-map.js';

/** What is published for one day, and not changed on it. */
export type DemandSnapshot = {
  /** In UTC. */
  readonly day: string;
  /** Fewer buyers than this are never shown. */
  readonly cohort: number;
  readonly cells: readonly DemandCell[];
};

export const dayOf = (ms: number): string => new Date(ms).toISOString().slice(0, 10);

/**
 * What is published at a time: the latest snapshot while its day lasts, a new one from then on. Whoever asks before
 * and after an order is placed, withdrawn or taken, on one day, gets the same. That leaves a differencing attack
 * (Denning, Denning and Schwartz, 1979, "The Tracker: A Threat to Statistical Database Security") nothing but
 * differences of rounded counts from day to day.
 */
export const snapshotAt = (
  latest: DemandSnapshot | undefined,
  orders: readonly CountedOrder[],
  cohort: number,
  nowMs: number,
): DemandSnapshot =>
  // Not before the latest: a clock that was set back does not bring a second snapshot of a day.
  latest !== undefined && dayOf(nowMs) <= latest.day
    ? latest
    : { day: dayOf(nowMs), cohort, cells: demandMapOf(orders, cohort) };
