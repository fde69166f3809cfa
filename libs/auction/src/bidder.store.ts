import { Injectable } from '@nestjs/common';
import { asId, type Id } from '#libs/kernel';
import { PrismaService, type Tx } from '#libs/platform';

/** One who accepted the terms of an auction. The id is all that others ever see. */
export type BidderRow = {
  readonly id: Id<'bidder'>;
  readonly auctionId: Id<'auction'>;
  readonly partyId: Id<'party'>;
  /** Ed25519, in hexadecimal: signs the envelopes. */
  readonly publicKey: string;
  readonly acceptedAt: Date;
};

/** Who may bid in an auction, under which pseudonym. */
@Injectable()
export class BidderStore {
  readonly #prisma: PrismaService;

  constructor(prisma: PrismaService) {
    this.#prisma = prisma;
  }

  /** False when the party or the key takes part already. */
  async insert(tx: Tx, bidder: BidderRow): Promise<boolean> {
    const { count } = await tx.auctionParticipant.createMany({ data: [bidder], skipDuplicates: true });
    return count === 1;
  }

  /** Parties that act together join one after the other. */
  async lockGroup(tx: Tx, auctionId: Id<'auction'>, group: string): Promise<void> {
    await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`salvor bidders ${auctionId} ${group}`}, 0))`;
  }

  async find(
    auctionId: Id<'auction'>,
    partyId: Id<'party'>,
    tx: Tx = this.#prisma,
  ): Promise<BidderRow | undefined> {
    const row = await tx.auctionParticipant.findUnique({
      where: { auctionId_partyId: { auctionId, partyId } },
    });
    return row === null ? undefined : toBidder(row);
  }

  async partiesOf(tx: Tx, auctionId: Id<'auction'>): Promise<ReadonlyMap<Id<'bidder'>, Id<'party'>>> {
    const rows = await tx.auctionParticipant.findMany({ where: { auctionId } });
    return new Map(rows.map(({ id, partyId }) => [asId('bidder', id), asId('party', partyId)]));
  }

  /** Those who handed in an envelope, and so have a deposit locked. By id. */
  async whoBid(tx: Tx, auctionId: Id<'auction'>): Promise<readonly Id<'party'>[]> {
    const rows = await tx.auctionParticipant.findMany({
      where: { auctionId, envelopes: { some: {} } },
      orderBy: { id: 'asc' },
      select: { partyId: true },
    });
    return rows.map(({ partyId }) => asId('party', partyId));
  }
}

type Stored = { id: string; auctionId: string; partyId: string; publicKey: string; acceptedAt: Date };

const toBidder = (row: Stored): BidderRow => ({
  ...row,
  id: asId('bidder', row.id),
  auctionId: asId('auction', row.auctionId),
  partyId: asId('party', row.partyId),
});
