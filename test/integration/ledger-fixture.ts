import { Test } from '@nestjs/testing';
import { type PostedTransaction, LedgerModule, LedgerService } from '#libs/ledger';
import { asCurrency, assert, type Id, ok, type Result } from '#libs/kernel';
import { newId, PrismaService, type Problem, UnitOfWork } from '#libs/platform';
import {
  type AccountRef,
  type PartyAccount,
  partyAccount,
  type PostingRequest,
  systemAccount,
} from '#core/ledger';
import pg from 'pg';
import { createTestDatabase, type TestDatabase } from '../support/test-database.js';

export const EUR = asCurrency('EUR');
export const OUTSIDE = systemAccount(EUR, 'outside');
export const ESCROW = systemAccount(EUR, 'escrow');

/** The ledger on a database of its own, without HTTP, and a plain SQL connection beside it. */
export type LedgerFixture = {
  readonly ledger: LedgerService;
  readonly unitOfWork: UnitOfWork;
  readonly prisma: PrismaService;
  readonly sql: pg.Client;
  /** One posting in a unit of work of its own. */
  readonly book: (request: PostingRequest) => Promise<Result<PostedTransaction, Problem>>;
  readonly balance: (account: AccountRef) => Promise<bigint>;
  readonly party: (name: string) => Promise<Id<'party'>>;
  /** A party's `available` account that holds this much. */
  readonly funded: (name: string, amountMinor: bigint) => Promise<PartyAccount>;
  readonly close: () => Promise<void>;
};

export const openLedger = async (): Promise<LedgerFixture> => openLedgerOn(await createTestDatabase());

/** Closing it drops the database. */
export async function openLedgerOn(database: TestDatabase): Promise<LedgerFixture> {
  Object.assign(process.env, { DATABASE_URL: database.url, SALVOR_SECRET_KEY: '5a'.repeat(32) });
  const testing = await Test.createTestingModule({ imports: [LedgerModule] }).compile();
  await testing.init();
  const ledger = testing.get(LedgerService);
  const prisma = testing.get(PrismaService, { strict: false });
  const unitOfWork = testing.get(UnitOfWork, { strict: false });
  const sql = new pg.Client({ connectionString: database.url });
  await sql.connect();

  const book = (request: PostingRequest) => unitOfWork.run((tx) => ledger.post(tx, request));
  const balance = async (account: AccountRef): Promise<bigint> => {
    const result = await unitOfWork.run(async (tx) => ok(await ledger.balance(tx, account)));
    assert(result.ok, 'reading cannot fail');
    return result.value;
  };
  const party = async (name: string): Promise<Id<'party'>> => {
    const id = newId('party');
    await prisma.party.create({ data: { id, name } });
    return id;
  };
  const funded = async (name: string, amountMinor: bigint): Promise<PartyAccount> => {
    const account = partyAccount(await party(name), EUR, 'available');
    if (amountMinor > 0n) await book(posting(`fund-${name}`, [OUTSIDE, account, amountMinor]));
    return account;
  };
  const close = async (): Promise<void> => {
    await sql.end();
    await testing.close();
    await database.drop();
  };
  return { ledger, unitOfWork, prisma, sql, book, balance, party, funded, close };
}

/** `[from, to, amount]` in short. */
export const posting = (
  key: string,
  ...transfers: readonly (readonly [AccountRef, AccountRef, bigint])[]
): PostingRequest => ({
  key,
  kind: 'test',
  reference: 'a test',
  transfers: transfers.map(([from, to, amountMinor]) => ({ from, to, amountMinor })),
});
