export { auctionCleared, auctionJobs, auctionSchedules, auctionUnsold } from './auction.jobs.js';
export { AuctionHttpModule, AuctionJobsModule, AuctionModule } from './auction.module.js';
export { AuctionService, type Hammer } from './auction.service.js';
export type { Award, ClearedAuction } from './cleared-auction.js';
