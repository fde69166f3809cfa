export {
  BPS,
  type PayoutLine,
  type Proceeds,
  type ProceedsFault,
  type ProceedsInput,
  splitProceeds,
  type WeightShare,
} from './proceeds.js';
export { deliveryDifference } from './delivery-difference.js';
export { heldBack, HOLDBACK_TOLERANCE_BPS, type HoldbackInput, holdbackRelease } from './holdback.js';
export {
  type Bond,
  bondPostings,
  collectPosting,
  distributePostings,
  forfeitPosting,
  holdbackPosting,
  refundPosting,
  type SaleMoney,
} from './sale-postings.js';
export { isResolved, SALE_STATES, type SaleState, saleTransition } from './sale-states.js';
export { type SaleStep, stepDue, type TimedSale } from './sale-step.js';
export { type DomainChange, domainChanges, type ScoredRun } from './score-change.js';
export { replayStatement } from './replay-statement.js';
export {
  type AcceptedSale,
  decideHoldback,
  type HoldbackDecision,
  type HoldbackStatement,
  holdbackStatementOf,
  proceedsOfSales,
  type SalesStatement,
  salesStatementOf,
  type SettlementStatement,
  statementSchema,
  type StatementSubject,
} from './statement.js';
export type { StatementFault } from './statement-fault.js';
export { verifyPayoutStatement } from './verify-payout-statement.js';
export * from './waterfall/index.js';
export * from './payout-run/index.js';
