import { Injectable } from '@nestjs/common';
import { asId, type Id } from '#libs/kernel';
import { PrismaService, type Tx } from '#libs/platform';
import type { sealing } from './core/index.js';

export type PublishedShare = sealing.DecryptedShare & { readonly leafIndex: number };

/** What trustees published to open the live envelopes of closed auctions. Only shares that hold get here. */
@Injectable()
export class ShareStore {
  readonly #prisma: PrismaService;

  constructor(prisma: PrismaService) {
    this.#prisma = prisma;
  }

  /** A share that stands is not stored again: two right shares of one trustee open the same. */
  async insert(auctionId: Id<'auction'>, shares: readonly PublishedShare[], receivedAt: Date): Promise<void> {
    await this.#prisma.trusteeShare.createMany({
      data: shares.map(({ share, ...row }) => ({
        auctionId,
        ...row,
        share: Uint8Array.from(share),
        receivedAt,
      })),
      skipDuplicates: true,
    });
  }

  async byLeaf(auctionId: Id<'auction'>): Promise<ReadonlyMap<number, readonly sealing.DecryptedShare[]>> {
    const rows = await this.#prisma.trusteeShare.findMany({
      where: { auctionId },
      orderBy: [{ leafIndex: 'asc' }, { trusteeId: 'asc' }],
      select: { leafIndex: true, trusteeId: true, share: true },
    });
    const shares = new Map<number, sealing.DecryptedShare[]>();
    for (const { leafIndex, trusteeId, share } of rows) {
      const own = { trusteeId, share: Uint8Array.from(share) };
      const others = shares.get(leafIndex);
      if (others === undefined) shares.set(leafIndex, [own]);
      else others.push(own);
    }
    return shares;
  }

  /** Whether every live envelope has so many shares. */
  async areEnough(auctionId: Id<'auction'>, threshold: number, tx: Tx = this.#prisma): Promise<boolean> {
    const [lacking] = await tx.$queryRaw<unknown[]>`
      SELECT 1 FROM "auction_leaf" l
       WHERE l."auction_id" = ${auctionId}::uuid AND l."is_live"
         AND (SELECT count(*) FROM "trustee_share" s
               WHERE s."auction_id" = l."auction_id" AND s."leaf_index" = l."leaf_index") < ${threshold}
       LIMIT 1`;
    return lacking === undefined;
  }

  /** Closed auctions with live envelopes that lack a share of this trustee, the oldest first. */
  async awaiting(publicKey: string, limit: number): Promise<readonly Id<'auction'>[]> {
    const rows = await this.#prisma.$queryRaw<{ id: string }[]>`
      SELECT a."id" FROM "auction" a
        CROSS JOIN LATERAL jsonb_array_elements(a."announcement"::jsonb -> 'sealing' -> 'trustees') AS t
       WHERE a."state" = 'closed' AND t ->> 'publicKey' = ${publicKey}
         AND EXISTS (SELECT 1 FROM "auction_leaf" l WHERE l."auction_id" = a."id" AND l."is_live"
           AND NOT EXISTS (SELECT 1 FROM "trustee_share" s WHERE s."auction_id" = l."auction_id"
             AND s."leaf_index" = l."leaf_index" AND s."trustee_id" = t ->> 'id'))
       ORDER BY a."id" LIMIT ${limit}`;
    return rows.map(({ id }) => asId('auction', id));
  }
}
