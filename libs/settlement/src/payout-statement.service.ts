import { Injectable } from '@nestjs/common';
import { nextPage } from '#contract/platform';
import { asCurrency, err, type Id, ok, type Result } from '#libs/kernel';
import { type Actor, maySee, notFound, type Problem } from '#libs/platform';
import type { z } from 'zod';
import type {
  payoutStatementLine,
  payoutStatementPage,
  payoutStatementQuery,
  payoutStatementView,
} from './payout-statement.contract.js';
import { PayoutStatementStore, type StatementRow } from './payout-statement.store.js';

/** Why parties were paid what they were paid, for themselves and for operators. */
@Injectable()
export class PayoutStatementService {
  readonly #store: PayoutStatementStore;

  constructor(store: PayoutStatementStore) {
    this.#store = store;
  }

  async statement(
    actor: Actor,
    id: Id<'payoutStatement'>,
  ): Promise<Result<z.output<typeof payoutStatementView>, Problem>> {
    const row = await this.#store.find(id);
    if (row === undefined || !maySee(actor, row.partyId)) return err(notFound('payout statement'));
    const { agreementId, runId, issuedAt, statement, digest } = row;
    return ok({ id, agreementId, runId, issuedAt, statement, statementDigest: digest });
  }

  /** The actor's own, oldest first. */
  async own(
    actor: Actor,
    { after, limit }: z.output<typeof payoutStatementQuery>,
  ): Promise<z.output<typeof payoutStatementPage>> {
    const rows = await this.#store.ofParty(actor.partyId, after, limit);
    return { statements: rows.map(toLine), next: nextPage(rows, limit) };
  }
}

const toLine = ({
  id,
  agreementId,
  runId,
  issuedAt,
  statement: { currency, from, to, closing },
  paidMinor,
  digest,
}: StatementRow): z.output<typeof payoutStatementLine> => ({
  id,
  agreementId,
  runId,
  issuedAt,
  currency: asCurrency(currency),
  from: new Date(from),
  to: new Date(to),
  paidMinor,
  carriedMinor: BigInt(closing.carriedMinor),
  receivableMinor: BigInt(closing.receivableMinor),
  statementDigest: digest,
});
