import { Injectable } from '@nestjs/common';
import { AccessService } from '#libs/access';
import { err, ok, type Result } from '#libs/kernel';
import { notFound, type Problem, SystemClock, type Tx, UnitOfWork } from '#libs/platform';
import { actingAs, type DemandSnapshot, snapshotAt } from './core/standing-orders/index.js';
import { DemandSnapshotStore } from './demand-snapshot.store.js';
import { StandingOrderTerms } from './standing-order-terms.js';
import { StandingOrderStore } from './standing-order.store.js';

/** How many orders one sweep ends; the next one goes on with the rest. */
const EXPIRED_PER_SWEEP_MAX = 500;

/** What the market sees of the standing orders: one map a day, and nothing in between. */
@Injectable()
export class UnmetDemand {
  readonly #orders: StandingOrderStore;
  readonly #snapshots: DemandSnapshotStore;
  readonly #access: AccessService;
  readonly #terms: StandingOrderTerms;
  readonly #unitOfWork: UnitOfWork;
  readonly #clock: SystemClock;

  constructor(
    orders: StandingOrderStore,
    snapshots: DemandSnapshotStore,
    access: AccessService,
    terms: StandingOrderTerms,
    unitOfWork: UnitOfWork,
    clock: SystemClock,
  ) {
    this.#orders = orders;
    this.#snapshots = snapshots;
    this.#access = access;
    this.#terms = terms;
    this.#unitOfWork = unitOfWork;
    this.#clock = clock;
  }

  /** The latest that was published. Asking computes nothing, so that nobody chooses when it is. */
  async map(): Promise<Result<DemandSnapshot, Problem>> {
    const latest = await this.#snapshots.latest();
    return latest === undefined ? err(notFound('demand map')) : ok(latest);
  }

  /** Ends what has expired, then publishes the map of a day that has none. Two at a time have the effect of one. */
  async sweep(): Promise<void> {
    await this.#unitOfWork.run<undefined, never>(async (tx) => {
      const at = this.#clock.now();
      const ids = await this.#orders.lockExpired(tx, at, EXPIRED_PER_SWEEP_MAX);
      const cause = { at, actorId: null, reason: 'its time is over' };
      if (ids.length > 0) await this.#orders.move(tx, ids, { from: 'standing', to: 'expired' }, cause);
      return ok(undefined);
    });
    await this.#unitOfWork.run<undefined, never>(async (tx) => {
      await this.#publish(tx);
      return ok(undefined);
    });
  }

  async #publish(tx: Tx): Promise<void> {
    const now = this.#clock.now();
    const latest = await this.#snapshots.latest(tx);
    // Most sweeps find the day published: no order is read for them.
    if (latest !== undefined && snapshotAt(latest, [], latest.cohort, now.getTime()) === latest) return;
    const standing = await this.#orders.standing(tx);
    const groups = await this.#access.affiliationsOf(
      [...new Set(standing.map(({ partyId }) => partyId))],
      tx,
    );
    const counted = standing.map(({ partyId, ...order }) => ({ ...order, buyer: actingAs(partyId, groups) }));
    const snapshot = snapshotAt(latest, counted, this.#terms.demandCohort, now.getTime());
    await this.#snapshots.insert(tx, snapshot, now);
  }
}
