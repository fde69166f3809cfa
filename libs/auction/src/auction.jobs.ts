import { idOf } from '#contract/platform';
import { defineEvent, defineJob, type Schedule } from '#libs/platform';
import { z } from 'zod';

/** Looks at the deadlines of all auctions and does what is due. */
export const sweepAuctionsJob = defineJob('auction.sweep', z.strictObject({}));

/** The auction has a winner and a price. */
export const auctionCleared = defineEvent('auction.cleared', z.strictObject({ auctionId: idOf('auction') }));

/** The auction ended without a sale; lot and deposits are released. */
export const auctionUnsold = defineEvent('auction.unsold', z.strictObject({ auctionId: idOf('auction') }));

export const auctionJobs = [sweepAuctionsJob];

export const auctionSchedules = (sweepIntervalMs: number): readonly Schedule[] => [
  { job: sweepAuctionsJob, everyMs: sweepIntervalMs },
];
