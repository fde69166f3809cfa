import { AuctionService, type Award, type ClearedAuction } from '#libs/auction';
import type { Lifecycle } from '#core/auction';
import { type ManifestFile, manifestOf, rootDigest } from '#core/catalog';
import { partyAccount } from '#core/ledger';
import {
  asCurrency,
  asId,
  assert,
  assertDefined,
  canonicalJson,
  decodeId,
  digestOf,
  encodeId,
  err,
  type Id,
  type Json,
  ok,
  sha256Hex,
} from '#libs/kernel';
import { LedgerService } from '#libs/ledger';
import { newId, notFound, PrismaService, type Tx, UnitOfWork } from '#libs/platform';
import type { TestParty } from '../support/client.js';
import type { TestApp } from '../support/test-app.js';

const EUR = asCurrency('EUR');

export const DAY_MS = 86_400_000;

/** Windows of days, and nothing held back. */
const LIFECYCLE: Lifecycle = {
  openingGraceMs: DAY_MS,
  paymentWindowMs: 2 * DAY_MS,
  deliveryWindowMs: 3 * DAY_MS,
  inspectionWindowMs: 4 * DAY_MS,
  holdbackBps: 0,
  holdbackMs: 30 * DAY_MS,
};

/** What every version in these tests consists of. */
export const FILES: readonly ManifestFile[] = [
  { path: 'config.json', sizeBytes: 2, sha256: sha256Hex('{}') },
  { path: 'weights.bin', sizeBytes: 7, sha256: sha256Hex('weights') },
];

export type AwardInput = {
  readonly winner: TestParty;
  readonly priceMinor: bigint;
  readonly quantity?: bigint;
  /** Which of the lots, by number; all of them by default. */
  readonly lots?: readonly number[];
};

export type AuctionInput = {
  readonly modelId: Id<'model'>;
  readonly seller: TestParty;
  /** The terms of each lot. */
  readonly lots: readonly { readonly kind: string }[];
  readonly awards: readonly AwardInput[];
  readonly depositMinor?: bigint;
  readonly bondMinor?: bigint;
  readonly lifecycle?: Partial<Lifecycle>;
};

/**
 * Auctions that were cleared as a test says. It stands in for the auctions' own book, in the same transactions and
 * under the same row lock: how winners are found is another matter.
 */
export class ClearedAuctions {
  readonly #testApp: TestApp;
  readonly #prisma: PrismaService;
  readonly #book = new Map<Id<'auction'>, ClearedAuction>();

