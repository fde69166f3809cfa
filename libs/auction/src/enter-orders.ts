import { Injectable } from '@nestjs/common';
import { assert, type Id } from '#libs/kernel';
import { newId, type Tx } from '#libs/platform';
import { ValuationService } from '#libs/valuation';
import type { AuctionRow } from './auction.store.js';
import { BidderStore } from './bidder.store.js';
import { lotUses, type UseFacts } from './core/standing-orders/index.js';
import { Deposits } from './deposits.js';
import { EnvelopeStore } from './envelope.store.js';
import { type OrderToEnter, StandingOrders } from './standing-orders.js';

/** Enters standing orders into an auction that opens. Each is a bid like any other from then on. */
@Injectable()
export class EnterOrders {
  readonly #orders: StandingOrders;
  readonly #bidders: BidderStore;
  readonly #envelopes: EnvelopeStore;
  readonly #deposits: Deposits;
  readonly #valuations: ValuationService;

  constructor(
    orders: StandingOrders,
    bidders: BidderStore,
    envelopes: EnvelopeStore,
    deposits: Deposits,
    valuations: ValuationService,
  ) {
    this.#orders = orders;
    this.#bidders = bidders;
    this.#envelopes = envelopes;
    this.#deposits = deposits;
    this.#valuations = valuations;
  }

  /** What the frozen valuation says that buyers may wait for. Read before the auction is locked: it never changes. */
  async usesOf({ valuationId }: AuctionRow): Promise<readonly UseFacts[]> {
    const frozen = await this.#valuations.documents(valuationId);
    return frozen.ok ? (lotUses(frozen.value) ?? []) : [];
  }

  /** The caller holds the auction, which is open by now. */
  async enter(tx: Tx, auction: AuctionRow, uses: readonly UseFacts[], at: Date): Promise<void> {
    const { id: auctionId, announcement, sellerId, format, currency, depositMinor, closesAt } = auction;
    const [lot, ...others] = announcement.lots;
    if (lot === undefined || others.length > 0) return;
    const entered = await this.#orders.convertFor(tx, {
      auctionId,
      sellerId,
      participantIds: [...(await this.#bidders.partiesOf(tx, auctionId)).values()],
      bookDigest: announcement.sealing.orderBookDigest,
      lotKind: lot.terms.kind,
      format,
      currency,
      depositMinor,
      closesAtMs: closesAt.getTime(),
      uses,
    });
    for (const order of entered) await this.#enterOne(tx, auctionId, order, at);
    const locked = await this.#deposits.lockAll(
      tx,
      auction,
      entered.map(({ partyId }) => partyId),
    );
    assert(locked.ok, 'orders are taken of those who can put up the deposit');
  }

  async #enterOne(
    tx: Tx,
    auctionId: Id<'auction'>,
    { partyId, bidderPublicKey, envelope, digest }: OrderToEnter,
    at: Date,
  ): Promise<void> {
    const id = newId('bidder');
    const bidder = { id, auctionId, partyId, publicKey: bidderPublicKey, acceptedAt: at };
    assert(await this.#bidders.insert(tx, bidder), 'orders are taken of those who do not take part');
    const row = { id: newId('bid'), auctionId, bidderId: id, sequence: 1, envelope, digest, receivedAt: at };
    const { refusal } = await this.#envelopes.accept(tx, row);
    assert(refusal === null, `an order was refused at the door: ${String(refusal)}`);
  }
}
