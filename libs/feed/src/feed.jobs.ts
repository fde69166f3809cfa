import { defineJob, subscribe } from '#libs/platform';
import { auctionSettled } from '#libs/settlement';

export const publishTickJob = defineJob('feed.publish-tick', auctionSettled.payload);

export const feedJobs = [publishTickJob];
export const feedSubscriptions = [subscribe(auctionSettled, publishTickJob)];
