import { Injectable } from '@nestjs/common';
import { decodeId, err, type Id, ok, type Result } from '#libs/kernel';
import {
  type Actor,
  notFound,
  type Problem,
  problem,
  problemAt,
  UnitOfWork,
  type WriteRequest,
} from '#libs/platform';
import type { z } from 'zod';
import { AcceptReceipts } from './accept-receipts.js';
import { CheckReceipts } from './check-receipts.js';
import { type CountersignedReceipt, readReceipts } from './core/index.js';
import { mayManage } from './meter.service.js';
import { type MeterRow, MeterStore } from './meter.store.js';
import { deliveryView, RECEIPTS_PER_REQUEST_MAX } from './receipt.contract.js';
import type { SentList } from './receipt-list-body.js';

type DeliveryView = z.output<typeof deliveryView>;

/** The screening of a meter reads all of its receipts; whoever has more opens another meter. */
const RECEIPTS_PER_METER_MAX = 200_000;

/** Each time the chain moved on, somebody else's delivery was accepted. */
const ATTEMPTS_MAX = 5;

/** Receipts that arrive: checked against the chain as it stands, accepted if it still does, all or none. */
@Injectable()
export class ReceiveReceipts {
  readonly #meters: MeterStore;
  readonly #check: CheckReceipts;
  readonly #accept: AcceptReceipts;
  readonly #unitOfWork: UnitOfWork;

  constructor(meters: MeterStore, check: CheckReceipts, accept: AcceptReceipts, unitOfWork: UnitOfWork) {
    this.#meters = meters;
    this.#check = check;
    this.#accept = accept;
    this.#unitOfWork = unitOfWork;
  }

  async receive(
    write: WriteRequest,
    meterId: Id<'meter'>,
    { items, pointerOf }: SentList,
  ): Promise<Result<DeliveryView, Problem>> {
    const receipts = readList(items, pointerOf);
    if (!receipts.ok) return receipts;
    for (let attempt = 1; attempt < ATTEMPTS_MAX; attempt += 1) {
      const written = await this.#attempt(write, meterId, receipts.value, pointerOf);
      if (written.ok || written.error !== MOVED) return written;
    }
    return this.#attempt(write, meterId, receipts.value, pointerOf);
  }

  /** Fails with {@link MOVED} when the chain moved on while signatures were checked. */
  async #attempt(
    write: WriteRequest,
    meterId: Id<'meter'>,
    receipts: readonly CountersignedReceipt[],
    pointerOf: SentList['pointerOf'],
  ): Promise<Result<DeliveryView, Problem>> {
    const meter = await this.#meters.find(meterId);
    if (meter === undefined || !mayDeliver(write.actor, meter, receipts)) return err(notFound('meter'));
    const checked = await this.#check.check(meter, receipts, pointerOf);
    if (!checked.ok) return checked;
    const { fresh, replayed } = checked.value;
    if (meter.nextSequence + fresh.length > RECEIPTS_PER_METER_MAX) return err(FULL);
    return this.#unitOfWork.write(write, deliveryView, async (tx) => {
      const standing = await this.#meters.lock(tx, meterId);
      if (standing?.nextSequence !== meter.nextSequence) return err(MOVED);
      const accepted = await this.#accept.accept(tx, meter, fresh);
      if (!accepted.ok) return accepted;
      const { nextSequence, lastDigest } = accepted.value;
      return ok({ meterId, accepted: fresh.length, replayed, nextSequence, lastDigest });
    });
  }
}

const FULL = problem('receipt-refused', `A meter holds ${String(RECEIPTS_PER_METER_MAX)} receipts at most.`);
const MOVED = problem('request-in-flight', 'Others add to this meter at the moment.');

function readList(
  items: readonly unknown[],
  pointerOf: SentList['pointerOf'],
): Result<readonly CountersignedReceipt[], Problem> {
  if (items.length === 0 || items.length > RECEIPTS_PER_REQUEST_MAX)
    return err(
      problemAt(
        'validation-failed',
        pointerOf(''),
        `must hold 1 to ${String(RECEIPTS_PER_REQUEST_MAX)} receipts`,
      ),
    );
  const receipts = readReceipts(items);
  if (receipts.ok) return receipts;
  const errors = receipts.error.map(({ path, reason }) => ({ path: pointerOf(path), message: reason }));
  return err({ code: 'validation-failed', detail: 'A receipt is not one.', errors });
}

/** Seller and payee deliver what they like, a payer what it pays itself. Both signatures are asked for all the same. */
const mayDeliver = (actor: Actor, meter: MeterRow, receipts: readonly CountersignedReceipt[]): boolean =>
  mayManage(actor, meter) ||
  receipts.every(({ receipt }) => decodeId('party', receipt.payer) === actor.partyId);
