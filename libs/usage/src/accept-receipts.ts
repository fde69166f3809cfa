import { Injectable } from '@nestjs/common';
import { partyAccount } from '#core/ledger';
import { type Currency, encodeId, err, type Id, ok, type Result } from '#libs/kernel';
import { LedgerService } from '#libs/ledger';
import { Outbox, type Problem, problemAt, type Tx } from '#libs/platform';
import type { CheckedReceipts } from './check-receipts.js';
import { firstUncovered, usagePostings } from './core/index.js';
import { LicenceService } from './licence.service.js';
import { type ChainTail, type MeterRow, MeterStore } from './meter.store.js';
import { type ReceiptRow, ReceiptStore } from './receipt.store.js';
import { TelemetryService } from './telemetry.service.js';
import { screenMeterJob } from './usage.jobs.js';

/** What happens when receipts are accepted: money moves, and all that follows from a receipt, in one transaction. */
@Injectable()
export class AcceptReceipts {
  readonly #meters: MeterStore;
  readonly #receipts: ReceiptStore;
  readonly #ledger: LedgerService;
  readonly #telemetry: TelemetryService;
  readonly #licences: LicenceService;
  readonly #outbox: Outbox;

  constructor(
    meters: MeterStore,
    receipts: ReceiptStore,
    ledger: LedgerService,
    telemetry: TelemetryService,
    licences: LicenceService,
    outbox: Outbox,
  ) {
    this.#meters = meters;
    this.#receipts = receipts;
    this.#ledger = ledger;
    this.#telemetry = telemetry;
    this.#licences = licences;
    this.#outbox = outbox;
  }

  /** @param meter under its row lock, where the receipts were checked against it */
  async accept(
    tx: Tx,
    meter: MeterRow,
    fresh: CheckedReceipts['fresh'],
  ): Promise<Result<ChainTail, Problem>> {
    const rows = fresh.map(({ row }) => row);
    const last = rows.at(-1);
    if (last === undefined) return ok(meter);
    const uncovered = firstUncovered(rows, await this.#spendable(tx, rows, meter.currency));
    if (uncovered !== undefined) {
      const path = `${fresh[uncovered]?.pointer ?? ''}/receipt/amountMinor`;
      return err(problemAt('insufficient-funds', path, 'is more than what the payer has left'));
    }
    // A payer's licences are looked at before its new receipts count.
    await this.#licences.reinstate(tx, meter.id, payersOf(rows), last.receivedAt);
    const postings = usagePostings(rows, meter.currency, encodeId('meter', meter.id));
    const posted = await this.#ledger.postAll(tx, postings);
    if (!posted.ok) return posted;
    await this.#receipts.insert(tx, rows);
    const tail = { nextSequence: last.sequence + 1, lastDigest: last.digest, lastAt: last.at };
    await this.#meters.advance(tx, meter.id, tail);
    await this.#telemetry.settle(tx, meter, rows);
    await this.#outbox.enqueue(tx, screenMeterJob, [{ meterId: meter.id }]);
    return ok(tail);
  }

  /** What each payer can pay. Nobody else changes it before the transaction ends; locks are taken in one order. */
  async #spendable(
    tx: Tx,
    receipts: readonly ReceiptRow[],
    currency: Currency,
  ): Promise<ReadonlyMap<Id<'party'>, bigint>> {
    const spendable = new Map<Id<'party'>, bigint>();
    for (const payerId of payersOf(receipts)) {
      const account = partyAccount(payerId, currency, 'available');
      await this.#ledger.lockedBalance(tx, account);
      spendable.set(payerId, await this.#ledger.spendable(tx, account));
    }
    return spendable;
  }
}

const payersOf = (receipts: readonly ReceiptRow[]): readonly Id<'party'>[] =>
  [...new Set(receipts.map(({ payerId }) => payerId))].sort();
