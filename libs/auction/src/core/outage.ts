import type { AuctionState, AuctionWindow } from './schedule.js';

/** A sweep that comes this many intervals late was not running; anything less is ordinary delay. */
const MISSED_SWEEPS = 3;

/**
 * The silence that counts as an outage. Never less than a few intervals of the sweep: otherwise a slow schedule
 * would look like an endless outage, and no auction would ever close.
 */
export const outageThresholdMs = (announcedMs: number, sweepIntervalMs: number): number =>
  Math.max(announcedMs, MISSED_SWEEPS * sweepIntervalMs);

/** How long the auctions of that time are extended: by the whole silence when it was an outage, else by nothing. */
export const extensionMs = (lastSweepMs: number, nowMs: number, outageMs: number): number =>
  nowMs - lastSweepMs > outageMs ? nowMs - lastSweepMs : 0;

/** True for an auction that lost time to bid: its window and the silence have some of it in common. */
export const losesTime = (
  state: AuctionState,
  { opensAtMs, closesAtMs }: AuctionWindow,
  lastSweepMs: number,
  nowMs: number,
): boolean => (state === 'announced' || state === 'open') && opensAtMs < nowMs && closesAtMs > lastSweepMs;
