import { Injectable } from '@nestjs/common';
import { AttributionService, type FrozenWeights } from '#libs/attribution';
import { AuctionService, type ClearedAuction } from '#libs/auction';
import { assert, type Id, ok, type Result } from '#libs/kernel';
import { LedgerService } from '#libs/ledger';
import { newId, Outbox, type Problem, SystemClock, UnitOfWork } from '#libs/platform';
import { RightsService } from '#libs/rights';
import { type Proceeds, settlementPostings, splitProceeds, statementOf } from './core/index.js';
import { auctionSettled } from './settlement.jobs.js';
import { SettlementStore } from './settlement.store.js';

/** Pays for a sale, pays it out and hands over the right: all of it or nothing, and once. */
@Injectable()
export class SettleAuction {
  readonly #store: SettlementStore;
  readonly #auctions: AuctionService;
  readonly #attribution: AttributionService;
  readonly #rights: RightsService;
  readonly #ledger: LedgerService;
  readonly #outbox: Outbox;
  readonly #unitOfWork: UnitOfWork;
  readonly #clock: SystemClock;

  constructor(
    store: SettlementStore,
    auctions: AuctionService,
    attribution: AttributionService,
    rights: RightsService,
    ledger: LedgerService,
    outbox: Outbox,
    unitOfWork: UnitOfWork,
    clock: SystemClock,
  ) {
    this.#store = store;
    this.#auctions = auctions;
    this.#attribution = attribution;
    this.#rights = rights;
    this.#ledger = ledger;
    this.#outbox = outbox;
    this.#unitOfWork = unitOfWork;
    this.#clock = clock;
  }

  /**
   * Undefined when there is nothing to settle (any more). `insufficient-funds` when the winner cannot pay the
   * price yet: nothing has then happened and the auction stays cleared.
   *
   * Locks are taken in the order auction, lot, ledger accounts. The ledger comes last: its escrow is shared by all
   * settlements of a currency, so it is held shortly.
   */
  async settle(auctionId: Id<'auction'>): Promise<Result<Id<'settlement'> | undefined, Problem>> {
    return this.#unitOfWork.run(async (tx) => {
      const sale = await this.#auctions.lockForSettlement(tx, auctionId);
      if (sale === undefined || (await this.#store.exists(tx, auctionId))) return ok(undefined);
      const { lotId, modelId, versionId, winnerId, currency, depositMinor } = sale;
      const weights = await this.#attribution.frozenWeights(tx, sale.weightSetId);
      const proceeds = split(sale, weights);
      const id = newId('settlement');
      await this.#rights.grant(tx, { lotId, holderId: winnerId, auctionId });
      await this.#store.insert(tx, {
        id,
        auctionId,
        weightSetId: weights.id,
        currency,
        grossMinor: proceeds.grossMinor,
        statement: statementOf({ auctionId, lotId, modelId, versionId, currency, weights }, proceeds),
        settledAt: this.#clock.now(),
      });
      await this.#auctions.markSettled(tx, auctionId, 'paid and paid out');
      await this.#outbox.publish(tx, auctionSettled, { auctionId, settlementId: id });
      const booked = await this.#ledger.postAll(
        tx,
        settlementPostings({ auctionId, winnerId, currency, depositMinor, proceeds }),
      );
      return booked.ok ? ok(id) : booked;
    });
  }
}

function split({ priceMinor, platformFeeBps }: ClearedAuction, { shares }: FrozenWeights): Proceeds {
  const proceeds = splitProceeds({ grossMinor: priceMinor, feeBps: platformFeeBps, shares });
  assert(proceeds.ok, 'prices, the fee and frozen weights were checked when they were written');
  return proceeds.value;
}
