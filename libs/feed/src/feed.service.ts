import { Injectable } from '@nestjs/common';
import { AuctionService, type Hammer } from '#libs/auction';
import { CatalogService } from '#libs/catalog';
import { assert, assertDefined, decodeId, encodeId, type Id, type IdKind, ok, parseJson } from '#libs/kernel';
import { SystemClock, UnitOfWork } from '#libs/platform';
import { ValuationService } from '#libs/valuation';
import type { z } from 'zod';
import { type PriceTick, type SettledSale, tickOf } from './core/index.js';
import type { tickPage, tickQuery } from './feed.contract.js';
import { FeedStore } from './feed.store.js';

type TickPage = z.output<typeof tickPage>;

/** Prices as they come out of settled auctions, numbered without gaps. */
@Injectable()
export class FeedService {
  readonly #store: FeedStore;
  readonly #auctions: AuctionService;
  readonly #catalog: CatalogService;
  readonly #valuations: ValuationService;
  readonly #unitOfWork: UnitOfWork;
  readonly #clock: SystemClock;

  constructor(
    store: FeedStore,
    auctions: AuctionService,
    catalog: CatalogService,
    valuations: ValuationService,
    unitOfWork: UnitOfWork,
    clock: SystemClock,
  ) {
    this.#store = store;
    this.#auctions = auctions;
    this.#catalog = catalog;
    this.#valuations = valuations;
    this.#unitOfWork = unitOfWork;
    this.#clock = clock;
  }

  /** Publishes the tick of a settled auction, once. Units and packages have no price that one lot would have. */
  async publish(auctionId: Id<'auction'>): Promise<void> {
    const hammer = await this.#auctions.hammer(auctionId);
    if (hammer === undefined) return;
    const sale = await this.#sale(auctionId, hammer);
    await this.#unitOfWork.run(async (tx) => {
      const sequence = await this.#store.nextSequence(tx);
      if (await this.#store.hasTick(tx, auctionId)) return ok(undefined);
      const publishedAtMs = this.#clock.nowMs();
      const { tick, body, digest } = tickOf(sale, sequence, publishedAtMs);
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

  /** What was sold and for how much, from the auction's outcome; how sure one was, from its frozen valuation. */
  async #sale(auctionId: Id<'auction'>, { announcement, terms, priceMinor }: Hammer): Promise<SettledSale> {
    const version = await this.#catalog.version(readId('version', announcement.version.versionId));
    const price = await this.#valuations.priceOf(
      readId('valuation', announcement.valuation.valuationId),
      terms,
    );
    assert(version.ok, 'an auction rests on a version');
    return {
      auctionId: encodeId('auction', auctionId),
      lotKind: terms.kind,
      modelId: encodeId('model', version.value.modelId),
      currency: announcement.currency,
      priceMinor,
      confidence:
        price === undefined
          ? undefined
          : { lowMinor: price.hammer.p10Minor, highMinor: price.hammer.p90Minor },
    };
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

/** Documents of our own hold ids as the outside world writes them. */
const readId = <K extends IdKind>(kind: K, text: string): Id<K> =>
  assertDefined(decodeId(kind, text), `not an id of a ${kind}: ${text}`);
