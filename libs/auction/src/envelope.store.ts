import { Injectable } from '@nestjs/common';
import { asId, assertDefined, encodeId, type Id } from '#libs/kernel';
import { PrismaService, type Tx } from '#libs/platform';
import type { BidderRow } from './bidder.store.js';
import type { AuctionState, sealing } from './core/index.js';

/** Envelopes that one bidder may hand in to one auction, the first one included. */
export const ENVELOPES_PER_BIDDER_MAX = 20;

export type NewEnvelope = {
  readonly id: Id<'bid'>;
  readonly auctionId: Id<'auction'>;
  readonly bidderId: Id<'bidder'>;
  readonly sequence: number;
  readonly envelope: Uint8Array;
  readonly digest: string;
  readonly receivedAt: Date;
};

/** What changes about an auction while bids come in, and as whom a party bids there, if it accepted the terms. */
export type DoorState = {
  readonly state: AuctionState;
  readonly opensAt: Date;
  readonly closesAt: Date;
  readonly bidder: Pick<BidderRow, 'id' | 'publicKey'> | undefined;
};

/** Why an envelope was not stored, and how many the bidder has in already. */
export type EnvelopeAnswer = {
  readonly refusal: 'auction-not-open' | 'bid-limit-reached' | 'sequence' | 'duplicate' | null;
  readonly lastSequence: number;
};

/** An envelope under the root of a closed log. */
export type LoggedEnvelope = {
  readonly leafIndex: number;
  readonly entry: sealing.LogEntry;
  readonly envelope: Uint8Array;
};

/** Sealed envelopes, and the log that they are closed into. Nothing is ever changed. */
@Injectable()
export class EnvelopeStore {
  readonly #prisma: PrismaService;

  constructor(prisma: PrismaService) {
    this.#prisma = prisma;
  }

