import { bytesToHex } from '@noble/hashes/utils.js';
import { type Check, err, fails, type Json, ok, type Result, sha256Hex } from '#libs/kernel';
import {
  type DecryptedShare,
  type LiveEntry,
  openEnvelope,
  type OpeningFault,
  type SealedAuction,
  type WrongShare,
} from '../sealing/index.js';
import { bidFault } from './bid-fault.js';
import type { ClearingTerms } from './clearing-terms.js';
import type { VoidReason } from './sealed-outcome.js';

/** What was published of an envelope that counts: itself, and shares of trustees, one of each at most. */
export type PublishedEnvelope = {
  readonly leafIndex: number;
  readonly envelope: Uint8Array;
  readonly shares: readonly DecryptedShare[];
};

/** An entry that counts, opened or void. Shares that do not hold are left out. */
export type OpenedEntry = LiveEntry & {
  readonly envelope: Uint8Array;
  readonly shares: readonly DecryptedShare[];
  readonly content: { readonly bid: Json; readonly salt: string } | { readonly reason: VoidReason };
};

/**
 * Opens the envelopes of the live entries, each with its own. Fails by `envelopes` when they are not the ones that
 * were logged, and by `shares` when too few of the trustees' shares hold to tell what an envelope says.
 */
export function openLive(
  auction: SealedAuction,
  terms: ClearingTerms,
  entries: readonly LiveEntry[],
  published: readonly PublishedEnvelope[],
): Result<readonly OpenedEntry[], Check> {
  const places = published.map(({ leafIndex }) => leafIndex);
  const expected = entries.map(({ leafIndex }) => leafIndex);
  if (places.join() !== expected.join())
    return err(
      fails('envelopes', `given are entries ${places.join()}, those that count are ${expected.join()}`),
    );
  const opened: OpenedEntry[] = [];
  for (const [at, live] of entries.entries()) {
    const own = published[at];
    if (own === undefined || sha256Hex(own.envelope) !== live.entry.envelopeDigest)
      return err(fails('envelopes', `entry ${String(live.leafIndex)}: is not the envelope that was logged`));
    const entry = openEntry(auction, terms, live, own);
    if (!entry.ok) return entry;
    opened.push(entry.value);
  }
  return ok(opened);
}

function openEntry(
  auction: SealedAuction,
  terms: ClearingTerms,
  live: LiveEntry,
  { envelope, shares }: PublishedEnvelope,
): Result<OpenedEntry, Check> {
  const trusteeIds = shares.map(({ trusteeId }) => trusteeId);
  if (new Set(trusteeIds).size !== trusteeIds.length)
    return err(fails('shares', `entry ${String(live.leafIndex)}: has two shares of one trustee`));
  const opened = openEnvelope(auction, live.entry, envelope, shares);
  const entryOf = (content: OpenedEntry['content'], wrongShares: readonly WrongShare[]): OpenedEntry => ({
    ...live,
    envelope,
    shares: inOrder(auction, shares).filter(
      ({ trusteeId }) => !wrongShares.some((wrong) => wrong.trusteeId === trusteeId),
    ),
    content,
  });
  if (opened.ok) {
    const { bid, salt, wrongShares } = opened.value;
    const reason = bidFault(terms, bid);
    return ok(entryOf(reason === undefined ? { bid, salt: bytesToHex(salt) } : { reason }, wrongShares));
  }
  const { error } = opened;
  if (error.code === 'too-few-shares')
    return err(fails('shares', `entry ${String(live.leafIndex)}: ${shortage(error)}`));
  if ('wrongShares' in error) return ok(entryOf({ reason: error.code }, error.wrongShares));
  // What should not have passed the door has no shares to be right.
  return ok({ ...entryOf({ reason: error.code }, []), shares: [] });
}

const inOrder = ({ trustees }: SealedAuction, shares: readonly DecryptedShare[]): readonly DecryptedShare[] =>
  trustees.flatMap(({ id }) => shares.filter(({ trusteeId }) => trusteeId === id));

const shortage = ({
  shares,
  threshold,
  wrongShares,
}: Extract<OpeningFault, { code: 'too-few-shares' }>): string =>
  [
    `${String(shares)} shares hold, ${String(threshold)} are needed`,
    ...wrongShares.map(({ trusteeId, fault }) => `${trusteeId}: ${fault}`),
  ].join('; ');
