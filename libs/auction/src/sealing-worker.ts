import { bytesToHex } from '@noble/hashes/utils.js';
import { appendLeaf, EMPTY_FRONTIER, entryLeaf, frontierRoot } from '#core/records';
import { assert, err, type Json, ok, parseJson, type Result } from '#libs/kernel';
import {
  type SealedAuctionOutcome,
  type SealedOutcomeParts,
  sealedOutcomeOf,
  sealing,
} from './core/index.js';

/** An envelope that somebody hands in. The announcement is its RFC 8785 text: it is read once for many envelopes. */
export type DoorOrder = {
  readonly announcementText: string;
  readonly owner: sealing.EnvelopeOwner;
  readonly envelope: Uint8Array;
};

/** Shares that somebody hands in, each with the envelope that it is to open. */
export type SharesOrder = {
  readonly announcementText: string;
  readonly shares: readonly {
    readonly owner: sealing.EnvelopeOwner;
    readonly envelope: Uint8Array;
    readonly share: sealing.DecryptedShare;
  }[];
};

/** A closed auction with shares enough to decide it. */
export type DecisionOrder = Omit<SealedOutcomeParts, 'announcement'> & { readonly announcementText: string };

/** The first share that does not hold, by its place in the list. */
export type WrongShareAt = { readonly at: number; readonly fault: sealing.ShareFault };

/** Tables that belong to the trustees’ keys are made once for an auction: that makes every check after it cheap. */
const AUCTIONS_KEPT_MAX = 32;
const auctions = new Map<string, sealing.SealedAuction>();

function auctionOf(announcementText: string): sealing.SealedAuction {
  const known = auctions.get(announcementText);
  if (known !== undefined) return known;
  const auction = sealing.readSealedAuction(readText(announcementText));
  assert(auction.ok, 'an announcement of our own can be read');
  const [oldest] = auctions.keys();
  if (auctions.size >= AUCTIONS_KEPT_MAX && oldest !== undefined) auctions.delete(oldest);
  auctions.set(announcementText, auction.value);
  return auction.value;
}

/** The digest of an envelope that may be taken. */
export function checkAtTheDoor(order: DoorOrder): Result<string, sealing.EnvelopeRefusal> {
  const checked = sealing.checkEnvelope(auctionOf(order.announcementText), order.owner, order.envelope);
  return checked.ok ? ok(checked.value.digest) : checked;
}

/** Size and root of a log. */
export function rootOf(entries: readonly sealing.LogEntry[]): { treeSize: number; rootHash: string } {
  let frontier = EMPTY_FRONTIER;
  for (const entry of entries) ({ frontier } = appendLeaf(frontier, entryLeaf(entry)));
  return { treeSize: frontier.treeSize, rootHash: bytesToHex(frontierRoot(frontier)) };
}

/** Whether all shares hold. */
export function checkShares(order: SharesOrder): Result<undefined, WrongShareAt> {
  const auction = auctionOf(order.announcementText);
  for (const [at, { owner, envelope, share }] of order.shares.entries()) {
    const checked = sealing.checkEnvelope(auction, owner, envelope);
    assert(checked.ok, 'what lies in the log passed the door');
    const held = sealing.checkShare(auction, checked.value, share);
    if (!held.ok) return err({ at, fault: held.error });
  }
  return ok(undefined);
}

/** The outcome of a closed auction. What it is decided by are our own records: what does not hold is a bug, and named. */
export function decide({ announcementText, ...parts }: DecisionOrder): SealedAuctionOutcome {
  const outcome = sealedOutcomeOf({ ...parts, announcement: readText(announcementText) });
  if (!outcome.ok) throw new Error(`${outcome.error.name}: ${outcome.error.detail}`);
  return outcome.value;
}

function readText(text: string): Json {
  const json = parseJson(text);
  assert(json.ok, 'an announcement is JSON');
  return json.value;
}