  /** Undefined when there is no such auction. */
  async doorState(auctionId: Id<'auction'>, partyId: Id<'party'>): Promise<DoorState | undefined> {
    const [row] = await this.#prisma.$queryRaw<StoredDoorState[]>`
      SELECT a."state", a."opens_at", a."closes_at", p."id" AS bidder_id, p."public_key"
        FROM "auction" a LEFT JOIN "auction_participant" p
             ON p."auction_id" = a."id" AND p."party_id" = ${partyId}::uuid
       WHERE a."id" = ${auctionId}::uuid`;
    if (row === undefined) return undefined;
    const { bidder_id, public_key } = row;
    return {
      state: row.state,
      opensAt: row.opens_at,
      closesAt: row.closes_at,
      bidder:
        bidder_id === null || public_key === null
          ? undefined
          : { id: asId('bidder', bidder_id), publicKey: public_key },
    };
  }

  /**
   * Takes an envelope in one call, unless the auction takes none now, the sequence is not the next one, or the
   * auction holds the same bytes. The auction stays open until the transaction ends.
   */
  async accept(tx: Tx, row: NewEnvelope): Promise<EnvelopeAnswer> {
    const { id, auctionId, bidderId, sequence, envelope, digest, receivedAt } = row;
    const [answer] = await tx.$queryRaw<{ refusal: EnvelopeAnswer['refusal']; last_sequence: number }[]>`
      SELECT * FROM accept_envelope(${id}::uuid, ${auctionId}::uuid, ${bidderId}::uuid, ${sequence}::integer,
        ${Buffer.from(envelope)}, ${digest}, ${receivedAt}, ${ENVELOPES_PER_BIDDER_MAX}::integer)`;
    const { refusal, last_sequence } = assertDefined(answer, 'the function answers with one row');
    return { refusal, lastSequence: last_sequence };
  }

  async hasAny(tx: Tx, auctionId: Id<'auction'>): Promise<boolean> {
    return (await tx.bidEnvelope.findFirst({ where: { auctionId }, select: { id: true } })) !== null;
  }

  async ofBidder(bidderId: Id<'bidder'>): Promise<
    readonly {
      readonly id: Id<'bid'>;
      readonly sequence: number;
      readonly digest: string;
      readonly receivedAt: Date;
    }[]
  > {
    const rows = await this.#prisma.bidEnvelope.findMany({
      where: { participantId: bidderId },
      orderBy: { sequence: 'asc' },
      select: { id: true, sequence: true, digest: true, receivedAt: true },
    });
    return rows.map((row) => ({ ...row, id: asId('bid', row.id) }));
  }

  /**
   * Fixes the log: envelopes in the order of their receipt, equal times by their ids, and of each bidder the last
   * one live. The caller holds the auction, so that nothing comes in any more.
   */
  async closeLog(tx: Tx, auctionId: Id<'auction'>): Promise<void> {
    await tx.$executeRaw`
      INSERT INTO "auction_leaf" ("auction_id", "leaf_index", "envelope_id", "is_live")
      SELECT "auction_id", row_number() OVER (ORDER BY "received_at", "id") - 1, "id",
             "sequence" = max("sequence") OVER (PARTITION BY "participant_id")
        FROM "bid_envelope" WHERE "auction_id" = ${auctionId}::uuid`;
  }

  /** The entries of a closed log, in its order. */
  async entries(auctionId: Id<'auction'>, tx: Tx = this.#prisma): Promise<readonly sealing.LogEntry[]> {
    const rows = await tx.$queryRaw<StoredEntry[]>`
      SELECT "leaf_index", "bidder_id", "public_key", "sequence", "digest", "received_at", "order_id", "book_digest"
        FROM "auction_log" WHERE "auction_id" = ${auctionId}::uuid ORDER BY "leaf_index"`;
    return rows.map((row) => toEntry(auctionId, row));
  }

  /** Part of a closed log, after the leaf with the given index. */
  async logged(auctionId: Id<'auction'>, after: number, limit: number): Promise<readonly LoggedEnvelope[]> {
    const rows = await this.#prisma.$queryRaw<StoredEnvelope[]>`
      SELECT * FROM "auction_log" WHERE "auction_id" = ${auctionId}::uuid AND "leaf_index" > ${after}
       ORDER BY "leaf_index" LIMIT ${limit}`;
    return rows.map((row) => toLogged(auctionId, row));
  }

  /** The live envelopes of a closed log that stand at these leaves. */
  async liveAt(auctionId: Id<'auction'>, leaves: readonly number[]): Promise<readonly LoggedEnvelope[]> {
    const rows = await this.#prisma.$queryRaw<StoredEnvelope[]>`
      SELECT * FROM "auction_log"
       WHERE "auction_id" = ${auctionId}::uuid AND "is_live" AND "leaf_index" = ANY(${[...leaves]}::integer[])
       ORDER BY "leaf_index"`;
    return rows.map((row) => toLogged(auctionId, row));
  }

  /** All live envelopes of a closed log, in its order. */
  async live(auctionId: Id<'auction'>): Promise<readonly LoggedEnvelope[]> {
    const rows = await this.#prisma.$queryRaw<StoredEnvelope[]>`
      SELECT * FROM "auction_log" WHERE "auction_id" = ${auctionId}::uuid AND "is_live" ORDER BY "leaf_index"`;
    return rows.map((row) => toLogged(auctionId, row));
  }
}

type StoredDoorState = {
  state: AuctionState;
  opens_at: Date;
  closes_at: Date;
  bidder_id: string | null;
  public_key: string | null;
};

type StoredEntry = {
  leaf_index: number;
  bidder_id: string;
  public_key: string;
  sequence: number;
  digest: string;
  received_at: Date;
  /** Both null unless the envelope was a standing order. */
  order_id: string | null;
  book_digest: string | null;
};

type StoredEnvelope = StoredEntry & { envelope: Uint8Array };

/** What the operator promised in the receipt, word for word. */
export const logEntryOf = (
  auctionId: Id<'auction'>,
  bidder: { readonly id: Id<'bidder'>; readonly publicKey: string },
  envelope: Pick<NewEnvelope, 'sequence' | 'digest' | 'receivedAt'>,
): sealing.LogEntry => ({
  document: 'auction-log-entry',
  auctionId: encodeId('auction', auctionId),
  bidderId: encodeId('bidder', bidder.id),
  bidderPublicKey: bidder.publicKey,
  sequence: envelope.sequence,
  envelopeDigest: envelope.digest,
  receivedAt: envelope.receivedAt.toISOString(),
});

function toEntry(auctionId: Id<'auction'>, row: StoredEntry): sealing.LogEntry {
  const { sequence, digest, received_at: receivedAt, order_id: orderId, book_digest: bookDigest } = row;
  const bidder = { id: asId('bidder', row.bidder_id), publicKey: row.public_key };
  const entry = logEntryOf(auctionId, bidder, { sequence, digest, receivedAt });
  return orderId === null || bookDigest === null
    ? entry
    : { ...entry, order: { bookDigest, orderId: encodeId('standingOrder', asId('standingOrder', orderId)) } };
}

const toLogged = (auctionId: Id<'auction'>, row: StoredEnvelope): LoggedEnvelope => ({
  leafIndex: row.leaf_index,
  entry: toEntry(auctionId, row),
  envelope: Uint8Array.from(row.envelope),
});
