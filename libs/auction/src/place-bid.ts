import { Injectable } from '@nestjs/common';
import { err, type Id, ok, type Result, sha256Hex } from '#libs/kernel';
import {
  newId,
  notFound,
  type Problem,
  problem,
  problemAt,
  SystemClock,
  type Tx,
  UnitOfWork,
  type WriteRequest,
} from '#libs/platform';
import type { z } from 'zod';
import { bidReceipt, type placeBid } from './auction.contract.js';
import { type AuctionRow, AuctionStore } from './auction.store.js';
import { acceptsBids, checkEnvelopeShape } from './core/index.js';
import { Deposits } from './deposits.js';
import { EnvelopeStore } from './envelope.store.js';

/** Envelopes that one bidder may hand in to one auction, the first one included. */
export const ENVELOPES_PER_BIDDER_MAX = 20;

type Receipt = z.output<typeof bidReceipt>;

/** Takes sealed envelopes. Nothing here looks into one, and no answer depends on anybody else’s bids. */
@Injectable()
export class PlaceBid {
  readonly #auctions: AuctionStore;
  readonly #envelopes: EnvelopeStore;
  readonly #deposits: Deposits;
  readonly #unitOfWork: UnitOfWork;
  readonly #clock: SystemClock;

  constructor(
    auctions: AuctionStore,
    envelopes: EnvelopeStore,
    deposits: Deposits,
    unitOfWork: UnitOfWork,
    clock: SystemClock,
  ) {
    this.#auctions = auctions;
    this.#envelopes = envelopes;
    this.#deposits = deposits;
    this.#unitOfWork = unitOfWork;
    this.#clock = clock;
  }

  /**
   * Checked in this order: the auction, who bids, whether bids are taken now, how often this bidder has bid, the
   * sequence, the envelope, and for a first envelope the deposit.
   */
  async place(
    write: WriteRequest,
    auctionId: Id<'auction'>,
    { sequence, envelope }: z.output<typeof placeBid>,
  ): Promise<Result<Receipt, Problem>> {
    const bidderId = write.actor.partyId;
    return this.#unitOfWork.write(write, bidReceipt, async (tx) => {
      const auction = await this.#openAuction(tx, auctionId, bidderId);
      if (!auction.ok) return auction;
      const last = await this.#envelopes.lastSequence(tx, auctionId, bidderId);
      const fault = sequenceFault(last, sequence) ?? shapeFault(envelope);
      if (fault !== undefined) return err(fault);
      const receivedAt = this.#clock.now();
      if (!isOpen(auction.value, receivedAt)) return err(NOT_OPEN);
      const row = { id: newId('bid'), auctionId, bidderId, sequence, receivedAt };
      const digest = sha256Hex(envelope);
      if (!(await this.#envelopes.insert(tx, { ...row, envelope, digest })))
        return err(
          problemAt(
            'envelope-refused',
            '/envelope',
            'the auction holds this envelope, or another of yours with this sequence',
          ),
        );
      const deposit = last === 0 ? await this.#deposits.lock(tx, auction.value, bidderId) : ok(undefined);
      if (!deposit.ok) return deposit;
      const { announcementDigest } = auction.value;
      return ok({
        bidId: row.id,
        auctionId,
        sequence,
        envelopeDigest: digest,
        receivedAt,
        announcementDigest,
      });
    });
  }

  /**
   * The auction under a shared lock: it stays open until this bid is stored, because the close waits for it. It is
   * read without a lock first, so that late bids cannot hold up the close.
   */
  async #openAuction(tx: Tx, id: Id<'auction'>, bidderId: Id<'party'>): Promise<Result<AuctionRow, Problem>> {
    const seen = await this.#auctions.find(id, tx);
    if (seen === undefined) return err(notFound('auction'));
    if (seen.sellerId === bidderId)
      return err(problem('seller-linked-bid', 'The seller of the lot may not bid on it.'));
    if (!isOpen(seen, this.#clock.now())) return err(NOT_OPEN);
    const held = await this.#auctions.share(tx, id);
    return held !== undefined && isOpen(held, this.#clock.now()) ? ok(held) : err(NOT_OPEN);
  }
}

const NOT_OPEN = problem('auction-not-open', 'The auction takes bids from opensAt until closesAt.');

const isOpen = ({ state, opensAt, closesAt }: AuctionRow, now: Date): boolean =>
  acceptsBids(state, { opensAtMs: opensAt.getTime(), closesAtMs: closesAt.getTime() }, now.getTime());

function sequenceFault(last: number, sequence: number): Problem | undefined {
  if (last >= ENVELOPES_PER_BIDDER_MAX)
    return problem(
      'bid-limit-reached',
      `A bidder hands in at most ${String(ENVELOPES_PER_BIDDER_MAX)} envelopes.`,
    );
  if (sequence === last + 1) return undefined;
  return problemAt('envelope-refused', '/sequence', `your next sequence is ${String(last + 1)}`);
}

function shapeFault(envelope: Uint8Array): Problem | undefined {
  const refusal = checkEnvelopeShape(envelope);
  return refusal === undefined
    ? undefined
    : problemAt('envelope-refused', '/envelope', refusal.replaceAll('-', ' '));
}
