import { createHmac } from 'node:crypto';
import { ed25519 } from '@noble/curves/ed25519.js';
import * as auction from '#contract/auction';
import { sealing } from '#core/auction';
import { assert, encodeId, type Id, type Json } from '#libs/kernel';
import { SalvorProblem } from '#libs/sdk';
import { type Auction, type Player, stepKey } from './stage.js';

/** A buyer who takes part in an auction, under a pseudonym. */
export type Bidder = { readonly buyer: Player; readonly bidderId: Id<'bidder'> };

/** Everything random comes from the buyer's own key, so that a repeated start does the very same. */
const derive = (buyer: Player, purpose: string, { id }: Auction): Uint8Array =>
  Uint8Array.from(
    createHmac('sha256', buyer.apiKey)
      .update(`${purpose} ${encodeId('auction', id)}`)
      .digest(),
  );

/** Accepts the announced terms; nobody where the auction is over, because the demonstration was down. */
export async function joinAs(buyer: Player, auctionSeen: Auction): Promise<readonly Bidder[]> {
  const auctionId = encodeId('auction', auctionSeen.id);
  const publicKey = ed25519.getPublicKey(derive(buyer, 'bidder key', auctionSeen));
  const { announcementDigest } = auctionSeen;
  return unlessOver(async () => {
    const { bidderId } = await buyer.client.post(
      `/v1/auctions/${auctionId}/participation`,
      { body: auction.joinAuction, view: auction.bidderView },
      { announcementDigest, bidderPublicKey: Buffer.from(publicKey).toString('hex') },
      stepKey(`join-${auctionId}`),
    );
    return [{ buyer, bidderId }];
  }, []);
}

/** Seals a bid here and hands it in. */
export async function handIn(
  { buyer, bidderId }: Bidder,
  auctionSeen: Auction,
  content: Json,
): Promise<void> {
  const auctionId = encodeId('auction', auctionSeen.id);
  const read = sealing.readSealedAuction(auctionSeen.announcement);
  assert(read.ok, 'the announcement can be read');
  const sealed = sealing.sealEnvelope({
    auction: read.value,
    bidderId: encodeId('bidder', bidderId),
    bidderSecretKey: derive(buyer, 'bidder key', auctionSeen),
    sequence: 1,
    bid: content,
    randomness: derive(buyer, 'randomness', auctionSeen),
  });
  assert(sealed.ok, 'the bid fits into its envelope');
  const envelope = Uint8Array.from(sealed.value.envelope);
  await unlessOver(async () => {
    await buyer.client.post(
      `/v1/auctions/${auctionId}/bids`,
      { body: auction.placeBid, view: auction.bidReceipt },
      { sequence: 1, envelope },
      stepKey(`bid-${auctionId}`),
    );
  }, undefined);
}

/** Closed while the demonstration was down: what was bid before counts. */
async function unlessOver<T>(act: () => Promise<T>, otherwise: T): Promise<T> {
  try {
    return await act();
  } catch (error) {
    if (error instanceof SalvorProblem && error.code === 'auction-not-open') return otherwise;
    throw error;
  }
}
