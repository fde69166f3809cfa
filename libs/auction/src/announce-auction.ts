import { Injectable } from '@nestjs/common';
import { AttributionService, type FrozenWeights } from '#libs/attribution';
import { CatalogService } from '#libs/catalog';
import { asCurrency, err, type Id, ok, type Result } from '#libs/kernel';
import {
  type Actor,
  type Config,
  InjectConfig,
  newId,
  type Problem,
  problem,
  problemAt,
  SystemClock,
  type Tx,
  UnitOfWork,
  type WriteRequest,
} from '#libs/platform';
import { type LotRow, RightsService } from '#libs/rights';
import { type FrozenValuation, ValuationService } from '#libs/valuation';
import type { z } from 'zod';
import { type announceAuction, auctionDetail } from './auction.contract.js';
import { type AuctionRow, AuctionStore } from './auction.store.js';
import { toAuctionView } from './auction.view.js';
import { composeAnnouncement, lotsIn } from './compose-announcement.js';
import { type Announcement, announcementDigest, scheduleFault, sealing } from './core/index.js';
import { Deposits } from './deposits.js';
import { OrderBooks } from './order-books.js';

type Input = z.output<typeof announceAuction>;
type AuctionDetail = z.output<typeof auctionDetail>;
type NamedLot = { readonly item: string; readonly lot: LotRow };

/** Announces an auction: from here on nothing about it can be changed, only extended after an outage. */
@Injectable()
export class AnnounceAuction {
  readonly #store: AuctionStore;
  readonly #deposits: Deposits;
  readonly #books: OrderBooks;
  readonly #rights: RightsService;
  readonly #catalog: CatalogService;
  readonly #valuations: ValuationService;
  readonly #attribution: AttributionService;
  readonly #unitOfWork: UnitOfWork;
  readonly #clock: SystemClock;
  readonly #config: Config;

  constructor(
    store: AuctionStore,
    deposits: Deposits,
    books: OrderBooks,
    rights: RightsService,
    catalog: CatalogService,
    valuations: ValuationService,
    attribution: AttributionService,
    unitOfWork: UnitOfWork,
    clock: SystemClock,
    @InjectConfig() config: Config,
  ) {
    this.#store = store;
    this.#deposits = deposits;
    this.#books = books;
    this.#rights = rights;
    this.#catalog = catalog;
    this.#valuations = valuations;
    this.#attribution = attribution;
    this.#unitOfWork = unitOfWork;
    this.#clock = clock;
    this.#config = config;
  }

  /**
   * Checked in this order: the trustees, the lots and their owner, conflicts of rights, the valuation, the weights,
   * the schedule, what the format needs, and that the seller can lock the bond.
   */
  async announce(write: WriteRequest, input: Input): Promise<Result<AuctionDetail, Problem>> {
    if (this.#config.trustees.length < this.#config.trusteeThreshold)
      return err(problem('trustees-missing', 'The operator has to appoint trustees: see SALVOR_TRUSTEES.'));
    return this.#unitOfWork.write(write, auctionDetail, async (tx) => {
      const sale = await this.#load(tx, write.actor, input);
      if (!sale.ok) return sale;
      const now = this.#clock.now();
      const fault = scheduleFault(
        { opensAtMs: input.opensAt.getTime(), closesAtMs: input.closesAt.getTime() },
        now.getTime(),
      );
      if (fault !== undefined) return err(problemAt('schedule-invalid', `/${fault.field}`, fault.reason));
      const id = newId('auction');
      const announcement = composeAnnouncement({
        id,
        input,
        config: this.#config,
        books: this.#books,
        ...sale.value,
      });
      if (!announcement.ok) return announcement;
      const readable = sealing.readSealedAuction(announcement.value);
      if (!readable.ok)
        return err(problem('trustees-missing', `${readable.error.path} ${readable.error.reason}`));
      const auction = rowOf(id, input, write.actor.partyId, announcement.value);
      const cause = { at: now, actorId: write.actor.partyId, reason: 'announced by the seller' };
      await this.#store.insert(tx, auction, input.dataRoom ?? [], cause);
      const bond = await this.#deposits.lockBond(tx, auction);
      if (!bond.ok) return bond;
      const transitions = [{ fromState: null, toState: auction.state, ...cause }];
      return ok({
        ...toAuctionView(auction),
        announcement: announcement.value,
        transitions,
        outcomeDigest: null,
      });
    });
  }

  /** Takes the lots into the auction, and loads what they are sold by. All of them are of one version. */
  async #load(
    tx: Tx,
    actor: Actor,
    input: Input,
  ): Promise<
    Result<
      {
        readonly lots: readonly NamedLot[];
        readonly rootDigest: string;
        readonly valuation: FrozenValuation;
        readonly weights: FrozenWeights;
      },
      Problem
    >
  > {
    const lots: NamedLot[] = [];
    for (const { item, lotId } of lotsIn(input)) {
      const lot = await this.#rights.takeIntoAuction(tx, lotId, actor);
      if (!lot.ok) return lot;
      lots.push({ item, lot: lot.value });
    }
    const [first] = lots;
    if (first === undefined || lots.some(({ lot }) => lot.versionId !== first.lot.versionId))
      return err(problemAt('format-unfit', '/sale/items', 'are lots of different versions'));
    const version = await this.#catalog.ownedVersion(actor, first.lot.versionId, tx);
    if (!version.ok) return version;
    const valuation = await this.#valuations.frozen(tx, input.valuationId);
    if (valuation?.versionId !== first.lot.versionId)
      return err(
        problemAt('valuation-unfit', '/valuationId', 'must be a completed valuation of the lot’s version'),
      );
    const weights = await this.#attribution.currentWeights(tx, first.lot.modelId);
    if (weights === undefined)
      return err(problem('weights-missing', 'Declare who is paid, and by what weights, before selling.'));
    return ok({ lots, rootDigest: version.value.rootDigest, valuation, weights });
  }
}

const rowOf = (
  id: Id<'auction'>,
  input: Input,
  sellerId: Id<'party'>,
  announcement: Announcement,
): AuctionRow => ({
  id,
  lots: lotsIn(input),
  valuationId: input.valuationId,
  sellerId,
  format: input.sale.format,
  currency: asCurrency(announcement.currency),
  depositMinor: input.depositMinor,
  bondMinor: input.bondMinor ?? 0n,
  opensAt: input.opensAt,
  closesAt: input.closesAt,
  state: 'announced',
  announcement,
  announcementDigest: announcementDigest(announcement),
  closedAt: null,
  clearedAt: null,
  outcomeDigest: null,
});
