export {
  discountedResidualLifetime,
  fitRetention,
  retentionAt,
  type RetentionFit,
  survivalAt,
} from './contract-retention.js';
export type { CustomerRefusal } from './customer-refusal.js';
export {
  activeProbability,
  expectedPurchases,
  fitPurchases,
  type PurchaseFit,
} from './pay-per-use-customers.js';
export type { PurchaseHistory } from './purchase-history.js';
export { expectedSpend, fitSpend, type SpendFit, type SpendHistory } from './spend-per-purchase.js';
