export { herfindahl } from './concentration.js';
export {
  type CountersignedReceipt,
  countersignedReceiptSchema,
  type Receipt as UsageReceipt,
  receiptSchema as usageReceiptSchema,
} from './receipt.js';
export {
  emptyMeter,
  type MeterTail,
  type ReceiptAdmission,
  type ReceiptFault,
  verifyReceipts,
} from './verify-receipts.js';
export type { Funding, MeteredReceipt, WashEvidence } from './wash-evidence.js';
export { type FlaggedReceipt, washReport, type WashReport } from './wash-report.js';
export { WASH_FLAGS, WASH_RULES, type WashFlag } from './wash-rules.js';
