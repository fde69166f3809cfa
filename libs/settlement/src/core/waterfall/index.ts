export { allocate, type Receipt, type WaterfallLine } from './allocate.js';
export { splitGrowingTotal } from './growing-split.js';
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
  type StatementFault as PayoutStatementFault,
  statePayout,
} from './state-payout.js';
export {
  type Waterfall,
  type WaterfallBranch,
  type WaterfallEnd,
  waterfallFault,
  type WaterfallFault,
  waterfallSchema,
  type WaterfallStep,
  type WaterfallText,
} from './waterfall-terms.js';
