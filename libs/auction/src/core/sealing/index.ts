export { BID_CONTENT, PACKAGE_ITEMS_MAX, PACKAGES_MAX, type SealedFormat, STEPS_MAX } from './bid-content.js';
export { bindingOf, type EnvelopeOwner, type OrderReference } from './binding.js';
export { type ClosedLog, type ClosedLogFault, type LiveEntry, readClosedLog } from './closed-log.js';
export {
  checkEnvelope,
  type CheckedEnvelope,
  type EnvelopeRefusal,
  type SealFault,
} from './check-envelope.js';
export {
  areContradictoryClosings,
  type Closing,
  type ClosingFault,
  closingSchema,
  type LogEntry,
  logEntrySchema,
  signClosing,
  type SignedClosing,
  signedClosingSchema,
  verifyClosing,
} from './closing.js';
export {
  decryptShare,
  type LoggedEnvelope,
  SHARE_RANDOMNESS_BYTES,
  type TrusteeOrder,
  type TrusteeRefusal,
} from './decrypt-share.js';
export { checkShare, type DecryptedShare, SHARE_BYTES, type ShareFault } from './decrypted-share.js';
export { envelopeBytes } from './envelope-layout.js';
export {
  type ContentFault,
  openEnvelope,
  openOwnEnvelope,
  type OpenedEnvelope,
  type OpeningFault,
  type WrongShare,
} from './open-envelope.js';
export {
  type OrderBook,
  type OrderBookDocument,
  orderBookOf,
  orderBookSchema,
  readOrderBook,
} from './order-book.js';
export { type BidContent } from './padded-bid.js';
export {
  isReceiptKept,
  type Receipt,
  type ReceiptFault,
  receiptSchema,
  signReceipt,
  verifyReceipt,
} from './receipt.js';
export { readSealedAuction, type SealedAuction, sealingSchema } from './sealed-auction.js';
export { type EnvelopeOrder, type Sealed, sealEnvelope, SEALING_RANDOMNESS_BYTES } from './seal-envelope.js';
export {
  type AnnouncementFault,
  PADDED_BYTES,
  SEALING_VERSION,
  type SealingFrame,
  type SealingScheme,
  sealingSchemeSchema,
  type Trustee,
  TRUSTEES_MAX,
} from './sealing-scheme.js';
export {
  checkOrder,
  ORDER_FORMATS,
  type OrderFormat,
  type OrderToSeal,
  sealOrder,
  shareALimit,
} from './standing-order.js';
export { type OpenedSalt, sealedTieSeed } from './tie-seed.js';
export { newTrusteeKey, TRUSTEE_RANDOMNESS_BYTES, type TrusteeKey } from './trustee-key.js';
