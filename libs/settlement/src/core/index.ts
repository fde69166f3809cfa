export {
  BPS,
  type PayoutLine,
  type Proceeds,
  type ProceedsFault,
  type ProceedsInput,
  splitProceeds,
  type WeightShare,
} from './proceeds.js';
export { type SaleToBook, settlementPostings } from './settlement-postings.js';
export {
  replayStatement,
  type SettlementStatement,
  type StatementFault,
  statementOf,
  statementSchema,
  type StatementSubject,
} from './statement.js';
export { verifyPayoutStatement } from './verify-payout-statement.js';
export * from './waterfall/index.js';
