export { type Announcement, announcementDigest, announcementSchema, RULES_VERSION } from './announcement.js';
export { decideOutcome, type LiveEnvelope } from './decide-outcome.js';
export {
  checkEnvelopeShape,
  ENVELOPE_BYTES,
  ENVELOPE_VERSION,
  type EnvelopeBinding,
  type EnvelopeRefusal,
  openEnvelope,
  type OpenedBid,
  sealBid,
  SALT_BYTES,
  SEALING_RANDOMNESS_BYTES,
} from './envelope.js';
export { awardLimit } from './formats/bidder-cap.js';
export { clearUnits } from './formats/clear-units.js';
export { clearFirstPrice } from './formats/first-price.js';
export type {
  NonCompetitiveBid,
  UnitAllocation,
  UnitAuction,
  UnitBid,
  UnitOutcome,
  UnitPricing,
  UnitStep,
} from './formats/unit-auction.js';
export { type CertificateVerdict, checkPackageCertificate } from './packages/check-package-certificate.js';
export { clearPackages, type PackageOutcome } from './packages/clear-packages.js';
export type {
  PackageAllocation,
  PackageAuction,
  PackageBid,
  PackagePricing,
  PackageResult,
} from './packages/package-auction.js';
export type { PackageCertificate } from './packages/package-certificate.js';
export * from './sealed-outcome/index.js';
export * as sealing from './sealing/index.js';
export { extensionMs, losesTime, outageThresholdMs } from './outage.js';
export { type AuctionOutcome, outcomeSchema } from './outcome.js';
export { replayOutcome, verifyAuctionOutcome } from './replay-outcome.js';
export {
  acceptsBids,
  AUCTION_STATES,
  type AuctionState,
  type AuctionWindow,
  dueTransition,
  scheduleFault,
  transition,
} from './schedule.js';
export {
  clearSecondPrice,
  type SecondPriceInput,
  type SingleItemBid,
  type SingleItemOutcome,
} from './second-price.js';
