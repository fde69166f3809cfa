export {
  type Announcement,
  announcementDigest,
  announcementSchema,
  type AuctionFormat,
  WHOLE_LOT,
} from './announcement.js';
export { awardsIn, isUndecided, type StatedAward } from './awards.js';
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
export { type Lifecycle, lifecycleSchema } from './lifecycle.js';
export { extensionMs, losesTime, outageThresholdMs } from './outage.js';
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
export { unitsForSale, usualCap } from './units-for-sale.js';
