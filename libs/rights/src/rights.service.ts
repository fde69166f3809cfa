import { Injectable } from '@nestjs/common';
import { nextPage } from '#contract/platform';
import { CatalogService } from '#libs/catalog';
import { assert, assertDefined, digestOf, encodeId, err, type Id, ok, type Result } from '#libs/kernel';
import {
  type Actor,
  newId,
  notFound,
  type Problem,
  problem,
  SystemClock,
  type Tx,
  UnitOfWork,
  type WriteRequest,
} from '#libs/platform';
import type { z } from 'zod';
import { conflictWith, type LotTerms } from './core/index.js';
import {
  type grantPage,
  type grantQuery,
  type listLot,
  type lotPage,
  type lotQuery,
  lotView,
} from './rights.contract.js';
import { type GrantRow, type LotRow, RightsStore } from './rights.store.js';

type LotView = z.output<typeof lotView>;

export type NewGrant = Pick<GrantRow, 'lotId' | 'holderId' | 'auctionId' | 'quantity'>;

/** Which rights are for sale, which are granted, and which exclude each other. */
@Injectable()
export class RightsService {
  readonly #store: RightsStore;
  readonly #catalog: CatalogService;
  readonly #unitOfWork: UnitOfWork;
  readonly #clock: SystemClock;

  constructor(store: RightsStore, catalog: CatalogService, unitOfWork: UnitOfWork, clock: SystemClock) {
    this.#store = store;
    this.#catalog = catalog;
    this.#unitOfWork = unitOfWork;
    this.#clock = clock;
  }

  /** Offers a right in a version that the actor sells. Refused when a standing right forbids it. */
  async listLot(
    write: WriteRequest,
    { versionId, terms }: z.output<typeof listLot>,
  ): Promise<Result<LotView, Problem>> {
    return this.#unitOfWork.write(write, lotView, async (tx) => {
      const version = await this.#catalog.ownedVersion(write.actor, versionId, tx);
      if (!version.ok) return version;
      const refusal = await this.#refusal(tx, versionId, terms);
      if (refusal !== undefined) return err(refusal);
      const lot: LotRow = {
        id: newId('lot'),
        versionId,
        modelId: version.value.modelId,
        sellerId: version.value.sellerId,
        kind: terms.kind,
        terms,
        termsDigest: digestOf(terms),
        state: 'listed',
        createdAt: this.#clock.now(),
      };
      await this.#store.insertLot(tx, lot);
      return ok(toLotView(lot));
    });
  }

  async lot(id: Id<'lot'>, tx?: Tx): Promise<Result<LotRow, Problem>> {
    const lot = await this.#store.findLot(id, tx);
    return lot === undefined ? err(notFound('lot')) : ok(lot);
  }

  async lotView(id: Id<'lot'>): Promise<Result<LotView, Problem>> {
    const lot = await this.lot(id);
    return lot.ok ? ok(toLotView(lot.value)) : lot;
  }

  async lots({ after, limit }: z.output<typeof lotQuery>): Promise<z.output<typeof lotPage>> {
    const lots = await this.#store.listLots(after, limit);
    return { lots: lots.map(toLotView), next: nextPage(lots, limit) };
  }

  async grantsOf(
    actor: Actor,
    { after, limit }: z.output<typeof grantQuery>,
  ): Promise<z.output<typeof grantPage>> {
    const grants = await this.#store.listGrants(actor.partyId, after, limit);
    return { grants: [...grants], next: nextPage(grants, limit) };
  }

  /** What others hold of a version already, oldest first. */
  grantsOfVersion(versionId: Id<'version'>, limit: number, tx?: Tx): Promise<readonly GrantRow[]> {
    return this.#store.grantsOfVersion(versionId, limit, tx);
  }

  /** A grant, whoever holds it; undefined where there is none. */
  findGrant(id: Id<'grant'>, tx?: Tx): Promise<GrantRow | undefined> {
    return this.#store.findGrant(id, tx);
  }

  /** Takes a lot off the market, as long as it is in no auction. */
  async withdraw(write: WriteRequest, id: Id<'lot'>): Promise<Result<LotView, Problem>> {
    return this.#unitOfWork.write(write, lotView, async (tx) => {
      const lot = await this.#listedLot(tx, id, write.actor);
      if (!lot.ok) return lot;
      await this.#store.setState(tx, id, 'withdrawn');
      return ok(toLotView({ ...lot.value, state: 'withdrawn' }));
    });
  }

  /**
   * Ties a listed lot to an auction. What was granted since it was listed counts as well, so the conflicts are
   * checked again, for all lots of the version in turn.
   */
  async takeIntoAuction(tx: Tx, lotId: Id<'lot'>, actor: Actor): Promise<Result<LotRow, Problem>> {
    const lot = await this.#listedLot(tx, lotId, actor);
    if (!lot.ok) return lot;
    const refusal = await this.#refusal(tx, lot.value.versionId, lot.value.terms);
    if (refusal !== undefined) return err(refusal);
    await this.#store.setState(tx, lotId, 'in-auction');
    return ok({ ...lot.value, state: 'in-auction' });
  }

  /** The auction ended without a sale: the lot is for sale again. */
  async releaseFromAuction(tx: Tx, lotId: Id<'lot'>): Promise<void> {
    await this.#inAuction(tx, lotId);
    await this.#store.setState(tx, lotId, 'listed');
  }

  /**
   * A buyer holds the right from now on: all of the lot, or `quantity` units of it. The lot stays in its auction, which
   * may grant the rest of its units to others, until {@link endAuction}.
   */
  async grant(tx: Tx, input: NewGrant): Promise<GrantRow> {
    const { versionId, terms } = await this.#inAuction(tx, input.lotId);
    const grant = { id: newId('grant'), ...input, versionId, terms, grantedAt: this.#clock.now() };
    await this.#store.insertGrant(tx, grant);
    return grant;
  }

  /** The auction is over: what it granted anything of is sold, any other lot is for sale again. */
  async endAuction(tx: Tx, lotId: Id<'lot'>, auctionId: Id<'auction'>): Promise<void> {
    await this.#inAuction(tx, lotId);
    const sold = await this.#store.hasGrants(tx, lotId, auctionId);
    await this.#store.setState(tx, lotId, sold ? 'sold' : 'listed');
  }

  async #listedLot(tx: Tx, id: Id<'lot'>, actor: Actor): Promise<Result<LotRow, Problem>> {
    const lot = await this.#store.lockLot(tx, id);
    if (lot?.sellerId !== actor.partyId) return err(notFound('lot'));
    return lot.state === 'listed' ? ok(lot) : err(problem('lot-unavailable', `The lot is ${lot.state}.`));
  }

  async #inAuction(tx: Tx, id: Id<'lot'>): Promise<LotRow> {
    const lot = assertDefined(await this.#store.lockLot(tx, id), `an auction holds a lot: ${id}`);
    assert(lot.state === 'in-auction', `the lot of an auction is in it, not ${lot.state}`);
    return lot;
  }

  async #refusal(tx: Tx, versionId: Id<'version'>, terms: LotTerms): Promise<Problem | undefined> {
    await this.#store.lockVersion(tx, versionId);
    const standing = await this.#store.standingRights(tx, versionId);
    const conflict = conflictWith(terms, standing, this.#clock.nowMs());
    if (conflict === undefined) return undefined;
    const { lotId, reason } = conflict;
    return problem('rights-conflict', `${encodeId('lot', lotId as Id<'lot'>)}: ${reason}`);
  }
}

const toLotView = ({ kind: _, ...lot }: LotRow): LotView => lot;
