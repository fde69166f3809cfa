import type { Json } from '#libs/kernel';
import type { Outcome } from './auction-view.js';

/** The digest of an envelope, as tests tell envelopes apart. */
export const digestAt = (leafIndex: number): string => String(leafIndex).padStart(64, '0');

/** Only what the page reads of an outcome: one entry and one bid a bidder. */
export const outcomeOf = (
  bids: readonly { readonly bidder: string; readonly bid: Json }[],
  result: Json,
  voided: Outcome['void'] = [],
): Outcome =>
  ({
    entries: bids.map((_, leafIndex) => ({ envelopeDigest: digestAt(leafIndex) })),
    bids: bids.map((bid, leafIndex) => ({ leafIndex, ...bid, salt: digestAt(leafIndex) })),
    void: voided,
    result,
  }) as unknown as Outcome;
