export { auctionCleared, auctionJobs, auctionSchedules, auctionUnsold } from './auction.jobs.js';
export { AuctionHttpModule, AuctionJobsModule, AuctionModule } from './auction.module.js';
export { AuctionService, type ClearedAuction } from './auction.service.js';
