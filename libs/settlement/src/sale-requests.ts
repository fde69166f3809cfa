import { Injectable } from '@nestjs/common';
import { type Manifest, parseManifest } from '#core/catalog';
import { CatalogService } from '#libs/catalog';
import { assert, err, type Id, ok, type Result } from '#libs/kernel';
import {
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
import { deliveryDifference, type SaleState } from './core/index.js';
import { type HeldSale, SaleSteps } from './sale-steps.js';
import { type deliverSale, saleDetail, type ruleSale } from './sale.contract.js';
import { SaleService, type SaleDetail } from './sale.service.js';
import { type SaleRow, SaleStore } from './sale.store.js';

/** What buyer, seller and operator do with a sale: pay, deliver, confirm, rule. */
@Injectable()
export class SaleRequests {
  readonly #store: SaleStore;
  readonly #steps: SaleSteps;
  readonly #sales: SaleService;
  readonly #catalog: CatalogService;
  readonly #unitOfWork: UnitOfWork;
  readonly #clock: SystemClock;

  constructor(
    store: SaleStore,
    steps: SaleSteps,
    sales: SaleService,
    catalog: CatalogService,
    unitOfWork: UnitOfWork,
    clock: SystemClock,
  ) {
    this.#store = store;
    this.#steps = steps;
    this.#sales = sales;
    this.#catalog = catalog;
    this.#unitOfWork = unitOfWork;
    this.#clock = clock;
  }

  /** Takes the price now. A sale that is paid already is answered with as it stands. */
  async pay(write: WriteRequest, saleId: Id<'sale'>): Promise<Result<SaleDetail, Problem>> {
    return this.#write(write, saleId, 'buyerId', async (tx, sale, held) => {
      if (held?.sale.state === 'due')
        return this.#steps.pay(tx, held, { actorId: write.actor.partyId, reason: 'paid by the buyer' });
      const { state } = held?.sale ?? sale;
      return state === 'defaulted' ? err(refusal(state)) : ok(held?.sale ?? sale);
    });
  }

  /** Accepts a delivery that is what was announced. Another is refused, and may be repeated until the deadline. */
  async deliver(
    write: WriteRequest,
    saleId: Id<'sale'>,
    body: z.output<typeof deliverSale>,
  ): Promise<Result<SaleDetail, Problem>> {
    const delivered = manifestIn(body);
    if (!delivered.ok) return delivered;
    return this.#write(write, saleId, 'sellerId', async (tx, sale, held) => {
      if (held?.sale.state !== 'paid') return err(refusal(held?.sale.state ?? sale.state));
      if (this.#hasPassed(held.sale.deliverBy)) return err(tooLate('delivery'));
      const difference = await this.#difference(tx, held, delivered.value);
      if (difference !== undefined) return err(problemAt('manifest-mismatch', '/files', difference));
      const by = { actorId: write.actor.partyId, reason: 'delivered as announced' };
      return ok(await this.#steps.deliver(tx, held, by));
    });
  }

  /** What the buyer received: accepted when it is what was announced, contested when it is not. */
  async receive(
    write: WriteRequest,
    saleId: Id<'sale'>,
    body: z.output<typeof deliverSale>,
  ): Promise<Result<SaleDetail, Problem>> {
    const received = manifestIn(body);
    if (!received.ok) return received;
    return this.#write(write, saleId, 'buyerId', async (tx, sale, held) => {
      if (held?.sale.state !== 'delivered') return err(refusal(held?.sale.state ?? sale.state));
      if (this.#hasPassed(held.sale.inspectBy)) return err(tooLate('inspection'));
      const difference = await this.#difference(tx, held, received.value);
      const { partyId: actorId } = write.actor;
      return ok(
        difference === undefined
          ? await this.#steps.accept(tx, held, { actorId, reason: 'received as announced' })
          : await this.#steps.contest(tx, held, { actorId, reason: `received otherwise: ${difference}` }),
      );
    });
  }

  /** Ends a contest: the price goes back, or the delivery stands. */
  async rule(
    write: WriteRequest,
    saleId: Id<'sale'>,
    { verdict, reason }: z.output<typeof ruleSale>,
  ): Promise<Result<SaleDetail, Problem>> {
    return this.#write(write, saleId, undefined, async (tx, sale, held) => {
      if (held?.sale.state !== 'contested') return err(refusal(held?.sale.state ?? sale.state));
      const by = { actorId: write.actor.partyId, reason: `${verdict}: ${reason}` };
      return verdict === 'refund'
        ? this.#steps.refund(tx, held, by)
        : ok(await this.#steps.accept(tx, held, by));
    });
  }

  /**
   * One step of a sale, in one unit of work. To anybody but the party of this role there is no such sale; `held` is
   * undefined when the auction has ended.
   */
  #write(
    write: WriteRequest,
    saleId: Id<'sale'>,
    role: 'buyerId' | 'sellerId' | undefined,
    step: (tx: Tx, sale: SaleRow, held: HeldSale | undefined) => Promise<Result<SaleRow, Problem>>,
  ): Promise<Result<SaleDetail, Problem>> {
    return this.#unitOfWork.write(write, saleDetail, async (tx) => {
      const sale = await this.#store.find(saleId, tx);
      if (sale === undefined || (role !== undefined && sale[role] !== write.actor.partyId))
        return err(notFound('sale'));
      const done = await step(tx, sale, await this.#steps.hold(tx, sale));
      return done.ok ? ok(await this.#sales.detail(done.value, tx)) : done;
    });
  }

  async #difference(tx: Tx, { auction }: HeldSale, found: Manifest): Promise<string | undefined> {
    const version = await this.#catalog.version(auction.versionId, tx);
    assert(version.ok, 'a version that was sold exists');
    const { manifest, rootDigest } = version.value;
    assert(rootDigest === auction.rootDigest, 'the manifest of a version never changes');
    return deliveryDifference(manifest, found);
  }

  #hasPassed(deadline: Date | null): boolean {
    return deadline !== null && deadline <= this.#clock.now();
  }
}

function manifestIn(body: z.output<typeof deliverSale>): Result<Manifest, Problem> {
  const manifest = parseManifest(body);
  return manifest.ok
    ? manifest
    : err(problemAt('validation-failed', manifest.error.path, manifest.error.reason));
}

const refusal = (state: SaleState): Problem => problem('sale-step-refused', `The sale is ${state}.`);

const tooLate = (window: string): Problem => problem('sale-step-refused', `The ${window} window has ended.`);
