import { createHash, randomBytes } from 'node:crypto';
import type pg from 'pg';
import { hashSecret, formatApiKey } from '#core/access';
import { sealing } from '#core/auction';
import { partyAccount, systemAccount } from '#core/ledger';
import {
  asCurrency,
  assertDefined,
  canonicalJson,
  decodeId,
  encodeId,
  type Id,
  type IdKind,
  type Json,
  sha256Hex,
} from '#libs/kernel';
import { newId } from '#libs/platform';
import { postingCall } from '../ledger/ours.js';
import { type BenchClient, bodyOf } from './bench-client.js';

const EUR = asCurrency('EUR');
const FUNDS_MINOR = 10_000n;
const DEPOSIT_MINOR = 500n;
const OPENS_IN_MS = 1_000;
/** Sealing and bidding have to end in this time; afterwards the clock of the service is turned. */
const WINDOW_MS = 50 * 60_000;
const SEEDED_AT_ONCE = 1_000;

export const OPERATOR_KEY = `salvor_${'0'.repeat(31)}1_${'k'.repeat(43)}`;

/** Their keys are no secrets here. */
export const TRUSTEES = ['court', 'bank', 'auditor'].map((id) => ({
  id,
  ...sealing.newTrusteeKey(Uint8Array.from(createHash('sha512').update(`trustee ${id}`).digest())),
}));

export type AnnouncedAuction = {
  readonly id: string;
  readonly announcementText: string;
  readonly closesAtMs: number;
};

/** One whose terms are accepted and who has money. */
export type Bidder = { readonly bidderId: string; readonly apiKey: string; readonly row: BidderIds };

type BidderIds = { readonly id: Id<'bidder'>; readonly partyId: Id<'party'> };

/** A model of one seller in an auction by second price, all of it over HTTP but the valuation. */
export async function announceAuction(client: BenchClient, pool: pg.Pool): Promise<AnnouncedAuction> {
  const post = async (path: string, body: object, key: string) =>
    bodyOf(await client.post(path, body, key), 201);
  const seller = idIn(await post('/v1/parties', { name: 'Seller' }, OPERATOR_KEY));
  const scopes = ['seller'];
  const issued = await post(`/v1/parties/${seller}/api-keys`, { scopes }, OPERATOR_KEY);
  const key = String(issued['key']);
  const model = await post('/v1/models', { name: 'Model', description: 'A model', licence: 'MIT' }, key);
  const files = [{ path: 'weights.bin', sizeBytes: 1, sha256: sha256Hex('weights') }];
  const version = await post(
    `/v1/models/${idIn(model)}/versions`,
    { label: '1.0.0', manifest: { files }, adapter: { kind: 'constant', label: 'bot' } },
    key,
  );
  const weights = [{ partyId: seller, weight: 1 }];
  await post(`/v1/models/${idIn(model)}/weights`, { weights }, key);
  const terms = {
    kind: 'usage-licence',
    copies: 1,
    fieldOfUse: 'web/bot-detection',
    territory: 'worldwide',
    termMonths: 24,
    transferable: false,
  };
  const lot = await post('/v1/lots', { versionId: idIn(version), terms }, key);
  const opensAtMs = Date.now() + OPENS_IN_MS;
  const closesAtMs = opensAtMs + WINDOW_MS;
  const body = await post(
    '/v1/auctions',
    {
      sale: { format: 'second-price', lotId: idIn(lot), reserveMinor: '1000' },
      valuationId: await completedValuation(pool, idIn(version), seller),
      depositMinor: DEPOSIT_MINOR.toString(),
      opensAt: new Date(opensAtMs).toISOString(),
      closesAt: new Date(closesAtMs).toISOString(),
    },
    key,
  );
  return { id: idIn(body), announcementText: canonicalJson(body['announcement'] as Json), closesAtMs };
}

/** Only its being complete, its version and its currency matter. */
async function completedValuation(pool: pg.Pool, versionId: string, ownerId: string): Promise<string> {
  const id = newId('valuation');
  await pool.query(
    `INSERT INTO valuation (id, version_id, requested_by_id, currency, domains, valuation_date, state, request,
                            document, document_digest, started_at, finished_at)
     VALUES ($1, $2, $3, 'EUR', '{web}', '2026-11-01', 'completed', '{}', '{}', $4, now(), now())`,
    [id, uuid('version', versionId), uuid('party', ownerId), sha256Hex('{}')],
  );
  return encodeId('valuation', id);
}

/** Parties with a key and with money, in bulk: their enrolment is not what is measured. */
export async function enrolBidders(pool: pg.Pool, count: number): Promise<readonly Bidder[]> {
  const bidders: Bidder[] = [];
  while (bidders.length < count) {
    const batch = Array.from({ length: Math.min(SEEDED_AT_ONCE, count - bidders.length) }, newBidder);
    await pool.query('INSERT INTO party (id, name) SELECT id, id::text FROM unnest($1::uuid[]) id', [
      batch.map(({ bidder }) => bidder.row.partyId),
    ]);
    await pool.query(
      `INSERT INTO api_key (id, party_id, secret_hash, scopes)
       SELECT k.*, '{buyer}' FROM unnest($1::uuid[], $2::uuid[], $3::bytea[]) k`,
      [
        batch.map(({ keyId }) => keyId),
        batch.map(({ bidder }) => bidder.row.partyId),
        batch.map(({ secretHash }) => Buffer.from(secretHash)),
      ],
    );
    await pool.query(
      postingCall(
        batch.map(({ bidder: { row } }) => ({
          key: `funds-${row.partyId}`,
          kind: 'bench',
          reference: 'bench',
          transfers: [
            {
              from: systemAccount(EUR, 'outside'),
              to: partyAccount(row.partyId, EUR, 'available'),
              amountMinor: FUNDS_MINOR,
            },
          ],
        })),
      ),
    );
    bidders.push(...batch.map(({ bidder }) => bidder));
  }
  return bidders;
}

function newBidder() {
  const [keyId, secret] = [newId('apiKey'), randomBytes(32).toString('base64url')];
  const row: BidderIds = { id: newId('bidder'), partyId: newId('party') };
  const apiKey = formatApiKey({ id: keyId, secret });
  const bidder: Bidder = { bidderId: encodeId('bidder', row.id), apiKey, row };
  return { bidder, keyId, secretHash: hashSecret(secret) };
}

/** Accepts the terms for all of them; the public keys in the same order. */
export async function joinAll(
  pool: pg.Pool,
  auction: AnnouncedAuction,
  bidders: readonly Bidder[],
  publicKeys: readonly string[],
): Promise<void> {
  await pool.query(
    `INSERT INTO auction_participant (id, auction_id, party_id, public_key, accepted_at)
     SELECT p.id, $1::uuid, p.party_id, p.public_key, now()
       FROM unnest($2::uuid[], $3::uuid[], $4::bpchar[]) AS p (id, party_id, public_key)`,
    [
      uuid('auction', auction.id),
      bidders.map(({ row }) => row.id),
      bidders.map(({ row }) => row.partyId),
      publicKeys,
    ],
  );
  await pool.query('ANALYZE');
}

const idIn = (body: Record<string, unknown>): string => String(body['id']);

const uuid = <K extends IdKind>(kind: K, text: string): Id<K> =>
  assertDefined(decodeId(kind, text), `an id of a ${kind}: ${text}`);
