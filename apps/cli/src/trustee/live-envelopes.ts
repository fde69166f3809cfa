import { sealing } from '#core/auction';
import { entryLeaf, proveInclusion, treeNodes } from '#core/records';
import { err, type Json, ok, type Result, sha256Hex } from '#libs/kernel';

/** A place in the log, as the service states it. */
export type StatedEnvelope = { readonly entry: Json; readonly envelope: Uint8Array };

export type LogRefusal = sealing.ClosedLogFault | 'another-envelope';

/**
 * The envelopes that are to be opened, each with the proof that it is under the closing root. The whole log is held
 * against the closing first, so none is left out and none put in, and every envelope that counts against the digest
 * in its entry. For n entries O(n log n): the nodes of the tree are made once, and each path looks them up. Total.
 */
export function liveEnvelopes(
  auction: sealing.SealedAuction,
  closing: sealing.SignedClosing,
  stated: readonly StatedEnvelope[],
): Result<readonly sealing.LoggedEnvelope[], LogRefusal> {
  const log = sealing.readClosedLog(
    auction,
    closing,
    stated.map(({ entry }) => entry),
  );
  if (!log.ok) return log;
  const { entries, live } = log.value;
  const nodeAt = treeNodes(entries.map(entryLeaf));
  const logged: sealing.LoggedEnvelope[] = [];
  for (const { leafIndex, entry } of live) {
    const envelope = stated[leafIndex]?.envelope;
    if (envelope === undefined || sha256Hex(envelope) !== entry.envelopeDigest)
      return err('another-envelope');
    const path = proveInclusion(leafIndex, entries.length, nodeAt);
    logged.push({ envelope, entry, leafIndex, path });
  }
  return ok(logged);
}
