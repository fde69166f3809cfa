import { sealedOutcomeOf, SEALED_RULES_VERSION, sealing } from '#core/auction';
import {
  appendLeaf,
  checkpointOf,
  EMPTY_FRONTIER,
  EMPTY_ROOT,
  entryLeaf,
  signCheckpoint,
} from '#core/records';
import { statePayout } from '#core/settlement';
import { assert, assertDefined, canonicalJson, digestOf, type Json, type Verification } from '#libs/kernel';
import { ed25519 } from '@noble/curves/ed25519.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import { NOTHING_GIVEN } from '../command.js';
import { verify } from './verify.js';

const SECRET_KEY = new Uint8Array(32).fill(5);
const SIGNING_KEY = bytesToHex(ed25519.getPublicKey(SECRET_KEY));

const [, EXAMPLE = ''] = /echo '(.*)' \| salvor verify/.exec(verify.help) ?? [];
const TICK = JSON.parse(EXAMPLE) as {
  readonly tick: Readonly<Record<string, Json>>;
  readonly digest: string;
};

/** A sealed auction with an empty log. */
function sealedOutcome(): Json {
  const trustees = [1, 2].map((byte) => ({
    id: `trustee-${String(byte)}`,
    publicKey: sealing.newTrusteeKey(new Uint8Array(64).fill(byte)).publicKey,
  }));
  const announcement = {
    auctionId: 'auc_1',
    format: 'first-price',
    rulesVersion: SEALED_RULES_VERSION,
    reserveMinor: '1',
    closesAt: '2026-03-01T12:00:00Z',
    sealing: {
      scheme: 'pvss-ristretto255-xchacha20poly1305',
      envelopeVersion: 2,
      paddedBytes: 1_024,
      threshold: 2,
      trustees,
      logPublicKey: SIGNING_KEY,
    },
  };
  const closing: sealing.Closing = {
    document: 'auction-closing',
    auctionId: 'auc_1',
    announcementDigest: digestOf(announcement),
    treeSize: 0,
    rootHash: bytesToHex(EMPTY_ROOT),
    closedAt: '2026-03-01T12:00:00Z',
  };
  const signed = sealing.signClosing(closing, SECRET_KEY);
  const outcome = sealedOutcomeOf({ announcement, closing: signed, entries: [], live: [] });
  assert(outcome.ok, 'the parts are in order');
  return outcome.value;
}

function payout(): Json {
  const statement = statePayout({
    document: 'payout-statement',
    party: 'alice',
    currency: 'EUR',
    agreement: {
      id: 'share-1',
      version: 1,
      terms: { steps: [], end: { kind: 'pay', id: 'rest', payee: 'alice' } },
    },
    from: '2026-02-01T00:00:00.000Z',
    to: '2026-03-01T00:00:00.000Z',
    receipts: [{ id: 'feb', at: '2026-02-20T00:00:00.000Z', amountMinor: '500' }],
    refunds: [],
    opening: { carriedMinor: '0', receivableMinor: '0' },
    minimumMinor: '0',
  });
  assert(statement.ok, 'the basis is in order');
  return statement.value;
}

const ENTRY = { run: 1 };
const PROOF = {
  document: 'record-proof',
  entry: ENTRY,
  leafIndex: 0,
  path: [],
  head: signCheckpoint(
    checkpointOf('records', appendLeaf(EMPTY_FRONTIER, entryLeaf(ENTRY)).frontier, '2026-01-02T03:04:05Z'),
    SECRET_KEY,
  ),
};

/** Refused by its grant, so that it has no document. */
const DOSSIER = {
  currency: 'EUR',
  valuationDate: '2026-11-21',
  seed: 1,
  domains: [{ name: 'bots', scores: [], usage: [] }],
  grants: [{ kind: 'weights', grantedOn: '2026-01-01' }],
};

const BUNDLES: readonly (readonly [kind: string, bundle: Readonly<Record<string, Json>>])[] = [
  ['price-tick', TICK],
  ['sealed-auction-outcome', sealedOutcome() as Readonly<Record<string, Json>>],
  ['payout-statement', payout() as Readonly<Record<string, Json>>],
  ['payout-statement', { statement: payout(), statementDigest: digestOf(payout()) }],
  ['record-proof', { proof: PROOF, logPublicKey: SIGNING_KEY }],
  ['valuation', { dossier: DOSSIER, document: null }],
];

const run = (text: string, options: Readonly<Record<string, string>> = {}) =>
  verify.run(text, { ...NOTHING_GIVEN, options });

function answerTo(bundle: Json, options: Readonly<Record<string, string>> = {}) {
  const answer = run(JSON.stringify(bundle), options);
  assert(answer.ok, 'it is a bundle');
  return { verdict: answer.value.verdict, ...(JSON.parse(answer.value.output) as Verification) };
}

describe('salvor verify', () => {
  it.each(BUNDLES)('confirms a %s', (kind, bundle) => {
    const { verdict, valid, kind: told, checks } = answerTo(bundle);
    expect(checks.filter(({ ok }) => !ok)).toEqual([]);
    expect({ verdict, valid, told }).toEqual({ verdict: 'good', valid: true, told: kind });
  });

  it.each(BUNDLES)('is not content with a %s that has a member more', (kind, bundle) => {
    const { verdict, valid, kind: told, checks } = answerTo({ ...bundle, more: 1 });
    expect({ verdict, valid, told }).toEqual({ verdict: 'bad', valid: false, told: kind });
    expect(checks[0]).toMatchObject({ name: 'form', ok: false });
  });

  it('knows a document by what it holds when its name is altered', () => {
    for (const [kind, bundle] of BUNDLES.filter(([, { document }]) => typeof document === 'string')) {
      const { verdict, kind: told } = answerTo({ ...bundle, document: 'x' });
      expect([verdict, told]).toEqual(['bad', kind]);
    }
  });

  it('takes the key of a log from outside', () => {
    expect(answerTo(PROOF, { 'log-key': SIGNING_KEY }).verdict).toBe('good');
    expect(answerTo(PROOF, { 'log-key': 'no key' }).checks.at(-1)?.name).toBe('checkpoint-signature');
    expect(answerTo(PROOF).checks).toMatchObject([{ name: 'log-key', ok: false }]);
  });

  it('never fails, and never confirms, whichever byte of a bundle is another', () => {
    const text = canonicalJson(assertDefined(BUNDLES[0], 'a tick')[1]);
    const confirmed = Array.from({ length: text.length }, (_, at) => at).filter((at) => {
      const other = String.fromCharCode(text.charCodeAt(at) ^ 1);
      const answer = run(`${text.slice(0, at)}${other}${text.slice(at + 1)}`);
      return answer.ok && answer.value.verdict === 'good';
    });
    expect(confirmed).toEqual([]);
  });

  it.each(['', '{', 'null', '1', '"x"', '[]', '{}', '[{"tick":1}]', '{"document":"other"}', '{"a":1,"a":2}'])(
    'refuses %j, which is no bundle',
    (text) => {
      expect(run(text)).toMatchObject({ ok: false, error: { reason: expect.any(String) as unknown } });
    },
  );
});
