export {
  type PayoutAgreement,
  payoutAgreementSchema,
  type PayoutAgreementText,
  STEPS_MAX,
} from './agreement-document.js';
export {
  type CountedReceipt,
  type CountingRun,
  countReceipts,
  type MeterReceipt,
  type ReceiptCount,
  type RefundLink,
} from './count-receipts.js';
export { runPostings, statementPostings } from './payout-postings.js';
export {
  certainFromMs,
  type ContributorShare,
  CONTRIBUTORS,
  decidedShares,
  payoutTerms,
  PLATFORM,
  REVENUE_SHARES,
} from './payout-terms.js';
export {
  type HoldersOfShare,
  type PartyStanding,
  type PlannedParty,
  type PlannedShare,
  planRun,
  type RunInput,
  type RunPlan,
  totalsOf,
} from './run-plan.js';
export { runStatement } from './run-statements.js';
export { revenueShareOf, type SoldShare } from './sold-shares.js';
