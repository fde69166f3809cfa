export { type ClearingTerms, readClearingTerms, SEALED_RULES_VERSION } from './clearing-terms.js';
export { sealedOutcomeOf, type SealedOutcomeParts } from './decide-sealed-outcome.js';
export type { PublishedEnvelope } from './open-live.js';
export { type SealedAuctionOutcome, sealedOutcomeSchema, type VoidReason } from './sealed-outcome.js';
export { verifySealedOutcome } from './verify-sealed-outcome.js';
