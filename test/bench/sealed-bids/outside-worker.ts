/** What everybody but the service does, in threads: bidders seal, trustees decrypt, and anybody verifies. */
import { createHash, randomBytes } from 'node:crypto';
import { bytesToHex } from '@noble/hashes/utils.js';
import { sealing, verifySealedOutcome } from '#core/auction';
import { entryLeaf, type NodeAt, proveInclusion, treeNodes } from '#core/records';
import { assert, assertDefined, type Json, parseJson } from '#libs/kernel';

export type SealOrder = {
  readonly announcementText: string;
  readonly bids: readonly { readonly bidderId: string; readonly priceMinor: string }[];
};

export type SealedBid = { readonly envelope: string; readonly bidderPublicKey: string };

/** Base64url, as a page of the log has it. */
export type LoggedText = { readonly entry: sealing.LogEntry; readonly envelope: string };

export type TrusteeTask = {
  readonly announcementText: string;
  readonly trusteeId: string;
  readonly trusteeSecretKey: Uint8Array;
  readonly closing: sealing.SignedClosing;
  /** The whole log; shares are made of what is live in it. */
  readonly log: readonly LoggedText[];
};

export type StatedShare = { readonly leafIndex: number; readonly share: string };

/** Read once in each thread: tables that belong to the trustees’ keys serve all envelopes. */
const auctions = new Map<string, sealing.SealedAuction>();

function auctionOf(announcementText: string): sealing.SealedAuction {
  const known = auctions.get(announcementText);
  if (known !== undefined) return known;
  const read = sealing.readSealedAuction(jsonOf(announcementText));
  assert(read.ok, 'what was announced can be read');
  auctions.set(announcementText, read.value);
  return read.value;
}

export function seal({ announcementText, bids }: SealOrder): readonly SealedBid[] {
  const auction = auctionOf(announcementText);
  return bids.map(({ bidderId, priceMinor }) => {
    const sealed = sealing.sealEnvelope({
      auction,
      bidderId,
      bidderSecretKey: Uint8Array.from(createHash('sha256').update(bidderId).digest()),
      sequence: 1,
      bid: { priceMinor },
      randomness: Uint8Array.from(randomBytes(sealing.SEALING_RANDOMNESS_BYTES)),
    });
    assert(sealed.ok, 'a price fits');
    const { envelope, bidderPublicKey } = sealed.value;
    return { envelope: Buffer.from(envelope).toString('base64url'), bidderPublicKey };
  });
}

/** A trustee’s part: holds the log against the closing, and decrypts its shares of what is live. */
export function decrypt(task: TrusteeTask): readonly StatedShare[] {
  const auction = auctionOf(task.announcementText);
  const entries = task.log.map(({ entry }) => entry);
  const read = sealing.readClosedLog(auction, task.closing, entries);
  assert(read.ok, 'the log is the one that was closed');
  const nodeAt = treeNodes(entries.map(entryLeaf));
  return read.value.live.map(({ leafIndex }) => ({
    leafIndex,
    share: shareOf(auction, task, nodeAt, leafIndex),
  }));
}

function shareOf(
  auction: sealing.SealedAuction,
  { trusteeId, trusteeSecretKey, closing, log }: TrusteeTask,
  nodeAt: NodeAt,
  leafIndex: number,
): string {
  const { entry, envelope } = assertDefined(log[leafIndex], 'it was logged');
  const share = sealing.decryptShare({
    auction,
    trusteeId,
    trusteeSecretKey,
    closing,
    earlierClosing: undefined,
    logged: {
      entry,
      envelope: Uint8Array.from(Buffer.from(envelope, 'base64url')),
      leafIndex,
      path: proveInclusion(leafIndex, log.length, nodeAt),
    },
    // The clock of the service was turned, not that of the trustees.
    nowMs: Date.parse(closing.closing.closedAt),
    randomness: Uint8Array.from(randomBytes(sealing.SHARE_RANDOMNESS_BYTES)),
  });
  assert(share.ok, 'an honest trustee has nothing to refuse');
  return bytesToHex(share.value.share);
}

/** Names of what does not hold; none when all of it does. */
export function verify(outcomeText: string): readonly string[] {
  return verifySealedOutcome(jsonOf(outcomeText))
    .checks.filter(({ ok }) => !ok)
    .map(({ name }) => name);
}

function jsonOf(text: string): Json {
  const json = parseJson(text);
  assert(json.ok, 'documents are JSON');
  return json.value;
}
