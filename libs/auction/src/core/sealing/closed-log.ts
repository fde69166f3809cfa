import { bytesToHex } from '@noble/hashes/utils.js';
import { appendLeaf, EMPTY_FRONTIER, entryLeaf, frontierRoot } from '#core/records';
import { err, ok, type Result } from '#libs/kernel';
import { type Closing, type ClosingFault, type LogEntry, logEntrySchema, verifyClosing } from './closing.js';
import type { SealedAuction } from './sealed-auction.js';

/** An entry that counts, and where it stands in the log. */
export type LiveEntry = { readonly leafIndex: number; readonly entry: LogEntry };

export type ClosedLog = {
  readonly closing: Closing;
  readonly entries: readonly LogEntry[];
  /** One for each bidder, in the order of the log. */
  readonly live: readonly LiveEntry[];
};

export type ClosedLogFault =
  | ClosingFault
  | 'malformed-entry'
  | 'entry-of-another-auction'
  | 'order-entered-twice'
  | 'not-the-closed-log';

/**
 * The whole log of a closed auction, held against the root that the operator signed, and the entries in it that are
 * to be opened: of each bidder the one with the highest sequence, and of equal ones the first. The others were
 * revised and stay sealed for good: trustees are asked for live entries only. A standing order is one bid: a log
 * that has it twice, which nothing but pseudonyms would tell apart, is not read. Total.
 */
export function readClosedLog(
  auction: SealedAuction,
  signedClosing: unknown,
  entries: readonly unknown[],
): Result<ClosedLog, ClosedLogFault> {
  const closing = verifyClosing(auction, signedClosing);
  if (!closing.ok) return closing;
  const read: LiveEntry[] = [];
  const orderIds = new Set<string>();
  let frontier = EMPTY_FRONTIER;
  for (const [leafIndex, stated] of entries.entries()) {
    const parsed = logEntrySchema.safeParse(stated);
    if (!parsed.success) return err('malformed-entry');
    if (parsed.data.auctionId !== auction.auctionId) return err('entry-of-another-auction');
    const { orderId } = parsed.data.order ?? {};
    if (orderId !== undefined && orderIds.has(orderId)) return err('order-entered-twice');
    if (orderId !== undefined) orderIds.add(orderId);
    ({ frontier } = appendLeaf(frontier, entryLeaf(parsed.data)));
    read.push({ leafIndex, entry: parsed.data });
  }
  const { treeSize, rootHash } = closing.value;
  if (frontier.treeSize !== treeSize || bytesToHex(frontierRoot(frontier)) !== rootHash)
    return err('not-the-closed-log');
  return ok({ closing: closing.value, entries: read.map(({ entry }) => entry), live: liveAmong(read) });
}

function liveAmong(entries: readonly LiveEntry[]): readonly LiveEntry[] {
  const latest = new Map<string, LiveEntry>();
  for (const candidate of entries) {
    const { bidderId, sequence } = candidate.entry;
    if (sequence > (latest.get(bidderId)?.entry.sequence ?? 0)) latest.set(bidderId, candidate);
  }
  return [...latest.values()].sort((a, b) => a.leafIndex - b.leafIndex);
}
