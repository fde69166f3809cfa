import { Injectable } from '@nestjs/common';
import { partyAccount } from '#core/ledger';
import { assert, encodeId, type Id, ok, type Result } from '#libs/kernel';
import { LedgerService } from '#libs/ledger';
import type { Problem, Tx } from '#libs/platform';
import type { AuctionRow } from './auction.store.js';

type DepositTerms = Pick<AuctionRow, 'id' | 'currency' | 'depositMinor'>;

/** Flat deposits of the bidders: locked with the first envelope, given back to all who do not win. */
@Injectable()
export class Deposits {
  readonly #ledger: LedgerService;

  constructor(ledger: LedgerService) {
    this.#ledger = ledger;
  }

  /** Moves the deposit out of what the bidder can use. `insufficient-funds` when there is not enough. */
  async lock(tx: Tx, auction: DepositTerms, bidderId: Id<'party'>): Promise<Result<undefined, Problem>> {
    const { id, currency, depositMinor } = auction;
    if (depositMinor === 0n) return ok(undefined);
    const posted = await this.#ledger.post(tx, {
      key: `deposit-${id}-${bidderId}`,
      kind: 'auction-deposit',
      reference: encodeId('auction', id),
      transfers: [
        {
          from: partyAccount(bidderId, currency, 'available'),
          to: partyAccount(bidderId, currency, 'deposit'),
          amountMinor: depositMinor,
        },
      ],
    });
    return posted.ok ? ok(undefined) : posted;
  }

  async release(tx: Tx, auction: DepositTerms, bidderIds: readonly Id<'party'>[]): Promise<void> {
    const { id, currency, depositMinor } = auction;
    if (depositMinor === 0n) return;
    const released = await this.#ledger.postAll(
      tx,
      bidderIds.map((bidderId) => ({
        key: `release-${id}-${bidderId}`,
        kind: 'auction-deposit-release',
        reference: encodeId('auction', id),
        transfers: [
          {
            from: partyAccount(bidderId, currency, 'deposit'),
            to: partyAccount(bidderId, currency, 'available'),
            amountMinor: depositMinor,
          },
        ],
      })),
    );
    assert(released.ok, `deposits of auction ${id} stand where they were locked`);
  }
}
