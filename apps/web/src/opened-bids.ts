import { assertDefined } from '#libs/kernel';
import type { z } from 'zod';
import type { Outcome } from './auction-view.js';

/** A bid as it was opened. Results name it by the digest of its envelope, which its entry in the log holds. */
export type OpenedBid = { readonly bidId: string; readonly bidder: string };

/** The bids of an outcome in the order of the log, each with its content as the format has it. */
export const openedBids = <C extends z.ZodType>(
  { bids, entries }: Outcome,
  contentSchema: C,
): readonly (OpenedBid & { readonly content: z.output<C> })[] =>
  bids.map(({ leafIndex, bidder, bid }) => ({
    bidId: assertDefined(entries[leafIndex], 'every bid is in the log').envelopeDigest,
    bidder,
    content: contentSchema.parse(bid),
  }));
