import { Injectable } from '@nestjs/common';
import { asId, assert, canonicalJson, digestOf, type Id, parseJson } from '#libs/kernel';
import { type Prisma, PrismaService, type Tx } from '#libs/platform';
import type { PartyStanding, PayoutStatement } from './core/index.js';

export type NewStatement = {
  readonly id: Id<'payoutStatement'>;
  readonly runId: Id<'payoutRun'>;
  readonly partyId: Id<'party'>;
  readonly statement: PayoutStatement;
  readonly issuedAt: Date;
};

export type StatementRow = NewStatement & {
  readonly agreementId: Id<'agreement'>;
  readonly digest: string;
  readonly paidMinor: bigint;
};

@Injectable()
export class PayoutStatementStore {
  readonly #prisma: PrismaService;

  constructor(prisma: PrismaService) {
    this.#prisma = prisma;
  }

  async insert(tx: Tx, statements: readonly NewStatement[]): Promise<void> {
    await tx.payoutStatement.createMany({
      data: statements.map(({ statement, ...row }) => ({
        ...row,
        document: canonicalJson(statement),
        digest: digestOf(statement),
        paidMinor: BigInt(statement.paidMinor),
      })),
    });
  }

  async find(id: Id<'payoutStatement'>): Promise<StatementRow | undefined> {
    const row = await this.#prisma.payoutStatement.findUnique({ where: { id }, include: WITH_AGREEMENT });
    return row === null ? undefined : toRow(row);
  }

  async isForParty(runId: Id<'payoutRun'>, partyId: Id<'party'>): Promise<boolean> {
    return (await this.#prisma.payoutStatement.count({ where: { runId, partyId } })) > 0;
  }

  /** A party's statements, oldest first, after the one with the given id. */
  async ofParty(
    partyId: Id<'party'>,
    after: Id<'payoutStatement'> | undefined,
    limit: number,
  ): Promise<readonly StatementRow[]> {
    const rows = await this.#prisma.payoutStatement.findMany({
      where: { partyId, ...(after === undefined ? {} : { id: { gt: after } }) },
      orderBy: { id: 'asc' },
      take: limit,
      include: WITH_AGREEMENT,
    });
    return rows.map(toRow);
  }

  /** How the parties of a run stood after it. */
  async standingAfter(tx: Tx, runId: Id<'payoutRun'>): Promise<readonly PartyStanding[]> {
    const rows = await tx.$queryRaw<Pick<PayoutStatement, 'party' | 'closing' | 'distributions'>[]>`
      SELECT d."json" ->> 'party' AS "party", d."json" -> 'closing' AS "closing",
          d."json" -> 'distributions' AS "distributions"
        FROM "payout_statement" s, LATERAL (SELECT s."document"::jsonb AS "json") d
        WHERE s."run_id" = ${runId}::uuid ORDER BY s."party_id"`;
    return rows.map(({ party, closing, distributions }) => ({
      party,
      closing,
      owed: (distributions ?? [])
        .filter(({ owed }) => owed !== '0')
        .map(({ share, owed }) => ({ share, owed })),
    }));
  }
}

const WITH_AGREEMENT = { run: { select: { agreementId: true } } } as const;

const toRow = ({
  run,
  document,
  ...row
}: Prisma.PayoutStatementGetPayload<{ include: typeof WITH_AGREEMENT }>): StatementRow => ({
  ...row,
  id: asId('payoutStatement', row.id),
  runId: asId('payoutRun', row.runId),
  agreementId: asId('agreement', run.agreementId),
  partyId: asId('party', row.partyId),
  statement: readStatement(document),
});

/** Statements are written by us only, as canonical text. */
function readStatement(text: string): PayoutStatement {
  const json = parseJson(text);
  assert(json.ok, 'a stored statement is JSON');
  return json.value as unknown as PayoutStatement;
}
