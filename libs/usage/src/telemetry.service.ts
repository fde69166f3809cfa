import { Injectable } from '@nestjs/common';
import { AccessService } from '#libs/access';
import { decodeId, encodeId, err, type Id, ok, type Result } from '#libs/kernel';
import {
  type Actor,
  type Config,
  InjectConfig,
  maySee,
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
import { draftReceipts, genAiCalls, type GenAiCall, settledHour, type Tariff } from './core/index.js';
import { mayManage, MeterService } from './meter.service.js';
import { type MeterRow, MeterStore } from './meter.store.js';
import type { ReceiptRow } from './receipt.store.js';
import { type draftList, type reportTelemetry, telemetryView } from './telemetry.contract.js';
import { type OpenHour, type SpanRow, TelemetryStore } from './telemetry.store.js';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** As many as one request delivers back. */
const DRAFTS_MAX = 1_000;

type MeterWithTariff = MeterRow & { readonly tariff: Tariff };

/** Calls that telemetry tells of, and the receipts that are drafted from them. */
@Injectable()
export class TelemetryService {
  readonly #store: TelemetryStore;
  readonly #meters: MeterStore;
  readonly #meterService: MeterService;
  readonly #access: AccessService;
  readonly #unitOfWork: UnitOfWork;
  readonly #clock: SystemClock;
  readonly #config: Config;

  constructor(
    store: TelemetryStore,
    meters: MeterStore,
    meterService: MeterService,
    access: AccessService,
    unitOfWork: UnitOfWork,
    clock: SystemClock,
    @InjectConfig() config: Config,
  ) {
    this.#store = store;
    this.#meters = meters;
    this.#meterService = meterService;
    this.#access = access;
    this.#unitOfWork = unitOfWork;
    this.#clock = clock;
    this.#config = config;
  }

  /** Keeps the calls of a trace request, each once. It is the payee's word until receipts are countersigned. */
  async report(
    write: WriteRequest,
    meterId: Id<'meter'>,
    traces: z.output<typeof reportTelemetry>,
  ): Promise<Result<z.output<typeof telemetryView>, Problem>> {
    const meter = await this.#meterService.owned(write.actor, meterId);
    if (!meter.ok) return meter;
    if (meter.value.tariff === null) return err(WITHOUT_TARIFF);
    const receivedAt = this.#clock.now();
    const told = genAiCalls(traces, {
      receivedAtMs: receivedAt.getTime(),
      backDatingMaxMs: this.#config.receiptBackdatingDays * DAY_MS,
    });
    if (!told.ok) return err(problemAt('validation-failed', told.error.path, told.error.reason));
    const { calls, ignored } = told.value;
    return this.#unitOfWork.write(write, telemetryView, async (tx) => {
      const spans = await this.#spansOf(tx, calls);
      if (!spans.ok) return spans;
      // Drafts are settled under the same lock: an hour does not grow while a receipt of it is accepted.
      await this.#meters.lock(tx, meterId);
      const recorded = await this.#store.insert(tx, meterId, spans.value, receivedAt);
      return ok({ recorded, replayed: calls.length - recorded, ignored });
    });
  }

  /** What seller and payee see whole, and a payer as far as it is the payer. */
  async drafts(actor: Actor, meterId: Id<'meter'>): Promise<Result<z.output<typeof draftList>, Problem>> {
    const meter = await this.#meters.find(meterId);
    if (meter === undefined) return err(notFound('meter'));
    if (!hasTariff(meter)) return ok({ drafts: [] });
    const endedBefore = new Date(this.#clock.nowMs() - HOUR_MS + 1);
    const hours = await this.#store.openHours(meterId, endedBefore, DRAFTS_MAX);
    const receipts = draftReceipts(hours.map(meteredHour), originOf(meter));
    const drafts = hours.flatMap(({ calls: _, ...hour }, index) => {
      const receipt = receipts[index];
      return receipt === undefined ? [] : [{ receipt, ...hour }];
    });
    return ok({
      drafts: mayManage(actor, meter) ? drafts : drafts.filter(({ payerId }) => maySee(actor, payerId)),
    });
  }

  /** Closes the hours that accepted receipts charge for. @param meter under its row lock */
  async settle(tx: Tx, meter: MeterRow, receipts: readonly ReceiptRow[]): Promise<void> {
    if (!hasTariff(meter)) return;
    let open = (await this.#store.openHours(meter.id, this.#clock.now(), DRAFTS_MAX, tx)).map(meteredHour);
    for (const receipt of receipts) {
      const hour = settledHour({ ...receipt, payer: encodeId('party', receipt.payerId) }, open, meter.tariff);
      if (hour === undefined) continue;
      open = open.filter((other) => other !== hour);
      const { payerId } = receipt;
      await this.#store.settle(
        tx,
        meter.id,
        { payerId, hourStart: new Date(hour.hourStartMs) },
        receipt.digest,
      );
    }
  }

  async #spansOf(tx: Tx, calls: readonly GenAiCall[]): Promise<Result<readonly SpanRow[], Problem>> {
    const ids = [...new Set(calls.map(({ payer }) => payer))].flatMap((payer): Id<'party'>[] => {
      const id = decodeId('party', payer);
      return id === undefined ? [] : [id];
    });
    const known = await this.#access.partyNames(ids, tx);
    const spans: SpanRow[] = [];
    for (const { path, payer, hourStartMs, ...span } of calls) {
      const payerId = decodeId('party', payer);
      if (payerId === undefined || !known.has(payerId))
        return err(problemAt('validation-failed', path, `there is no party ${payer}`));
      spans.push({ ...span, payerId, hourStart: new Date(hourStartMs) });
    }
    return ok(spans);
  }
}

const WITHOUT_TARIFF = problem('evidence-missing', 'The meter has no tariff to draft receipts by.');

const hasTariff = (meter: MeterRow): meter is MeterWithTariff => meter.tariff !== null;

const originOf = ({ id, payeeId, currency, tariff, nextSequence, lastDigest, lastAt }: MeterWithTariff) => ({
  meter: encodeId('meter', id),
  payee: encodeId('party', payeeId),
  currency,
  tariff,
  nextSequence,
  lastDigest,
  lastAtMs: lastAt?.getTime() ?? Number.NEGATIVE_INFINITY,
});

const meteredHour = ({ payerId, hourStart, ...hour }: OpenHour) => ({
  ...hour,
  payer: encodeId('party', payerId),
  hourStartMs: hourStart.getTime(),
});
