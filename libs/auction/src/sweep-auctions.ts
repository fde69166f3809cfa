import { Injectable, Logger } from '@nestjs/common';
import { type Id, ok } from '#libs/kernel';
import { type Config, InjectConfig, SystemClock, type Tx, UnitOfWork } from '#libs/platform';
import { type AuctionRow, AuctionStore } from './auction.store.js';
import { ClearAuction } from './clear-auction.js';
import {
  type AuctionWindow,
  dueTransition,
  extensionMs,
  losesTime,
  outageThresholdMs,
} from './core/index.js';

/** How many auctions one sweep takes on; the next one goes on with the rest. */
const AUCTIONS_PER_SWEEP_MAX = 200;

const REASONS = { open: 'the announced opening', closed: 'the close' } as const;

/**
 * Does what the clock asks for. Deadlines stand in the database, so a sweep that was killed is finished by the
 * next one, and two at a time have the effect of one.
 */
@Injectable()
export class SweepAuctions {
  readonly #logger = new Logger(SweepAuctions.name);
  readonly #store: AuctionStore;
  readonly #clearing: ClearAuction;
  readonly #unitOfWork: UnitOfWork;
  readonly #clock: SystemClock;
  readonly #config: Config;

  constructor(
    store: AuctionStore,
    clearing: ClearAuction,
    unitOfWork: UnitOfWork,
    clock: SystemClock,
    @InjectConfig() config: Config,
  ) {
    this.#store = store;
    this.#clearing = clearing;
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
        while (await this.#step(id));
        await this.#clearing.clear(id);
      } catch (error) {
        this.#logger.error({ err: error as Error, auctionId: id }, 'auction could not be moved on');
        failed.push(id);
      }
    if (failed.length > 0) throw new Error(`auctions could not be moved on: ${failed.join(', ')}`);
  }

  /** Takes one due step; false when there is none. */
  async #step(id: Id<'auction'>): Promise<boolean> {
    const stepped = await this.#unitOfWork.run<boolean, never>(async (tx) => {
      const auction = await this.#store.lock(tx, id);
      const at = this.#clock.now();
      const due = auction && dueTransition(auction.state, windowOf(auction), at.getTime());
      if (auction === undefined || (due !== 'open' && due !== 'closed')) return ok(false);
      await this.#store.move(tx, auction, due, { at, actorId: null, reason: REASONS[due] });
      return ok(true);
    });
    return stepped.ok && stepped.value;
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
    await this.#store.extend(tx, auction, new Date(auction.closesAt.getTime() + byMs), {
      at: now,
      actorId: null,
      reason: `extended by ${String(byMs)} ms: ${silence}`,
    });
  }

  #thresholdMs(announcedMs: number): number {
    return outageThresholdMs(announcedMs, this.#config.sweepIntervalMs);
  }
}

const windowOf = ({ opensAt, closesAt }: AuctionRow): AuctionWindow => ({
  opensAtMs: opensAt.getTime(),
  closesAtMs: closesAt.getTime(),
});
