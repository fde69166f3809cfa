import { Injectable } from '@nestjs/common';
import { assert, assertDefined, err, type Id, ok, type Result } from '#libs/kernel';
import { type Problem, problem, SystemClock, type Tx, UnitOfWork } from '#libs/platform';
import { type SaleStep, stepDue } from './core/index.js';
import { ReleaseHoldback } from './release-holdback.js';
import { type HeldSale, SaleSteps, type StepReason } from './sale-steps.js';
import { type SaleRow, SaleStore } from './sale.store.js';

/** What is done while the auction waits for its sales. */
type OpenStep = Exclude<SaleStep, 'release' | 'collect-or-default'> | 'default';

/** Does with a sale what its deadlines ask for. */
@Injectable()
export class AdvanceSale {
  readonly #store: SaleStore;
  readonly #steps: SaleSteps;
  readonly #releaseHoldback: ReleaseHoldback;
  readonly #unitOfWork: UnitOfWork;
  readonly #clock: SystemClock;

  constructor(
    store: SaleStore,
    steps: SaleSteps,
    releaseHoldback: ReleaseHoldback,
    unitOfWork: UnitOfWork,
    clock: SystemClock,
  ) {
    this.#store = store;
    this.#steps = steps;
    this.#releaseHoldback = releaseHoldback;
    this.#unitOfWork = unitOfWork;
    this.#clock = clock;
  }

  /**
   * Takes the one step that is due, if any: however often and late it is asked for. Who cannot pay at the deadline has
   * defaulted; that the money was not there is found by trying to take it.
   */
  async advance(saleId: Id<'sale'>): Promise<void> {
    const sale = assertDefined(await this.#store.find(saleId), `a sale is never deleted: ${saleId}`);
    const due = this.#stepDue(sale);
    if (due === undefined) return;
    if (due === 'release') return this.#releaseHoldback.release(sale);
    const done = await this.#take(sale, due, due === 'collect-or-default' ? 'collect' : due);
    if (done.ok) return;
    assert(done.error.code === 'insufficient-funds', `${due} of sale ${saleId}: ${done.error.detail}`);
    if (due === 'collect') return;
    const defaulted = await this.#take(sale, due, 'default');
    assert(defaulted.ok, `the deposit of sale ${saleId} stands where it was locked`);
  }

  /** Does nothing when something else is due by the time the sale is held. */
  #take(sale: SaleRow, due: SaleStep, step: OpenStep): Promise<Result<unknown, Problem>> {
    return this.#unitOfWork.run<unknown, Problem>(async (tx) => {
      if (step === 'collect' && !(await this.#steps.hasPrice(tx, sale)))
        return err(problem('insufficient-funds', 'The balance does not cover this.'));
      const held = await this.#steps.hold(tx, sale);
      if (held === undefined || this.#stepDue(held.sale) !== due) return ok(undefined);
      return this.#do(tx, held, step);
    });
  }

  async #do(tx: Tx, held: HeldSale, step: OpenStep): Promise<Result<SaleRow, Problem>> {
    switch (step) {
      case 'collect':
        return this.#steps.pay(tx, held, byTime('the buyer had the price'));
      case 'default':
        return this.#steps.default(tx, held, byTime('the payment window ended and the price was not there'));
      case 'refund':
        return this.#steps.refund(tx, held, byTime('the delivery window ended and nothing was delivered'));
      case 'accept': {
        const since = assertDefined(held.sale.inspectBy, 'what was delivered may be inspected');
        const by = byTime('the inspection window ended and the buyer kept silent');
        return ok(await this.#steps.accept(tx, held, by, since));
      }
    }
  }

  #stepDue({ state, payBy, deliverBy, inspectBy, releaseAt }: SaleRow): SaleStep | undefined {
    return stepDue(
      {
        state,
        payByMs: payBy.getTime(),
        deliverByMs: deliverBy?.getTime(),
        inspectByMs: inspectBy?.getTime(),
        releaseAtMs: releaseAt?.getTime(),
      },
      this.#clock.nowMs(),
    );
  }
}

const byTime = (reason: string): StepReason => ({ actorId: null, reason });
