import { Injectable } from '@nestjs/common';
import { asId, type Id } from '#libs/kernel';
import { PrismaService, type Tx } from '#libs/platform';

export type EnvelopeRow = {
  readonly id: Id<'bid'>;
  readonly auctionId: Id<'auction'>;
  readonly bidderId: Id<'party'>;
  readonly sequence: number;
  readonly envelope: Uint8Array;
  readonly digest: string;
  readonly receivedAt: Date;
};

/** Sealed envelopes. Nothing here can be read before the close, and nothing is ever changed. */
@Injectable()
export class EnvelopeStore {
  readonly #prisma: PrismaService;

  constructor(prisma: PrismaService) {
    this.#prisma = prisma;
  }

  /** 0 when the bidder has handed in nothing yet. */
  async lastSequence(tx: Tx, auctionId: Id<'auction'>, bidderId: Id<'party'>): Promise<number> {
    const last = await tx.bidEnvelope.aggregate({ where: { auctionId, bidderId }, _max: { sequence: true } });
    return last._max.sequence ?? 0;
  }

  /** False when the auction holds the same bytes, or another envelope of this bidder with this sequence. */
  async insert(tx: Tx, { envelope, ...row }: EnvelopeRow): Promise<boolean> {
    const data = { ...row, envelope: Uint8Array.from(envelope) };
    const { count } = await tx.bidEnvelope.createMany({ data: [data], skipDuplicates: true });
    return count === 1;
  }

  async hasAny(tx: Tx, auctionId: Id<'auction'>): Promise<boolean> {
    return (await tx.bidEnvelope.findFirst({ where: { auctionId }, select: { id: true } })) !== null;
  }

  /** What counts at the close: the last envelope of each bidder, in the order of their ids. */
  async live(
    tx: Tx,
    auctionId: Id<'auction'>,
  ): Promise<readonly Pick<EnvelopeRow, 'id' | 'bidderId' | 'sequence' | 'envelope'>[]> {
    const rows = await tx.$queryRaw<
      { id: string; bidder_id: string; sequence: number; envelope: Uint8Array }[]
    >`
      SELECT DISTINCT ON ("bidder_id") "id", "bidder_id", "sequence", "envelope" FROM "bid_envelope"
      WHERE "auction_id" = ${auctionId}::uuid ORDER BY "bidder_id", "sequence" DESC`;
    return rows.map(({ id, bidder_id, sequence, envelope }) => ({
      id: asId('bid', id),
      bidderId: asId('party', bidder_id),
      sequence,
      envelope: Uint8Array.from(envelope),
    }));
  }

  async ofBidder(
    auctionId: Id<'auction'>,
    bidderId: Id<'party'>,
  ): Promise<readonly Pick<EnvelopeRow, 'id' | 'sequence' | 'digest' | 'receivedAt'>[]> {
    const rows = await this.#prisma.bidEnvelope.findMany({
      where: { auctionId, bidderId },
      orderBy: { sequence: 'asc' },
      select: { id: true, sequence: true, digest: true, receivedAt: true },
    });
    return rows.map((row) => ({ ...row, id: asId('bid', row.id) }));
  }
}
