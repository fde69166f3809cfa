import { Injectable } from '@nestjs/common';
import { apportion, partyAccount, type PostingRequest } from '#core/ledger';
import { assert, encodeId, type Id, ok, type Result } from '#libs/kernel';
import { LedgerService } from '#libs/ledger';
import type { Problem, Tx } from '#libs/platform';
import type { AuctionRow } from './auction.store.js';

type Terms = Pick<AuctionRow, 'id' | 'currency' | 'depositMinor' | 'bondMinor' | 'sellerId'>;

/**
 * What bidders and the seller lock for an auction. Deposits are flat, and locked with the first envelope; the bond
 * is locked with the announcement. Every posting can be made once only.
 */
@Injectable()
export class Deposits {
  readonly #ledger: LedgerService;

  constructor(ledger: LedgerService) {
    this.#ledger = ledger;
  }

  /** Moves the deposit out of what the bidder can use. `insufficient-funds` when there is not enough. */
  lock(tx: Tx, auction: Terms, bidderId: Id<'party'>): Promise<Result<undefined, Problem>> {
    return this.lockAll(tx, auction, [bidderId]);
  }

  lockAll(tx: Tx, auction: Terms, bidderIds: readonly Id<'party'>[]): Promise<Result<undefined, Problem>> {
    return this.#post(
      tx,
      bidderIds.map((bidderId) => move(auction, 'deposit', bidderId, auction.depositMinor)),
    );
  }

  async release(tx: Tx, auction: Terms, bidderIds: readonly Id<'party'>[]): Promise<void> {
    const released = await this.#post(
      tx,
      bidderIds.map((bidderId) => move(auction, 'release', bidderId, auction.depositMinor)),
    );
    assert(released.ok, `deposits of auction ${auction.id} stand where they were locked`);
  }

  lockBond(tx: Tx, auction: Terms): Promise<Result<undefined, Problem>> {
    return this.#post(tx, [move(auction, 'bond', auction.sellerId, auction.bondMinor)]);
  }

  async releaseBond(tx: Tx, auction: Terms): Promise<void> {
    const released = await this.#post(tx, [
      move(auction, 'bond-release', auction.sellerId, auction.bondMinor),
    ]);
    assert(released.ok, `the bond of auction ${auction.id} stands where it was locked`);
  }

  /** The seller called off after somebody had bid: the bond goes to those who did, in equal parts. */
  async forfeitBond(tx: Tx, auction: Terms, bidderIds: readonly Id<'party'>[]): Promise<void> {
    const { id, currency, bondMinor, sellerId } = auction;
    if (bondMinor === 0n) return;
    const parts = apportion(
      bondMinor,
      bidderIds.map((bidderId) => ({ key: encodeId('party', bidderId), weight: 1n })),
    );
    assert(parts.ok, 'a bond is forfeited to somebody');
    const transfers = bidderIds.map((bidderId, at) => ({
      from: partyAccount(sellerId, currency, 'deposit'),
      to: partyAccount(bidderId, currency, 'available'),
      amountMinor: parts.value.shares[at]?.share ?? 0n,
    }));
    const forfeited = await this.#post(tx, [
      {
        key: `bond-forfeit-${id}`,
        kind: 'auction-bond-forfeit',
        reference: encodeId('auction', id),
        transfers: transfers.filter(({ amountMinor }) => amountMinor > 0n),
      },
    ]);
    assert(forfeited.ok, `the bond of auction ${id} stands where it was locked`);
  }

  async #post(tx: Tx, requests: readonly PostingRequest[]): Promise<Result<undefined, Problem>> {
    const moving = requests.filter(({ transfers }) => transfers.some(({ amountMinor }) => amountMinor > 0n));
    if (moving.length === 0) return ok(undefined);
    const posted = await this.#ledger.postAll(tx, moving);
    return posted.ok ? ok(undefined) : posted;
  }
}

type Move = 'deposit' | 'release' | 'bond' | 'bond-release';

/** Between what a party can use and what it has locked. */
function move(
  { id, currency }: Terms,
  kind: Move,
  partyId: Id<'party'>,
  amountMinor: bigint,
): PostingRequest {
  const available = partyAccount(partyId, currency, 'available');
  const locked = partyAccount(partyId, currency, 'deposit');
  const locks = kind === 'deposit' || kind === 'bond';
  return {
    key: `${kind}-${id}-${partyId}`,
    kind: KINDS[kind],
    reference: encodeId('auction', id),
    transfers: [{ from: locks ? available : locked, to: locks ? locked : available, amountMinor }],
  };
}

const KINDS: Readonly<Record<Move, string>> = {
  deposit: 'auction-deposit',
  release: 'auction-deposit-release',
  bond: 'auction-bond',
  'bond-release': 'auction-bond-release',
};
