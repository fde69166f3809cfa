import type { Currency, Id } from '#libs/kernel';
import type { Lifecycle } from './core/index.js';

/** What one bidder won, and for how much. */
export type Award = {
  /** The bidder’s pseudonym in this auction, and who it is. */
  readonly bidderId: Id<'bidder'>;
  readonly partyId: Id<'party'>;
  /** The bid, named by the digest of its envelope. */
  readonly bidId: string;
  readonly lotIds: readonly Id<'lot'>[];
  /** How many units of the lot; undefined where lots are sold as a whole. */
  readonly quantity: bigint | undefined;
  /** What the bidder has to pay in all. */
  readonly priceMinor: bigint;
};

/** A cleared auction as its settlement needs it. Amounts are minor units of `currency`. */
export type ClearedAuction = {
  readonly auctionId: Id<'auction'>;
  readonly lots: readonly { readonly item: string; readonly lotId: Id<'lot'> }[];
  readonly modelId: Id<'model'>;
  readonly versionId: Id<'version'>;
  /** The manifest’s root, as announced: what has to be delivered. */
  readonly rootDigest: string;
  readonly sellerId: Id<'party'>;
  readonly currency: Currency;
  /** What every bidder locked, and what the seller did. */
  readonly depositMinor: bigint;
  readonly bondMinor: bigint;
  /** As announced: who is paid, and what the platform keeps. */
  readonly weightSetId: Id<'weightSet'>;
  readonly platformFeeBps: number;
  readonly lifecycle: Lifecycle;
  readonly clearedAt: Date;
  readonly awards: readonly Award[];
  readonly state: 'cleared';
};
