import { sealing } from '#core/auction';
import type { Json, Result } from '#libs/kernel';
import {
  admitClosing,
  type ClosingRefusal,
  type CommissionRefusal,
  readCommission,
} from './admit-closing.js';
import { handInShares } from './hand-in-shares.js';
import { liveEnvelopes, type LogRefusal } from './live-envelopes.js';
import type { Trustee } from './trustee.js';

export type VisitRefusal =
  CommissionRefusal | ClosingRefusal | LogRefusal | 'log-too-large' | 'shares-withheld';

/** `served`: every share that can be given was handed in. Otherwise why the trustee does not act. */
export type VisitOutcome = 'served' | VisitRefusal;

/** What the envelopes of one auction may take in memory. */
const LOG_BYTES_MAX = 2 ** 30;

/**
 * A trustee's part in the opening of one auction. Everything that the service states is verified first; the closing
 * is on the disk before the first share is computed; and shares are the same every time, so that a visit which was cut
 * off at any point is simply made again. Rejects when the service cannot be reached or does not speak as it should.
 */
export async function visitAuction(auctionId: string, trustee: Trustee): Promise<VisitOutcome> {
  const { identity, service, kept, log } = trustee;
  const announcement = await service.announcementOf(auctionId);
  const commission = readCommission(announcement, auctionId, identity);
  if (!commission.ok) return commission.error;
  const { auction } = commission.value;
  const stated = { announcement, closing: await service.closingOf(auctionId) };
  const closing = admit(trustee, auction, stated, kept.of(auction));
  if (!closing.ok) return closing.error;
  const { treeSize } = closing.value.closing;
  if (treeSize * sealing.envelopeBytes(auction) > LOG_BYTES_MAX) return 'log-too-large';
  const envelopes = await service.envelopesOf(auctionId, treeSize);
  if (!envelopes.ok) return envelopes.error;
  const live = liveEnvelopes(auction, closing.value, envelopes.value);
  if (!live.ok) return live.error;
  if (kept.keep(auction, closing.value)) log('info', 'closing-kept', { auctionId, treeSize });
  // Another process of this folder may just have kept another one.
  const settled = admit(trustee, auction, stated, kept.of(auction) ?? null);
  if (!settled.ok) return settled.error;
  const handedIn = await handInShares(trustee, commission.value, settled.value, live.value);
  return handedIn === live.value.length ? 'served' : 'shares-withheld';
}

type Stated = { readonly announcement: Json; readonly closing: Json };

/** Decides, and makes the most of a contradiction: it is kept as proof, and told loudly. */
function admit(
  { kept, log, nowMs }: Trustee,
  auction: sealing.SealedAuction,
  { announcement, closing }: Stated,
  earlier: Json | undefined,
): Result<sealing.SignedClosing, ClosingRefusal> {
  const admitted = admitClosing(auction, closing, earlier, nowMs());
  if (admitted.ok || admitted.error !== 'contradictory-closing' || earlier === undefined) return admitted;
  const file = kept.keepEvidence(auction, {
    document: 'auction-equivocation',
    announcement,
    closings: [earlier, closing],
  });
  log('error', 'EQUIVOCATION', {
    auctionId: auction.auctionId,
    message: 'the operator signed two closings of this auction over different logs; both are kept as proof',
    file,
  });
  return admitted;
}
