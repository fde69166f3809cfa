import { Injectable } from '@nestjs/common';
import { AccessService } from '#libs/access';
import { assert, type Id, ok } from '#libs/kernel';
import { LedgerService } from '#libs/ledger';
import { compiledFile, computeInThread, Outbox, SystemClock, type Tx, UnitOfWork } from '#libs/platform';
import { type UsageMonth, WASH_RULES } from './core/index.js';
import { type MeterRow, MeterStore } from './meter.store.js';
import { ReceiptStore } from './receipt.store.js';
import { type MeteredMonthRow, ScreeningStore } from './screening.store.js';
import type { ScreeningAnswer, ScreeningTask } from './screening-task.js';
import { usageRecorded } from './usage.jobs.js';

const PROGRAM = compiledFile(import.meta.url, 'screen-meter-worker.js');

/** Holds the receipts of a meter against the published rules and what is on record about their parties. */
@Injectable()
export class ScreenMeter {
  readonly #meters: MeterStore;
  readonly #receipts: ReceiptStore;
  readonly #screenings: ScreeningStore;
  readonly #access: AccessService;
  readonly #ledger: LedgerService;
  readonly #unitOfWork: UnitOfWork;
  readonly #outbox: Outbox;
  readonly #clock: SystemClock;

  constructor(
    meters: MeterStore,
    receipts: ReceiptStore,
    screenings: ScreeningStore,
    access: AccessService,
    ledger: LedgerService,
    unitOfWork: UnitOfWork,
    outbox: Outbox,
    clock: SystemClock,
  ) {
    this.#meters = meters;
    this.#receipts = receipts;
    this.#screenings = screenings;
    this.#access = access;
    this.#ledger = ledger;
    this.#unitOfWork = unitOfWork;
    this.#outbox = outbox;
    this.#clock = clock;
  }

  /** Screens all receipts that the meter has. Once or twice makes no difference, and an older screening loses. */
  async screen(meterId: Id<'meter'>): Promise<void> {
    const meter = await this.#meters.find(meterId);
    if (meter === undefined || meter.nextSequence === 0) return;
    const answer = await computeInThread<ScreeningAnswer>(PROGRAM, await this.#task(meter));
    assert(answer.ok, `receipts could not be screened: ${answer.ok ? '' : answer.error.reason}`);
    await this.#unitOfWork.run(async (tx) => {
      await this.#save(tx, meter, answer.value);
      return ok(undefined);
    });
  }

  async #task(meter: MeterRow): Promise<ScreeningTask> {
    const receipts = await this.#receipts.ofMeter(meter.id, meter.nextSequence);
    const idOf = new Map(receipts.map(({ sequence, digest }) => [sequence, digest]));
    const payers = [...new Set(receipts.map(({ payerId }) => payerId))];
    const payeeSide = [...new Set([meter.payeeId, meter.sellerId])];
    const windowBegins = new Date(meter.createdAt.getTime() - WASH_RULES.mutualFunding.withinMs);
    const flows = await this.#ledger.flowsBetween(payeeSide, payers, meter.currency, windowBegins);
    return {
      receipts: receipts.map(({ digest, kind, payerId, at, calls, amountMinor, refundOf }) => ({
        id: digest,
        kind,
        payer: payerId,
        payee: meter.payeeId,
        atMs: at.getTime(),
        calls,
        amountMinor,
        refundOf: refundOf === null ? null : (idOf.get(refundOf) ?? null),
      })),
      controllers: await this.#controllers(meter, payers),
      fundings: flows.map(({ at, ...flow }) => ({ ...flow, atMs: at.getTime() })),
    };
  }

  /** The payee collects for the seller. Who acts together with others is known by the name of their group. */
  async #controllers(
    { sellerId, payeeId }: MeterRow,
    payers: readonly Id<'party'>[],
  ): Promise<ReadonlyMap<string, string>> {
    const groups = await this.#access.affiliationsOf([...new Set([sellerId, payeeId, ...payers])]);
    const sideOf = (party: Id<'party'>): string => {
      const group = groups.get(party);
      return group === undefined ? party : `group ${group}`;
    };
    const controllers = new Map<string, string>(payers.map((payer) => [payer, sideOf(payer)]));
    const payeeSide = sideOf(sellerId);
    return controllers.set(sellerId, payeeSide).set(payeeId, payeeSide);
  }

  async #save(tx: Tx, meter: MeterRow, answer: ScreeningAnswer): Promise<void> {
    const screenedThrough = meter.nextSequence;
    const stands = await this.#screenings.lockScreenedThrough(tx, meter.id);
    if (stands === undefined || stands > screenedThrough) return;
    const before = await this.#screenings.months(meter.id, tx);
    const months = monthsOf(answer);
    const screening = { screenedThrough, rulesVersion: WASH_RULES.version, screenedAt: this.#clock.now() };
    await this.#screenings.replace(tx, meter.id, screening, answer.flagged, months);
    if (!sameCleanSeries(before, months)) {
      const { modelId, currency } = meter;
      await this.#outbox.publish(tx, usageRecorded, { modelId, currency });
    }
  }
}

/** Every month of the raw series has one of the clean series, if only with nothing in it. */
function monthsOf({ raw, clean, concentration }: ScreeningAnswer): readonly MeteredMonthRow[] {
  const cleanOf = new Map(clean.map((month) => [month.periodStart, month]));
  const herfindahlOf = new Map(concentration.map((month) => [month.periodStart, month.herfindahl]));
  return raw.map(({ periodStart, calls, revenueMinor }) => {
    const counted: UsageMonth = cleanOf.get(periodStart) ?? { periodStart, calls: 0n, revenueMinor: 0n };
    return {
      periodStart,
      rawCalls: calls,
      rawRevenueMinor: revenueMinor,
      cleanCalls: counted.calls,
      cleanRevenueMinor: counted.revenueMinor,
      herfindahl: herfindahlOf.get(periodStart) ?? 0,
    };
  });
}

function sameCleanSeries(before: readonly MeteredMonthRow[], after: readonly MeteredMonthRow[]): boolean {
  const text = (months: readonly MeteredMonthRow[]): string =>
    months
      .map(({ periodStart, cleanCalls, cleanRevenueMinor }) =>
        [periodStart, cleanCalls, cleanRevenueMinor].join(' '),
      )
      .join('\n');
  return text(before) === text(after);
}
