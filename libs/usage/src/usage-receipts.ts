import { Injectable } from '@nestjs/common';
import { err, type Id, ok, type Result } from '#libs/kernel';
import { type Actor, notFound, type Problem, type Tx } from '#libs/platform';
import type { z } from 'zod';
import { toCountersigned } from './check-receipts.js';
import { WASH_RULES } from './core/index.js';
import { mayManage, MeterService } from './meter.service.js';
import { MeterStore } from './meter.store.js';
import type { receiptPage, receiptQuery } from './receipt.contract.js';
import { ReceiptStore, type ScreenedReceipt } from './receipt.store.js';
import { ScreeningStore } from './screening.store.js';
import type { meterSeriesView } from './series.contract.js';

/** What was received by a meter, and what counts of it. */
@Injectable()
export class UsageReceipts {
  readonly #receipts: ReceiptStore;
  readonly #screenings: ScreeningStore;
  readonly #meters: MeterStore;
  readonly #meterService: MeterService;

  constructor(
    receipts: ReceiptStore,
    screenings: ScreeningStore,
    meters: MeterStore,
    meterService: MeterService,
  ) {
    this.#receipts = receipts;
    this.#screenings = screenings;
    this.#meters = meters;
    this.#meterService = meterService;
  }

  /**
   * The receipts of a meter that are dated until `upTo`, in the order of their chain, with the verdict of the last
   * screening. Only what is not washed may reach a price or a payout. A receipt that was not screened yet is left
   * out: it comes with a later call. A refund is washed when its charge is, so that neither counts or both do.
   */
  cleanReceipts(meterId: Id<'meter'>, upTo: Date, tx?: Tx): Promise<readonly ScreenedReceipt[]> {
    return this.#receipts.screened(meterId, upTo, tx);
  }

  /** Receipts as they were delivered: all of them for seller and payee, for a payer its own. */
  async page(
    actor: Actor,
    meterId: Id<'meter'>,
    { after, limit }: z.output<typeof receiptQuery>,
  ): Promise<Result<z.output<typeof receiptPage>, Problem>> {
    const meter = await this.#meters.find(meterId);
    if (meter === undefined) return err(notFound('meter'));
    const payerId = mayManage(actor, meter) ? undefined : actor.partyId;
    const rows = await this.#receipts.page(meterId, payerId, after, limit);
    const next = rows.length < limit ? null : (rows.at(-1)?.sequence ?? null);
    return ok({ receipts: rows.map(toCountersigned), next });
  }

  /** Raw and clean series side by side, for seller and payee. */
  async series(
    actor: Actor,
    meterId: Id<'meter'>,
  ): Promise<Result<z.output<typeof meterSeriesView>, Problem>> {
    const meter = await this.#meterService.owned(actor, meterId);
    if (!meter.ok) return meter;
    const months = await this.#screenings.months(meterId);
    const flagged = await this.#screenings.flagged(meterId);
    return ok({
      meterId,
      currency: meter.value.currency,
      screenedThrough: await this.#screenings.screenedThrough(meterId),
      rules: WASH_RULES,
      raw: months.map(({ periodStart, rawCalls, rawRevenueMinor }) => ({
        periodStart,
        calls: rawCalls,
        revenueMinor: rawRevenueMinor,
      })),
      clean: months.map(({ periodStart, cleanCalls, cleanRevenueMinor }) => ({
        periodStart,
        calls: cleanCalls,
        revenueMinor: cleanRevenueMinor,
      })),
      flagged: flagged.map(({ id, flags, ...flag }) => ({ receiptId: id, ...flag, flags: [...flags] })),
      concentration: months.map(({ periodStart, herfindahl }) => ({ periodStart, herfindahl })),
    });
  }
}
