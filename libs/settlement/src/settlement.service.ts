import { Injectable } from '@nestjs/common';
import { nextPage } from '#contract/platform';
import { AccessService } from '#libs/access';
import { AttributionService } from '#libs/attribution';
import { assertDefined, decodeId, encodeId, err, type Id, ok, type Result } from '#libs/kernel';
import { type Actor, notFound, type Problem } from '#libs/platform';
import type { z } from 'zod';
import type { payoutPage, payoutQuery, payoutView, settlementView } from './settlement.contract.js';
import { type SettlementRow, SettlementStore } from './settlement.store.js';

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

  async settlement(auctionId: Id<'auction'>): Promise<Result<z.output<typeof settlementView>, Problem>> {
    const row = await this.#store.find(auctionId);
    if (row === undefined) return err(notFound('settlement'));
    const { id, settledAt, statement, statementDigest } = row;
    const partyIds = statement.lines.flatMap(({ partyId }) => decodeId('party', partyId) ?? []);
    const names = await this.#access.partyNames(partyIds);
    const parties = partyIds.map((partyId) => ({ partyId, partyName: names.get(partyId) ?? '' }));
    return ok({ id, auctionId, settledAt, statement, statementDigest, parties });
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
