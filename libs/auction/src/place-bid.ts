import { Injectable } from '@nestjs/common';
import { canonicalJson, encodeId, err, type Id, ok, type Result } from '#libs/kernel';
import {
  type Config,
  InjectConfig,
  newId,
  notFound,
  type Problem,
  problem,
  problemAt,
  SystemClock,
  UnitOfWork,
  type WriteRequest,
} from '#libs/platform';
import type { z } from 'zod';
import { bidReceipt, type placeBid } from './auction.contract.js';
import { type AuctionRow, AuctionStore } from './auction.store.js';
import type { BidderRow } from './bidder.store.js';
import { acceptsBids, sealing } from './core/index.js';
import { Deposits } from './deposits.js';
import {
  type EnvelopeAnswer,
  ENVELOPES_PER_BIDDER_MAX,
  EnvelopeStore,
  logEntryOf,
} from './envelope.store.js';
import { type LogKey, logKeyOf } from './log-key.js';
import { SealingThreads } from './sealing-threads.js';

type Receipt = z.output<typeof bidReceipt>;

/** Takes sealed envelopes. Nothing here can look into one, and no answer depends on anybody else’s bids. */
@Injectable()
export class PlaceBid {
  readonly #auctions: AuctionStore;
  readonly #envelopes: EnvelopeStore;
  readonly #deposits: Deposits;
  readonly #threads: SealingThreads;
  readonly #unitOfWork: UnitOfWork;
  readonly #clock: SystemClock;
  readonly #logKey: LogKey;
  /** Terms never change once they are announced: most bids find those of their auction here. */
  readonly #terms = new Map<Id<'auction'>, Terms>();

  constructor(
    auctions: AuctionStore,
    envelopes: EnvelopeStore,
    deposits: Deposits,
    threads: SealingThreads,
    unitOfWork: UnitOfWork,
    clock: SystemClock,
    @InjectConfig() config: Config,
  ) {
    this.#auctions = auctions;
    this.#envelopes = envelopes;
    this.#deposits = deposits;
    this.#threads = threads;
    this.#unitOfWork = unitOfWork;
    this.#clock = clock;
    this.#logKey = logKeyOf(config.secretKey);
  }

  /**
   * Checked in this order: the auction, that bids are taken now, that the bidder accepted the terms, the envelope, how
   * often this bidder has bid, the sequence, that the bytes are new, and for a first envelope the deposit. The
   * envelope is checked before the transaction begins, in a thread: nobody waits for that under a lock.
   */
  async place(
    write: WriteRequest,
    auctionId: Id<'auction'>,
    { sequence, envelope }: z.output<typeof placeBid>,
  ): Promise<Result<Receipt, Problem>> {
    const admitted = await this.#admit(auctionId, write.actor.partyId, sequence, envelope);
    return this.#unitOfWork.write(write, bidReceipt, async (tx) => {
      if (!admitted.ok) return admitted;
      const { terms, bidder, digest } = admitted.value;
      const row = { id: newId('bid'), auctionId, sequence, digest, receivedAt: this.#clock.now() };
      const answer = await this.#envelopes.accept(tx, { ...row, bidderId: bidder.id, envelope });
      if (answer.refusal !== null) return err(problemOf(answer.refusal, answer));
      const isFirst = answer.lastSequence === 0;
      const { partyId } = write.actor;
      const deposit = isFirst ? await this.#deposits.lock(tx, terms, partyId) : ok(undefined);
      if (!deposit.ok) return deposit;
      const entry = logEntryOf(auctionId, bidder, row);
      return ok({ bidId: row.id, auctionId, receipt: sealing.signReceipt(entry, this.#logKey.secretKey) });
    });
  }

  /** Looked at without a lock, so that late bids cannot hold up the close; the transaction looks again. */
  async #admit(
    auctionId: Id<'auction'>,
    partyId: Id<'party'>,
    sequence: number,
    envelope: Uint8Array,
  ): Promise<Result<Admitted, Problem>> {
    const [terms, door] = await Promise.all([
      this.#termsOf(auctionId),
      this.#envelopes.doorState(auctionId, partyId),
    ]);
    if (terms === undefined || door === undefined) return err(notFound('auction'));
    if (terms.sellerId === partyId)
      return err(problem('seller-linked-bid', 'The seller of the lot may not bid on it.'));
    const { state, opensAt, closesAt, bidder } = door;
    const window = { opensAtMs: opensAt.getTime(), closesAtMs: closesAt.getTime() };
    if (!acceptsBids(state, window, this.#clock.nowMs())) return err(NOT_OPEN);
    if (bidder === undefined)
      return err(problem('terms-not-accepted', 'Accept the terms of the auction before you bid.'));
    const bidderId = encodeId('bidder', bidder.id);
    const checked = await this.#threads.checkAtTheDoor({
      announcementText: terms.announcementText,
      owner: { bidderId, bidderPublicKey: bidder.publicKey, sequence },
      envelope,
    });
    return checked.ok
      ? ok({ terms, bidder, digest: checked.value })
      : err(problemAt('envelope-refused', '/envelope', checked.error.replaceAll('-', ' ')));
  }

  async #termsOf(auctionId: Id<'auction'>): Promise<Terms | undefined> {
    const known = this.#terms.get(auctionId);
    if (known !== undefined) return known;
    const auction = await this.#auctions.find(auctionId);
    if (auction === undefined) return undefined;
    const { id, sellerId, currency, depositMinor, bondMinor, announcement } = auction;
    const announcementText = canonicalJson(announcement);
    const terms = { id, sellerId, currency, depositMinor, bondMinor, announcementText };
    const [oldest] = this.#terms.keys();
    if (this.#terms.size >= AUCTIONS_KEPT_MAX && oldest !== undefined) this.#terms.delete(oldest);
    this.#terms.set(auctionId, terms);
    return terms;
  }
}

/** Of auctions that take bids at the same time. What is left out is read again. */
const AUCTIONS_KEPT_MAX = 256;

/** What a bid needs of an announcement. */
type Terms = Pick<AuctionRow, 'id' | 'sellerId' | 'currency' | 'depositMinor' | 'bondMinor'> & {
  /** RFC 8785. */
  readonly announcementText: string;
};

/** An envelope that may be taken, and whose it is. */
type Admitted = {
  readonly terms: Terms;
  readonly bidder: Pick<BidderRow, 'id' | 'publicKey'>;
  readonly digest: string;
};

const NOT_OPEN = problem('auction-not-open', 'The auction takes bids from opensAt until closesAt.');

function problemOf(
  refusal: NonNullable<EnvelopeAnswer['refusal']>,
  { lastSequence }: EnvelopeAnswer,
): Problem {
  switch (refusal) {
    case 'auction-not-open':
      return NOT_OPEN;
    case 'bid-limit-reached':
      return problem(
        'bid-limit-reached',
        `A bidder hands in at most ${String(ENVELOPES_PER_BIDDER_MAX)} envelopes.`,
      );
    case 'sequence':
      return problemAt('envelope-refused', '/sequence', `your next sequence is ${String(lastSequence + 1)}`);
    case 'duplicate':
      return problemAt('envelope-refused', '/envelope', 'the auction holds this envelope already');
  }
}
