import { Injectable } from '@nestjs/common';
import { nextPage } from '#contract/platform';
import { AccessService } from '#libs/access';
import { AttributionService } from '#libs/attribution';
import { assertDefined, decodeId, encodeId, err, type Id, ok, type Result } from '#libs/kernel';
import { type Actor, notFound, type Problem } from '#libs/platform';
import type { z } from 'zod';
import type {
  payoutPage,
  payoutQuery,
  payoutView,
  releasePage,
  releaseQuery,
  settlementView,
} from './settlement.contract.js';
import { type SettlementRow, SettlementStore } from './settlement.store.js';

type SettlementView = z.output<typeof settlementView>;

/** What was settled, for everybody and for those who were paid. */
@Injectable()
export class SettlementService {
  readonly #store: SettlementStore;
  readonly #attribution: AttributionService;
  readonly #access: AccessService;

  constructor(store: SettlementStore, attribution: AttributionService, access: AccessService) {
    this.#store = store;
    this.#attribution = attribution;
    this.#access = access;
  }

  async settlement(auctionId: Id<'auction'>): Promise<Result<SettlementView, Problem>> {
    const row = await this.#store.find(auctionId);
    return row === undefined ? err(notFound('settlement')) : ok(await this.#view(row));
  }

  /** How the holdbacks of the auction's sales ended, oldest first. */
  async releases(
    auctionId: Id<'auction'>,
    { after, limit }: z.output<typeof releaseQuery>,
  ): Promise<z.output<typeof releasePage>> {
    const rows = await this.#store.releasesOf(auctionId, after, limit);
    const releases: SettlementView[] = [];
    for (const row of rows) releases.push(await this.#view(row));
    return { releases, next: nextPage(rows, limit) };
  }

  async #view({
    id,
    auctionId,
    settledAt,
    statement,
    statementDigest,
  }: SettlementRow): Promise<SettlementView> {
    const partyIds = statement.lines.flatMap(({ partyId }) => decodeId('party', partyId) ?? []);
    const names = await this.#access.partyNames(partyIds);
    const parties = partyIds.map((partyId) => ({ partyId, partyName: names.get(partyId) ?? '' }));
    return { id, auctionId, settledAt, statement, statementDigest, parties };
  }

  /** The actor's own lines, oldest first. */
  async payouts(
    actor: Actor,
    { after, limit }: z.output<typeof payoutQuery>,
  ): Promise<z.output<typeof payoutPage>> {
    const sets = await this.#attribution.weightSetsOf(actor.partyId);
    const rows = await this.#store.bySets(sets, after, limit);
    return { payouts: rows.map((row) => payoutOf(row, actor.partyId)), next: nextPage(rows, limit) };
  }
}

function payoutOf(row: SettlementRow, partyId: Id<'party'>): z.output<typeof payoutView> {
  const { id, auctionId, currency, grossMinor, statement, statementDigest, settledAt } = row;
  const encoded = encodeId('party', partyId);
  const line = assertDefined(
    statement.lines.find((candidate) => candidate.partyId === encoded),
    'a statement has a line for every party of its weight set',
  );
  return {
    settlementId: id,
    auctionId,
    currency,
    grossMinor,
    netMinor: BigInt(statement.netMinor),
    weightPpb: line.weightPpb,
    exact: line.exact,
    amountMinor: BigInt(line.amountMinor),
    statementDigest,
    settledAt,
  };
}
