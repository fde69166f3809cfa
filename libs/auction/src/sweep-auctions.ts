import { Injectable, Logger } from '@nestjs/common';
import { type Id, ok } from '#libs/kernel';
import { type Config, InjectConfig, Outbox, SystemClock, type Tx, UnitOfWork } from '#libs/platform';
import { clearAuctionJob } from './auction.jobs.js';
import { type AuctionRow, AuctionStore } from './auction.store.js';
import { ClearAuction } from './clear-auction.js';
import { CloseAuction } from './close-auction.js';
import { type AuctionWindow, extensionMs, losesTime, outageThresholdMs } from './core/index.js';

/** How many auctions one sweep takes on; the next one goes on with the rest. */
const AUCTIONS_PER_SWEEP_MAX = 200;

/**
 * Does what the clock asks for. Deadlines stand in the database, so a sweep that was killed is finished by the
 * next one, and two at a time have the effect of one.
 */
@Injectable()
export class SweepAuctions {
  readonly #logger = new Logger(SweepAuctions.name);
  readonly #store: AuctionStore;
  readonly #closing: CloseAuction;
  readonly #clearing: ClearAuction;
  readonly #outbox: Outbox;
  readonly #unitOfWork: UnitOfWork;
  readonly #clock: SystemClock;
  readonly #config: Config;

  constructor(
    store: AuctionStore,
    closing: CloseAuction,
    clearing: ClearAuction,
    outbox: Outbox,
    unitOfWork: UnitOfWork,
    clock: SystemClock,
    @InjectConfig() config: Config,
  ) {
    this.#store = store;
    this.#closing = closing;
    this.#clearing = clearing;
    this.#outbox = outbox;
    this.#unitOfWork = unitOfWork;
    this.#clock = clock;
    this.#config = config;
  }

  /**
   * First gives back the time that an outage took, then does what is due, the first to close first. An auction
   * that fails does not stop the others; the sweep fails at the end, so that somebody looks.
   */
  async sweep(): Promise<void> {
    await this.#giveBackLostTime();
    const failed: string[] = [];
    for (const id of await this.#store.dueIds(this.#clock.now(), AUCTIONS_PER_SWEEP_MAX))
      try {
        while (await this.#closing.step(id));
        await this.#attendClosed(id);
      } catch (error) {
        this.#logger.error({ err: error as Error, auctionId: id }, 'auction could not be moved on');
        failed.push(id);
      }
    if (failed.length > 0) throw new Error(`auctions could not be moved on: ${failed.join(', ')}`);
  }

  /** Deciding may take long, and has a job of its own. A closed auction that nobody opens is void in the end. */
  async #attendClosed(id: Id<'auction'>): Promise<void> {
    const auction = await this.#store.find(id);
    if (auction?.state !== 'closed') return;
    if (!(await this.#clearing.isReady(auction))) {
      await this.#clearing.voidIfOverdue(id);
      return;
    }
    await this.#unitOfWork.run<undefined, never>(async (tx) => {
      await this.#outbox.enqueue(tx, clearAuctionJob, [{ auctionId: id }]);
      return ok(undefined);
    });
  }

  /** Committed before anything closes, whoever sweeps: an auction never closes on time that bidders did not have. */
  async #giveBackLostTime(): Promise<void> {
    await this.#unitOfWork.run<undefined, never>(async (tx) => {
      await this.#store.lockHeartbeat(tx);
      const now = this.#clock.now();
      const last = await this.#store.beat(tx, now);
      // Less than this is no outage for any auction: ordinary sweeps need not look at them.
      if (last !== undefined && extensionMs(last.getTime(), now.getTime(), this.#thresholdMs(0)) > 0)
        for (const auction of await this.#store.lockLiveBetween(tx, last, now))
          await this.#extend(tx, auction, last, now);
      return ok(undefined);
    });
  }

  async #extend(tx: Tx, auction: AuctionRow, last: Date, now: Date): Promise<void> {
    const outageMs = this.#thresholdMs(auction.announcement.outage.silenceMs);
    const byMs = extensionMs(last.getTime(), now.getTime(), outageMs);
    if (byMs === 0 || !losesTime(auction.state, windowOf(auction), last.getTime(), now.getTime())) return;
    const silence = `the service was silent from ${last.toISOString()} to ${now.toISOString()}`;
    const cause = { at: now, actorId: null, reason: `extended by ${String(byMs)} ms: ${silence}` };
    const closesAt = new Date(auction.closesAt.getTime() + byMs);
    await this.#store.move(tx, auction, auction.state, cause, { closesAt });
  }

  #thresholdMs(announcedMs: number): number {
    return outageThresholdMs(announcedMs, this.#config.sweepIntervalMs);
  }
}

const windowOf = ({ opensAt, closesAt }: AuctionRow): AuctionWindow => ({
  opensAtMs: opensAt.getTime(),
  closesAtMs: closesAt.getTime(),
});
