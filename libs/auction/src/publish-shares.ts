import { Injectable } from '@nestjs/common';
import { canonicalJson, err, type Id, ok, type Result } from '#libs/kernel';
import { notFound, Outbox, type Problem, problemAt, SystemClock, UnitOfWork } from '#libs/platform';
import type { z } from 'zod';
import type { acceptedShares, awaitedShares, publishShares } from './auction.contract.js';
import { clearAuctionJob } from './auction.jobs.js';
import { type AuctionRow, AuctionStore } from './auction.store.js';
import { EnvelopeStore } from './envelope.store.js';
import { SealingThreads } from './sealing-threads.js';
import { ShareStore } from './share.store.js';

/** More wait in the next round. */
const AWAITED_PER_ROUND_MAX = 100;

/** Takes what trustees publish. A share proves itself, so that nobody has to be trusted, nor to log in. */
@Injectable()
export class PublishShares {
  readonly #auctions: AuctionStore;
  readonly #envelopes: EnvelopeStore;
  readonly #shares: ShareStore;
  readonly #threads: SealingThreads;
  readonly #outbox: Outbox;
  readonly #unitOfWork: UnitOfWork;
  readonly #clock: SystemClock;

  constructor(
    auctions: AuctionStore,
    envelopes: EnvelopeStore,
    shares: ShareStore,
    threads: SealingThreads,
    outbox: Outbox,
    unitOfWork: UnitOfWork,
    clock: SystemClock,
  ) {
    this.#auctions = auctions;
    this.#envelopes = envelopes;
    this.#shares = shares;
    this.#threads = threads;
    this.#outbox = outbox;
    this.#unitOfWork = unitOfWork;
    this.#clock = clock;
  }

  /** Closed auctions that wait for the trustee with this key. */
  async awaited(publicKey: string): Promise<z.output<typeof awaitedShares>> {
    const ids = await this.#shares.awaiting(publicKey, AWAITED_PER_ROUND_MAX);
    return { auctions: ids.map((auctionId) => ({ auctionId })) };
  }

  /** All of them or none. Refused are shares for what is not live in the log, and shares that do not hold. */
  async publish(
    auctionId: Id<'auction'>,
    { trusteeId, shares }: z.output<typeof publishShares>,
  ): Promise<Result<z.output<typeof acceptedShares>, Problem>> {
    const auction = await this.#auctions.find(auctionId);
    if (auction === undefined) return err(notFound('auction'));
    if (auction.state !== 'closed')
      return err(problemAt('share-refused', '', `the auction is ${auction.state}`));
    const fault = await this.#faultIn(auction, trusteeId, shares);
    if (fault !== undefined) return err(fault);
    const rows = shares.map(({ leafIndex, share }) => ({ leafIndex, trusteeId, share }));
    await this.#shares.insert(auctionId, rows, this.#clock.now());
    await this.#wakeIfEnough(auction);
    return ok({ accepted: shares.length });
  }

  async #faultIn(
    auction: AuctionRow,
    trusteeId: string,
    shares: z.output<typeof publishShares>['shares'],
  ): Promise<Problem | undefined> {
    const leaves = shares.map(({ leafIndex }) => leafIndex);
    const live = new Map(
      (await this.#envelopes.liveAt(auction.id, leaves)).map((logged) => [logged.leafIndex, logged]),
    );
    const orders = [];
    for (const [at, { leafIndex, share }] of shares.entries()) {
      const logged = live.get(leafIndex);
      if (logged === undefined)
        return problemAt('share-refused', `/shares/${String(at)}/leafIndex`, 'is no live entry of the log');
      orders.push({ owner: logged.entry, envelope: logged.envelope, share: { trusteeId, share } });
    }
    const announcementText = canonicalJson(auction.announcement);
    const held = await this.#threads.checkShares({ announcementText, shares: orders });
    if (held.ok) return undefined;
    const { at, fault } = held.error;
    return problemAt('share-refused', `/shares/${String(at)}/share`, fault.replaceAll('-', ' '));
  }

  /** The sweep would find it as well; this only saves the wait. */
  async #wakeIfEnough({ id, announcement }: AuctionRow): Promise<void> {
    if (!(await this.#shares.areEnough(id, announcement.sealing.threshold))) return;
    await this.#unitOfWork.run<undefined, never>(async (tx) => {
      await this.#outbox.enqueue(tx, clearAuctionJob, [{ auctionId: id }]);
      return ok(undefined);
    });
  }
}
