export {
  auctionSettled,
  settlementJobs,
  settlementSchedules,
  settlementSubscriptions,
} from './settlement.jobs.js';
export { SettlementHttpModule, SettlementJobsModule, SettlementModule } from './settlement.module.js';
export { SettlementService } from './settlement.service.js';
