import { idOf } from '#contract/platform';
import { defineEvent, defineJob, type Schedule } from '#libs/platform';
import { z } from 'zod';
import { standingOrderSchedules, sweepStandingOrdersJob } from './standing-order.jobs.js';

/** Looks at the deadlines of all auctions and does what is due. */
export const sweepAuctionsJob = defineJob('auction.sweep', z.strictObject({}));

/** Opens the bids of a closed auction and decides it, when its trustees have published enough. */
export const clearAuctionJob = defineJob('auction.clear', z.strictObject({ auctionId: idOf('auction') }));

/** The auction has a winner and a price. */
export const auctionCleared = defineEvent('auction.cleared', z.strictObject({ auctionId: idOf('auction') }));

/** The auction ended without a sale; lot and deposits are released. */
export const auctionUnsold = defineEvent('auction.unsold', z.strictObject({ auctionId: idOf('auction') }));

export const auctionJobs = [sweepAuctionsJob, clearAuctionJob, sweepStandingOrdersJob];

export const auctionSchedules = (sweepIntervalMs: number): readonly Schedule[] => [
  { job: sweepAuctionsJob, everyMs: sweepIntervalMs },
  ...standingOrderSchedules,
];
