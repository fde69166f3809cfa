import { Injectable } from '@nestjs/common';
import { AuctionService } from '#libs/auction';
import { assert, assertDefined, encodeId, type Id, ok, parseJson } from '#libs/kernel';
import { SystemClock, UnitOfWork } from '#libs/platform';
import { ValuationService } from '#libs/valuation';
import type { z } from 'zod';
import { type PriceTick, tickOf } from './core/index.js';
import type { tickPage, tickQuery } from './feed.contract.js';
import { FeedStore } from './feed.store.js';

type TickPage = z.output<typeof tickPage>;

/** Prices as they come out of settled auctions, numbered without gaps. */
@Injectable()
export class FeedService {
  readonly #store: FeedStore;
  readonly #auctions: AuctionService;
  readonly #valuations: ValuationService;
  readonly #unitOfWork: UnitOfWork;
  readonly #clock: SystemClock;

  constructor(
    store: FeedStore,
    auctions: AuctionService,
    valuations: ValuationService,
    unitOfWork: UnitOfWork,
    clock: SystemClock,
  ) {
    this.#store = store;
    this.#auctions = auctions;
    this.#valuations = valuations;
    this.#unitOfWork = unitOfWork;
    this.#clock = clock;
  }

  /** Publishes the tick of a settled auction, once. */
  async publish(auctionId: Id<'auction'>): Promise<void> {
    const sale = assertDefined(await this.#auctions.sale(auctionId), 'a settled auction has sold');
    const valuation = assertDefined(
      await this.#valuations.frozen(undefined, sale.valuationId),
      'an auction rests on a frozen valuation',
    );
    const [right] = valuation.appraisal.rights;
    assert(right !== undefined, 'an appraisal prices a right');
    await this.#unitOfWork.run(async (tx) => {
      const sequence = await this.#store.nextSequence(tx);
      if (await this.#store.hasTick(tx, auctionId)) return ok(undefined);
      const publishedAtMs = this.#clock.nowMs();
      const settled = {
        auctionId: encodeId('auction', auctionId),
        lotKind: sale.lotKind,
        modelId: encodeId('model', sale.modelId),
        currency: sale.currency,
        priceMinor: sale.priceMinor,
        lowMinor: BigInt(right.p10Minor),
        highMinor: BigInt(right.p90Minor),
      };
      const { tick, body, digest } = tickOf(settled, sequence, publishedAtMs);
      await this.#store.insert(tx, {
        sequence,
        auctionId,
        instrument: tick.instrument,
        currency: sale.currency,
        priceMinor: sale.priceMinor,
        body,
        digest,
        publishedAt: new Date(publishedAtMs),
      });
      return ok(undefined);
    });
  }

  async ticks({ after, instrument, limit }: z.output<typeof tickQuery>): Promise<TickPage> {
    return this.#page(await this.#store.after(BigInt(after), instrument, limit));
  }

  /** The newest tick of the whole feed, if there is any. */
  async latest(): Promise<TickPage> {
    return this.#page(await this.#store.latest(1));
  }

  #page(rows: readonly { readonly body: string; readonly digest: string }[]): TickPage {
    const ticks = rows.map(({ body, digest }) => ({ tick: readTick(body), digest }));
    return { ticks, asOf: this.#clock.now() };
  }
}

function readTick(body: string): PriceTick {
  const json = parseJson(body);
  assert(json.ok, 'a tick is stored as JSON');
  return json.value as unknown as PriceTick;
}
