import { Injectable } from '@nestjs/common';
import { nextPage } from '#contract/platform';
import { EvaluationService } from '#libs/evaluation';
import { encodeId, err, type Id, ok, type Result } from '#libs/kernel';
import {
  type Actor,
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
import { OrderBooks } from './order-books.js';
import {
  type orderBookView,
  type placeStandingOrder,
  standingOrderDetail,
  type standingOrderPage,
  type standingOrderQuery,
  standingOrderView,
} from './standing-order.contract.js';
import { type OrderRow, StandingOrderStore } from './standing-order.store.js';

/** Orders of one party that stand at a time. */
export const STANDING_PER_PARTY_MAX = 50;

/** How far ahead an order may last. */
export const LIFETIME_MAX_MS = 366 * 86_400_000;

type Input = z.output<typeof placeStandingOrder>;
type View = z.output<typeof standingOrderView>;
type Detail = z.output<typeof standingOrderDetail>;

/** What buyers do with their standing orders. Nothing here can look into an envelope. */
@Injectable()
export class BuyerOrders {
  readonly #store: StandingOrderStore;
  readonly #books: OrderBooks;
  readonly #evaluation: EvaluationService;
  readonly #unitOfWork: UnitOfWork;
  readonly #clock: SystemClock;

  constructor(
    store: StandingOrderStore,
    books: OrderBooks,
    evaluation: EvaluationService,
    unitOfWork: UnitOfWork,
    clock: SystemClock,
  ) {
    this.#store = store;
    this.#books = books;
    this.#evaluation = evaluation;
    this.#unitOfWork = unitOfWork;
    this.#clock = clock;
  }

  /** To whom limits are sealed at present. */
  book(): Result<z.output<typeof orderBookView>, Problem> {
    const book = this.#books.current();
    if (book === undefined) return err(notFound('book of standing orders'));
    return ok({ book: book.document, bookDigest: book.read.bookDigest });
  }

  /** Checked in this order: the domain, the book, the expiry, the envelope, how many stand, that it is new. */
  async place(write: WriteRequest, input: Input): Promise<Result<View, Problem>> {
    // Asked outside of the transaction: domains are files and rows that do not change with it.
    const isKnown = input.domain === null || (await this.#knowsDomain(input.domain));
    return this.#unitOfWork.write(write, standingOrderView, async (tx) => {
      if (!isKnown) return err(problemAt('domain-unknown', '/domain', 'no domain has this name'));
      const placedAt = this.#clock.now();
      const digest = this.#envelopeDigest(input, placedAt);
      if (!digest.ok) return digest;
      const { orderId: id, envelope, ...rest } = input;
      const { partyId } = write.actor;
      await this.#store.lockBuyer(tx, partyId);
      if ((await this.#store.countStanding(tx, partyId)) >= STANDING_PER_PARTY_MAX) return err(TOO_MANY);
      const order: OrderRow = {
        id,
        partyId,
        ...rest,
        envelopeDigest: digest.value,
        state: 'standing',
        auctionId: null,
        placedAt,
      };
      const cause = { at: placedAt, actorId: partyId, reason: 'placed by the buyer' };
      return (await this.#store.insert(tx, order, envelope, cause)) ? ok(toView(order)) : err(NOT_NEW);
    });
  }

  /** What has not become a bid is taken back and its envelope erased. Repeated, it changes nothing. */
  async withdraw(write: WriteRequest, id: Id<'standingOrder'>): Promise<Result<Detail, Problem>> {
    const { partyId } = write.actor;
    return this.#unitOfWork.write(write, standingOrderDetail, async (tx) => {
      await this.#store.lock(tx, id);
      const order = await this.#store.findOfBuyer(id, partyId, tx);
      if (order === undefined) return err(notFound('standing order'));
      if (order.state !== 'withdrawn') {
        if (order.state !== 'standing')
          return err(problem('order-not-standing', `The order is ${order.state}.`));
        const cause = { at: this.#clock.now(), actorId: partyId, reason: 'withdrawn by the buyer' };
        await this.#store.move(tx, [id], { from: 'standing', to: 'withdrawn' }, cause);
      }
      return ok(await this.#detail({ ...order, state: 'withdrawn' }, tx));
    });
  }

  async order(actor: Actor, id: Id<'standingOrder'>): Promise<Result<Detail, Problem>> {
    const order = await this.#store.findOfBuyer(id, actor.partyId);
    return order === undefined ? err(notFound('standing order')) : ok(await this.#detail(order));
  }

  /** The actor's own, whatever became of them. */
  async orders(
    actor: Actor,
    { after, limit }: z.output<typeof standingOrderQuery>,
  ): Promise<z.output<typeof standingOrderPage>> {
    const rows = await this.#store.listOfBuyer(actor.partyId, after, limit);
    return { orders: rows.map(toView), next: nextPage(rows, limit) };
  }

  async #detail(order: OrderRow, tx?: Tx): Promise<Detail> {
    return { ...toView(order), transitions: await this.#store.transitions(order.id, tx) };
  }

  async #knowsDomain(name: string): Promise<boolean> {
    return (await this.#evaluation.domains()).some((domain) => domain.name === name);
  }

  #envelopeDigest(input: Input, now: Date): Result<string, Problem> {
    const { orderId, bookDigest, bidderPublicKey, envelope, expiresAt } = input;
    const remainingMs = expiresAt.getTime() - now.getTime();
    if (remainingMs <= 0 || remainingMs > LIFETIME_MAX_MS)
      return err(problemAt('schedule-invalid', '/expiresAt', 'must be within the next 366 days'));
    const checked = this.#books.check(
      bookDigest,
      { orderId: encodeId('standingOrder', orderId), bidderPublicKey },
      envelope,
    );
    return checked.ok ? ok(checked.value.digest) : checked;
  }
}

const TOO_MANY = problem(
  'order-limit-reached',
  `At most ${String(STANDING_PER_PARTY_MAX)} orders of a party stand at a time.`,
);

const NOT_NEW = problemAt(
  'envelope-refused',
  '/orderId',
  'an order has this id, or this key, already: both are for one order',
);

const toView = ({ partyId: _, ...order }: OrderRow): View => order;
