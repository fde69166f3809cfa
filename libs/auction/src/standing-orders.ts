import { Injectable } from '@nestjs/common';
import { partyAccount } from '#core/ledger';
import { AccessService } from '#libs/access';
import { encodeId, type Id } from '#libs/kernel';
import { LedgerService } from '#libs/ledger';
import { SystemClock, type Tx } from '#libs/platform';
import type { sealing } from './core/index.js';
import { actingAs, type LotFacts, matchOrder } from './core/standing-orders/index.js';
import { type OrderRow, type PlaceInLine, StandingOrderStore } from './standing-order.store.js';

/** Orders that are looked at together. */
const PAGE_SIZE = 1_000;

/** Orders that one auction takes, and buyers whose balance it asks for: an opening has to end in time. */
const ORDERS_PER_AUCTION_MAX = 500;
const BUYERS_ASKED_MAX = 1_000;

/** An auction that opens, as far as standing orders ask for it. */
export type OpeningAuction = LotFacts & {
  readonly auctionId: Id<'auction'>;
  readonly sellerId: Id<'party'>;
  /** Parties that take part already, under a key of their own: they bid for themselves. */
  readonly participantIds: readonly Id<'party'>[];
};

/** An order that has become a bid. */
export type OrderToEnter = {
  readonly orderId: Id<'standingOrder'>;
  readonly partyId: Id<'party'>;
  readonly bidderPublicKey: string;
  readonly envelope: Uint8Array;
  /** SHA-256 of the envelope, in hexadecimal. */
  readonly digest: string;
  /** What the entry in the auction's log states as its `order`. */
  readonly order: sealing.OrderReference;
};

/** What auctions do with standing orders. All of it within the transaction that moves the auction. */
@Injectable()
export class StandingOrders {
  readonly #store: StandingOrderStore;
  readonly #access: AccessService;
  readonly #ledger: LedgerService;
  readonly #clock: SystemClock;

  constructor(store: StandingOrderStore, access: AccessService, ledger: LedgerService, clock: SystemClock) {
    this.#store = store;
    this.#access = access;
    this.#ledger = ledger;
    this.#clock = clock;
  }

  /**
   * Takes the orders that an auction is what they wait for: one of a party, and of parties that act together, the
   * first placed. Left standing are those of the seller, of participants, of whoever acts together with one of them,
   * and of parties that cannot put up the deposit; balances are locked until the transaction ends. Asked again, it
   * answers the same.
   */
  async convertFor(tx: Tx, auction: OpeningAuction): Promise<readonly OrderToEnter[]> {
    const { auctionId } = auction;
    const earlier = await this.#store.matchedBy(tx, auctionId);
    if (earlier.length > 0) return earlier.map(toEnter);
    const chosen = await this.#choose(tx, auction);
    if (chosen.length === 0) return [];
    const cause = { at: this.#clock.now(), actorId: null, reason: 'a lot opened that it waits for' };
    await this.#store.move(tx, chosen, { from: 'standing', to: 'matched', auctionId }, cause);
    return (await this.#store.matchedBy(tx, auctionId)).map(toEnter);
  }

  /** From the signed close on, shares may be out: what the auction took is spent, whatever comes of it. */
  async spendFor(tx: Tx, auctionId: Id<'auction'>): Promise<void> {
    await this.#leave(tx, auctionId, 'spent', 'the auction has closed');
  }

  /** An auction that is cancelled before its close opens nothing: what it took stands again. */
  async releaseFor(tx: Tx, auctionId: Id<'auction'>): Promise<void> {
    await this.#leave(tx, auctionId, 'standing', 'the auction was cancelled before its close');
  }

  async #leave(tx: Tx, auctionId: Id<'auction'>, to: 'spent' | 'standing', reason: string): Promise<void> {
    const ids = (await this.#store.matchedBy(tx, auctionId)).map(({ order }) => order.id);
    const cause = { at: this.#clock.now(), actorId: null, reason };
    if (ids.length > 0) await this.#store.move(tx, ids, { from: 'matched', to }, cause);
  }

  /** The ids of the orders that the auction takes, locked. */
  async #choose(tx: Tx, auction: OpeningAuction): Promise<readonly Id<'standingOrder'>[]> {
    const { bookDigest, sellerId, participantIds } = auction;
    if (bookDigest === undefined) return [];
    const inside = [sellerId, ...participantIds];
    const chosen: Id<'standingOrder'>[] = [];
    const isFunded = new Map<Id<'party'>, boolean>();
    let after: PlaceInLine | undefined;
    do {
      const page = await this.#store.candidates(tx, { ...auction, bookDigest }, after, PAGE_SIZE);
      after = page.length < PAGE_SIZE ? undefined : page.at(-1);
      const matching = page.filter((order) => matchOrder(criteriaOf(order), auction) === 'matches');
      const groups = await this.#access.affiliationsOf(
        [...inside, ...matching.map(({ partyId }) => partyId)],
        tx,
      );
      const taken = new Set(inside.map((partyId) => actingAs(partyId, groups)));
      const outside = matching.filter(({ partyId }) => !taken.has(actingAs(partyId, groups)));
      await this.#askForFunds(tx, auction, outside, isFunded);
      const funded = outside.filter(({ partyId }) => isFunded.get(partyId));
      const locked = await this.#store.lockStanding(
        tx,
        funded.map(({ id }) => id),
      );
      for (const { id, partyId } of funded.filter((order) => locked.has(order.id))) {
        const buyer = actingAs(partyId, groups);
        if (taken.has(buyer) || chosen.length === ORDERS_PER_AUCTION_MAX) continue;
        taken.add(buyer);
        inside.push(partyId);
        chosen.push(id);
      }
    } while (
      after !== undefined &&
      chosen.length < ORDERS_PER_AUCTION_MAX &&
      isFunded.size < BUYERS_ASKED_MAX
    );
    return chosen;
  }

  /** Notes of each buyer that is new whether the deposit can be put up, and locks the balance. */
  async #askForFunds(
    tx: Tx,
    { currency, depositMinor }: OpeningAuction,
    orders: readonly OrderRow[],
    isFunded: Map<Id<'party'>, boolean>,
  ): Promise<void> {
    const unasked = new Set(orders.map(({ partyId }) => partyId).filter((partyId) => !isFunded.has(partyId)));
    // One after the other in the order of their ids, so that two auctions that open at once lock in one order.
    for (const partyId of [...unasked].slice(0, BUYERS_ASKED_MAX - isFunded.size).sort()) {
      const available = partyAccount(partyId, currency, 'available');
      const balanceMinor = depositMinor === 0n ? 0n : await this.#ledger.lockedBalance(tx, available);
      isFunded.set(partyId, balanceMinor >= depositMinor);
    }
  }
}

const criteriaOf = ({ expiresAt, ...order }: OrderRow) => ({ ...order, expiresAtMs: expiresAt.getTime() });

const toEnter = ({
  order: { id, partyId, bidderPublicKey, bookDigest, envelopeDigest },
  envelope,
}: {
  readonly order: OrderRow;
  readonly envelope: Uint8Array;
}): OrderToEnter => ({
  orderId: id,
  partyId,
  bidderPublicKey,
  envelope,
  digest: envelopeDigest,
  order: { bookDigest, orderId: encodeId('standingOrder', id) },
});
