import { idOf } from '#contract/platform';
import { auctionCleared } from '#libs/auction';
import { defineEvent, defineJob, subscribe } from '#libs/platform';
import { z } from 'zod';

/** What was accepted of an auction is paid out. */
export const auctionSettled = defineEvent(
  'settlement.settled',
  z.strictObject({ auctionId: idOf('auction'), settlementId: idOf('settlement') }),
);

export const settleAuctionJob = defineJob('settlement.settle-auction', auctionCleared.payload);
export const sweepJob = defineJob('settlement.sweep', z.strictObject({}));

export const settlementJobs = [settleAuctionJob, sweepJob];
export const settlementSubscriptions = [subscribe(auctionCleared, settleAuctionJob)];
/** Deadlines of sales are looked at this often; winners who could not pay at once are given another chance. */
export const settlementSchedules = [{ job: sweepJob, everyMs: 5_000 }];