  constructor(testApp: TestApp) {
    this.#testApp = testApp;
    this.#prisma = testApp.app.get(PrismaService, { strict: false });
    Object.assign(testApp.app.get(AuctionService, { strict: false }), {
      auction: async (id: Id<'auction'>) =>
        (await this.#prisma.auction.count({ where: { id } })) > 0 ? ok({}) : err(notFound('auction')),
      clearedAuctionIds: async (after?: Id<'auction'>) => {
        const rows = await this.#prisma.auction.findMany({
          where: { state: 'cleared', ...(after === undefined ? {} : { id: { gt: after } }) },
          orderBy: { id: 'asc' },
        });
        return rows.map(({ id }) => asId('auction', id));
      },
      lockForSettlement: async (tx: Tx, id: Id<'auction'>) => {
        await tx.$executeRaw`SELECT 1 FROM "auction" WHERE "id" = ${id}::uuid FOR UPDATE`;
        const { state } = await tx.auction.findUniqueOrThrow({ where: { id }, select: { state: true } });
        return state === 'cleared' ? this.#book.get(id) : undefined;
      },
      markSettled: (tx: Tx, id: Id<'auction'>, reason: string) => this.#end(tx, id, 'settled', reason),
      markDefaulted: (tx: Tx, id: Id<'auction'>, reason: string) => this.#end(tx, id, 'defaulted', reason),
    });
  }

  /** Locks every winner's deposit and the seller's bond, as bidding and announcing do. Both must have the money. */
  async clear({
    modelId,
    seller,
    lots: terms,
    awards,
    depositMinor = 0n,
    bondMinor = 0n,
    lifecycle,
  }: AuctionInput): Promise<ClearedAuction> {
    const sellerId = partyId(seller);
    const auctionId = newId('auction');
    const versionId = await this.#insertVersion(modelId);
    const lotIds = await Promise.all(terms.map((lot) => this.#insertLot(versionId, sellerId, lot)));
    const auction: ClearedAuction = {
      auctionId,
      lots: lotIds.map((lotId, index) => ({ item: `item-${String(index)}`, lotId })),
      modelId,
      versionId,
      rootDigest: rootDigest(manifestOf(FILES)),
      sellerId,
      currency: EUR,
      depositMinor,
      bondMinor,
      weightSetId: await this.#weightSetOf(modelId),
      platformFeeBps: 500,
      lifecycle: { ...LIFECYCLE, ...lifecycle },
      clearedAt: this.#testApp.clock.now(),
      awards: awards.map((award) => awardOf(award, lotIds)),
      state: 'cleared',
    };
    await this.#insertAuction(auction);
    for (const { partyId: winnerId } of auction.awards) await this.#lock(auctionId, winnerId, depositMinor);
    await this.#lock(auctionId, sellerId, bondMinor);
    this.#book.set(auctionId, auction);
    return auction;
  }

  /** How the auction ended, and why; undefined while it is cleared. */
  async endOf(auctionId: Id<'auction'>): Promise<string | undefined> {
    const [last] = await this.#prisma.auctionTransition.findMany({ where: { auctionId } });
    return last === undefined ? undefined : `${last.toState}: ${last.reason}`;
  }

  async #end(tx: Tx, id: Id<'auction'>, toState: string, reason: string): Promise<void> {
    await tx.auction.update({ where: { id }, data: { state: toState } });
    const at = this.#testApp.clock.now();
    await tx.auctionTransition.create({ data: { auctionId: id, fromState: 'cleared', toState, at, reason } });
  }

  async #insertVersion(modelId: Id<'model'>): Promise<Id<'version'>> {
    const id = newId('version');
    const manifest = manifestOf(FILES);
    await this.#prisma.modelVersion.create({
      data: {
        id,
        modelId,
        label: id,
        manifest: canonicalJson(manifest as unknown as Json),
        rootDigest: rootDigest(manifest),
        adapter: {},
      },
    });
    return id;
  }

  async #insertLot(
    versionId: Id<'version'>,
    sellerId: Id<'party'>,
    terms: { readonly kind: string },
  ): Promise<Id<'lot'>> {
    const id = newId('lot');
    const text = { terms: canonicalJson(terms), termsDigest: digestOf(terms) };
    await this.#prisma.lot.create({
      data: { id, versionId, sellerId, kind: terms.kind, ...text, state: 'in-auction' },
    });
    return id;
  }

  /** Only what other tables refer to: what is known of the auction stands in the book. */
  async #insertAuction({
    auctionId,
    lots,
    versionId,
    sellerId,
    depositMinor,
    bondMinor,
    clearedAt,
    awards,
  }: ClearedAuction): Promise<void> {
    const valuationId = newId('valuation');
    const digest = '0'.repeat(64);
    await this.#prisma.valuation.create({
      data: {
        id: valuationId,
        versionId,
        domains: ['web'],
        valuationDate: new Date('2026-11-01'),
        startedAt: new Date(0),
        requestedById: sellerId,
        currency: 'EUR',
        state: 'completed',
        request: {},
        document: '{}',
        documentDigest: digest,
        finishedAt: new Date(0),
      },
    });
    await this.#prisma.auction.create({
      data: {
        id: auctionId,
        valuationId,
        format: 'first-price',
        currency: 'EUR',
        depositMinor,
        bondMinor,
        opensAt: new Date(0),
        closesAt: new Date(1),
        state: 'cleared',
        announcement: '{}',
        announcementDigest: digest,
        closing: '{}',
        closedAt: new Date(1),
        outcome: '{}',
        outcomeDigest: digest,
        clearedAt,
      },
    });
    await this.#prisma.auctionLot.createMany({
      data: lots.map((lot, position) => ({ auctionId, position, ...lot })),
    });
    await this.#prisma.auctionParticipant.createMany({
      data: awards.map(({ bidderId: id, partyId: winnerId, bidId }) => ({
        id,
        auctionId,
        partyId: winnerId,
        publicKey: bidId,
        acceptedAt: new Date(0),
      })),
    });
  }

  async #weightSetOf(modelId: Id<'model'>): Promise<Id<'weightSet'>> {
    const set = await this.#prisma.weightSet.findFirstOrThrow({
      where: { modelId },
      orderBy: { version: 'desc' },
    });
    return asId('weightSet', set.id);
  }

  async #lock(auctionId: Id<'auction'>, party: Id<'party'>, amountMinor: bigint): Promise<void> {
    if (amountMinor === 0n) return;
    const ledger = this.#testApp.app.get(LedgerService, { strict: false });
    const from = partyAccount(party, EUR, 'available');
    const locked = await this.#testApp.app.get(UnitOfWork, { strict: false }).run((tx) =>
      ledger.post(tx, {
        key: `deposit-${auctionId}-${party}`,
        kind: 'auction-deposit',
        reference: encodeId('auction', auctionId),
        transfers: [{ from, to: partyAccount(party, EUR, 'deposit'), amountMinor }],
      }),
    );
    assert(locked.ok, 'the party had the deposit');
  }
}

const partyId = ({ id }: TestParty): Id<'party'> =>
  assertDefined(decodeId('party', id), `an id of a party: ${id}`);

function awardOf({ winner, priceMinor, quantity, lots }: AwardInput, lotIds: readonly Id<'lot'>[]): Award {
  const bidderId = newId('bidder');
  return {
    bidderId,
    partyId: partyId(winner),
    bidId: sha256Hex(bidderId),
    lotIds: lots === undefined ? lotIds : lots.map((at) => assertDefined(lotIds[at], 'there is such a lot')),
    quantity,
    priceMinor,
  };
}
