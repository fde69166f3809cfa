export { allocate, timesThatCount, type WaterfallLine } from './allocate.js';
export type { Receipt } from './receipt.js';
export { splitGrowingTotal } from './growing-split.js';
export {
  distributedUpTo,
  type HeldUnits,
  type HolderDistribution,
  holderDistribution,
} from './holder-distributions.js';
export {
  claimHolding,
  distribute,
  type HolderPool,
  type HolderPoolFault,
  type Holding,
  openHolding,
  openPool,
  passRecordDate,
  settleHolding,
  transferUnits,
  unitsHeld,
} from './holder-pool.js';
export { payeeTotals, type PayeeTotals } from './payee-totals.js';
export { type PayoutStatement, payoutStatementSchema, type StatementBasis } from './payout-statement.js';
export {
  type DecidedShare,
  finalPayout,
  type FinalLine,
  provisionalPayout,
  type ProvisionalPayout,
  type UncertainShare,
} from './provisional-payout.js';
export {
  type PayeeBalance,
  type PayeeSettlement,
  recover,
  type Recoverable,
  RECOVERY_ORDER,
  type RecoverySource,
  settlePayee,
} from './recovery.js';
export { type ReversalFault, type ReversalLine, reverseSource, type SourceLine } from './reversal.js';
export {
  replayPayoutStatement,
  stateFrom,
  type StatementFault as PayoutStatementFault,
  statePayout,
} from './state-payout.js';
export {
  type AgreedStep,
  agreedStepSchema,
  type RevenueShare,
  type Waterfall,
  type WaterfallBranch,
  type WaterfallEnd,
  waterfallFault,
  type WaterfallFault,
  waterfallSchema,
  type WaterfallStep,
  type WaterfallText,
} from './waterfall-terms.js';
