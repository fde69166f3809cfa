import type * as auction from '#contract/auction';
import type * as settlement from '#contract/settlement';
import type { z } from 'zod';

export type Auction = z.output<typeof auction.auctionView>;
export type AuctionDetail = z.output<typeof auction.auctionDetail>;
export type Announcement = AuctionDetail['announcement'];
export type AnnouncedLot = Announcement['lots'][number];
export type ItemAnnouncement = Extract<Announcement, { format: 'first-price' | 'second-price' }>;
export type UnitAnnouncement = Extract<Announcement, { format: 'uniform-price' | 'pay-as-bid' }>;
export type PackageAnnouncement = Extract<Announcement, { items: unknown }>;
export type Closing = z.output<typeof auction.closingView>['closing']['closing'];
export type Outcome = z.output<typeof auction.outcomeView>;
/** What one winner bought. */
export type SoldLot = z.output<typeof settlement.saleView>;
