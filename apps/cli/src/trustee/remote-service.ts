import { digestOf, err, type Json, ok, type Result } from '#libs/kernel';
import { SalvorClient } from '#libs/sdk';
import { z } from 'zod';
import type { StatedEnvelope } from './live-envelopes.js';
import { withRetries } from './with-retries.js';

/** What a trustee posts at a time, and reads at a time. */
export const PAGE_MAX = 500;

/** As it was given, name for name: documents are hashed, and a schema for any JSON loses the name __proto__. */
const anyJson = z.custom<Json>((value) => value !== undefined, 'is missing');

/** The id becomes part of addresses and file names. */
const auctionId = z.string().regex(/^[a-z0-9_-]{1,64}$/);

const auctionsView = z.object({ auctions: z.array(z.object({ auctionId })) });
const auctionView = z.object({ announcement: anyJson });
const closingView = z.object({ closing: anyJson });

/** The largest envelope that an announcement can fix has less than 18 KiB. */
const ENVELOPE_CHARACTERS_MAX = 24_576;

const envelopesView = z.object({
  envelopes: z
    .array(
      z.object({
        leafIndex: z.int(),
        entry: anyJson,
        envelope: z.string().max(ENVELOPE_CHARACTERS_MAX),
      }),
    )
    .max(PAGE_MAX),
  next: z.int().nullable(),
});

const leafShare = z.strictObject({ leafIndex: z.int(), share: z.string() });

const SHARES = {
  body: z.strictObject({ trusteeId: z.string(), shares: z.array(leafShare).max(PAGE_MAX) }),
  view: z.object({ accepted: z.int() }),
};

export type LeafShare = z.output<typeof leafShare>;

/** What the service that runs the auctions is asked, and told. Nothing that it states is believed here. */
export class RemoteService {
  readonly #client: SalvorClient;
  readonly #signal: AbortSignal;

  constructor(baseUrl: string, signal: AbortSignal) {
    this.#client = new SalvorClient({ baseUrl, attemptsMax: 1 });
    this.#signal = signal;
  }

  /** Closed auctions that name a trustee's key and lack its shares. */
  async auctionsFor(publicKey: string): Promise<readonly string[]> {
    const { auctions } = await this.#get(`/v1/trustees/${publicKey}/auctions`, auctionsView);
    return auctions.map((auction) => auction.auctionId);
  }

  async announcementOf(id: string): Promise<Json> {
    return (await this.#get(`/v1/auctions/${id}`, auctionView)).announcement;
  }

  async closingOf(id: string): Promise<Json> {
    return (await this.#get(`/v1/auctions/${id}/closing`, closingView)).closing;
  }

  /** The log in its order. It is read no further than to the size that it should have. */
  async envelopesOf(
    id: string,
    treeSize: number,
  ): Promise<Result<readonly StatedEnvelope[], 'not-the-closed-log'>> {
    const read: StatedEnvelope[] = [];
    while (read.length < treeSize) {
      const after = read.length === 0 ? '' : `after=${String(read.length - 1)}&`;
      const path = `/v1/auctions/${id}/envelopes?${after}limit=${String(PAGE_MAX)}`;
      const { envelopes, next } = await this.#get(path, envelopesView);
      if (envelopes.some(({ leafIndex }, at) => leafIndex !== read.length + at))
        return err('not-the-closed-log');
      read.push(...envelopes.map(({ entry, envelope }) => ({ entry, envelope: bytesOf(envelope) })));
      const isLast = next === null || envelopes.length === 0;
      if (isLast || read.length > treeSize) break;
    }
    return read.length === treeSize ? ok(read) : err('not-the-closed-log');
  }

  /** Returns how many were taken. The same shares carry the same key: handing them in again is safe. */
  async handIn(id: string, trusteeId: string, shares: readonly LeafShare[]): Promise<number> {
    const body = { trusteeId, shares: [...shares] };
    const key = `shares-${digestOf({ auctionId: id, ...body })}`;
    const path = `/v1/auctions/${id}/shares`;
    const { accepted } = await withRetries(() => this.#client.post(path, SHARES, body, key), this.#signal);
    return accepted;
  }

  #get<V extends z.ZodType>(path: string, view: V): Promise<z.output<V>> {
    return withRetries(() => this.#client.get(path, view), this.#signal);
  }
}

const bytesOf = (base64url: string): Uint8Array => Uint8Array.from(Buffer.from(base64url, 'base64url'));
