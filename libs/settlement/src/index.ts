export {
  auctionSettled,
  settlementJobs,
  settlementSchedules,
  settlementSubscriptions,
} from './settlement.jobs.js';
export { payoutJobs, payoutSchedules } from './payout-run.jobs.js';
export { PayoutHttpModule, PayoutJobsModule } from './payout-run.module.js';
export { SettlementHttpModule, SettlementJobsModule, SettlementModule } from './settlement.module.js';
export { SettlementService } from './settlement.service.js';
