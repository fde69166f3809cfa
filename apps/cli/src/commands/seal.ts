import { randomBytes } from 'node:crypto';
import { sealing } from '#core/auction';
import { assert, err, type Json, ok, pointerToken, type Result } from '#libs/kernel';
import { z } from 'zod';
import type { Command, InputFault } from '../command.js';
import { parseInput } from '../parse-input.js';

/** As it was given, name for name: an announcement is hashed, and a schema for any JSON loses the name __proto__. */
const anyJson = z.custom<Json>((value) => value !== undefined, 'is missing');

const schema = z.strictObject({
  announcement: anyJson,
  bid: anyJson,
  bidderId: z.string().min(1).max(64),
  bidderKey: z.string().regex(/^[0-9a-f]{64}$/, 'must be 64 lower-case hexadecimal digits'),
  sequence: z.int().min(1).default(1),
});

type Input = z.output<typeof schema>;

/** The trustees' keys are no secrets of anybody: nothing that matters should be sealed to them. */
const EXAMPLE = JSON.stringify({
  announcement: {
    auctionId: 'auc_1',
    format: 'second-price',
    reserveMinor: '100000',
    closesAt: '2027-01-01T12:00:00Z',
    sealing: {
      scheme: 'pvss-ristretto255-xchacha20poly1305',
      envelopeVersion: sealing.SEALING_VERSION,
      paddedBytes: 1_024,
      threshold: 2,
      trustees: [
        { id: 'court', publicKey: '5c7f0fec164142986ada18df7c0950d93827925ece06b0e6a1247b6a3a304c7c' },
        { id: 'bank', publicKey: 'c2a0394cab5ff3b6b51335386d8fb473cf03db714258bc17a10165783b3cf46c' },
        { id: 'auditor', publicKey: '7ea58bc60b5832b9cb3af09a10c2e2320e332b89d0db8c69b72d0e9cad3e1370' },
      ],
      logPublicKey: '2bc2800b3316e009209ffd757dab19ccf0ae84bc7ae90654e1e81712d270f653',
    },
  },
  bid: { priceMinor: 125_000 },
  bidderId: 'pty_1',
  bidderKey: '07'.repeat(32),
});

/** The command, with a source of random bytes that nobody can guess. */
export const sealWith = (random: (length: number) => Uint8Array): Command => ({
  name: 'seal',
  summary: 'a bid, sealed on the bidder’s side to the trustees of an auction',
  help: `Usage: salvor seal [--input FILE|-]

Input: announcement (the whole document, as published: the envelope is bound to its digest), bid, bidderId,
bidderKey (the 32 bytes of an Ed25519 secret key in hexadecimal), optional sequence (1 for a first envelope, one more
for every revision). Amounts of a bid are JSON integers or strings of digits. By format of the announcement a bid is:

  first-price, second-price              {priceMinor}
  uniform-price, pay-as-bid              {steps: [{priceMinor, quantity}]} or {nonCompetitiveQuantity}
  core-selecting, vcg,
  pay-as-bid-packages                    {packages: [{items[], priceMinor}]}

Result: envelope (base64url without padding; hand it in with bidderId and sequence), its SHA-256 envelopeDigest,
bidderPublicKey, and privateCopy: what was bid, the salt, and the opening secret. Keep the private copy to yourself
until the bids are opened: whoever has it can read the bid. Nothing leaves this machine.

Example:
  echo '${EXAMPLE}' | salvor seal
`,
  run: (text) => {
    const input = parseInput(schema, text);
    if (!input.ok) return input;
    const auction = sealing.readSealedAuction(input.value.announcement);
    if (!auction.ok) return err({ path: `/announcement${auction.error.path}`, reason: auction.error.reason });
    const bid = readBid(input.value);
    if (!bid.ok) return bid;
    const result = sealed(auction.value, input.value, bid.value, random(sealing.SEALING_RANDOMNESS_BYTES));
    return result.ok ? ok({ output: `${JSON.stringify(result.value)}\n`, verdict: 'good' }) : result;
  },
});

export const seal = sealWith((length) => Uint8Array.from(randomBytes(length)));

/** The bid as it will be read at the opening: what would be void then is refused now. */
function readBid({ announcement, bid }: Input): Result<Json, InputFault> {
  const format = z.looseObject({ format: z.enum(FORMATS) }).safeParse(announcement);
  if (!format.success)
    return err({ path: '/announcement/format', reason: `must be one of ${FORMATS.join(', ')}` });
  const content = sealing.BID_CONTENT[format.data.format].safeParse(withAmountsAsText(bid));
  if (content.success) return ok(content.data);
  const [issue] = content.error.issues;
  const unknown = issue?.code === 'unrecognized_keys' ? issue.keys.slice(0, 1) : [];
  const path = [...(issue?.path ?? []), ...unknown].map((part) => pointerToken(String(part))).join('');
  return err({ path: `/bid${path}`, reason: unknown.length > 0 ? 'unknown field' : (issue?.message ?? '') });
}

const FORMATS = Object.keys(sealing.BID_CONTENT) as sealing.SealedFormat[];

/** All numbers in a bid are amounts. Those that binary64 may have rounded stay numbers, and are refused as such. */
function withAmountsAsText(bid: Json | undefined): Json | undefined {
  if (typeof bid === 'number') return Number.isSafeInteger(bid) ? String(bid) : bid;
  if (typeof bid !== 'object' || bid === null) return bid;
  if (Array.isArray(bid)) return bid.map((item: Json) => withAmountsAsText(item) ?? null);
  return Object.fromEntries(Object.entries(bid).map(([name, value]) => [name, withAmountsAsText(value)]));
}

function sealed(
  auction: sealing.SealedAuction,
  { bidderId, bidderKey, sequence }: Input,
  bid: Json,
  randomness: Uint8Array,
): Result<object, InputFault> {
  const bidderSecretKey = Uint8Array.from(Buffer.from(bidderKey, 'hex'));
  const made = sealing.sealEnvelope({ auction, bidderId, bidderSecretKey, sequence, bid, randomness });
  if (!made.ok)
    return err({ path: '/bid', reason: `does not fit into ${String(auction.paddedBytes)} bytes` });
  const { envelope, salt, openingSecret, bidderPublicKey } = made.value;
  const owner = { bidderId, bidderPublicKey, sequence };
  const checked = sealing.checkEnvelope(auction, owner, envelope);
  assert(checked.ok && sealing.openOwnEnvelope(checked.value, openingSecret).ok, 'what was sealed opens');
  const about = { auctionId: auction.auctionId, ...owner, envelopeDigest: checked.value.digest };
  return ok({
    ...about,
    envelope: Buffer.from(envelope).toString('base64url'),
    privateCopy: {
      document: 'sealed-bid-private-copy',
      ...about,
      announcementDigest: auction.announcementDigest,
      bid,
      salt: Buffer.from(salt).toString('hex'),
      openingSecret: Buffer.from(openingSecret).toString('hex'),
    },
  });
}
