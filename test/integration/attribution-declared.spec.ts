import { ed25519 } from '@noble/curves/ed25519.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import { signDocument } from '#core/records';
import { assert, type Json } from '#libs/kernel';
import { NOTHING_GIVEN } from '../../apps/cli/src/command.js';
import { verify } from '../../apps/cli/src/commands/verify.js';
import { AttributionDesk } from './attribution-fixture.js';

const VALID_FROM = '2020-01-01T00:00:00.000Z';

let desk: AttributionDesk;
const secretOf = (index: number): Uint8Array => new Uint8Array(32).fill(index + 1);
const keyOf = (index: number): string => bytesToHex(ed25519.getPublicKey(secretOf(index)));

beforeAll(async () => {
  desk = await AttributionDesk.open();
  for (const [index, { id, client }] of desk.parties.slice(0, 3).entries()) {
    const publicKey = keyOf(index);
    const statement = { document: 'signing-key', party: id, publicKey, validFrom: VALID_FROM };
    const proof = signDocument(statement, secretOf(index));
    const reply = await client.post('/v1/me/signing-keys', { publicKey, validFrom: VALID_FROM, proof });
    assert(reply.status === 201, JSON.stringify(reply.body));
  }
}, 30_000);
afterAll(() => desk.close());

/** Weights 3 and 2 of the first two parties. */
const weights = () => [3, 2].map((weight, index) => ({ partyId: desk.partyId(index), weight }));

const signed = (modelId: string, version: number, signers: readonly number[] = [0, 1]) => {
  const declaration: Json = {
    document: 'declared-weights',
    modelId,
    version,
    weights: weights()
      .map(({ partyId, weight }) => ({ partyId, weight: String(weight) }))
      .sort((a, b) => (a.partyId < b.partyId ? -1 : 1)),
  };
  return signers.map((index) => ({
    partyId: desk.partyId(index),
    publicKey: keyOf(index),
    signature: signDocument(declaration, secretOf(index)),
  }));
};

const declare = (modelId: string, signatures: unknown) =>
  desk.owner.client.post(`/v1/models/${modelId}/weights`, { weights: weights(), signatures });

const verdictOn = (document: unknown): unknown => {
  const answer = verify.run(JSON.stringify(document), NOTHING_GIVEN);
  assert(answer.ok, answer.ok ? '' : answer.error.reason);
  return JSON.parse(answer.value.output);
};

describe('declared weights', () => {
  it('that every party signed carry the signatures, and verify offline', async () => {
    const modelId = await desk.newModel();
    const reply = await declare(modelId, signed(modelId, 1));
    expect(reply.status).toBe(201);
    const document = reply.body['document'] as { signatures: unknown[]; weights: { weight: string }[] };
    expect(document.signatures).toHaveLength(2);
    expect(verdictOn(document)).toMatchObject({ valid: true, kind: 'attribution-weights' });
    const altered = structuredClone(document);
    altered.weights.reverse();
    expect(verdictOn({ ...altered, version: 2 })).toMatchObject({ valid: false });
  });

  it.each<[string, (modelId: string) => object[], string]>([
    ['not of every party', (modelId) => signed(modelId, 1, [0]), '/signatures'],
    ['twice by one party', (modelId) => signed(modelId, 1, [0, 0]), '/signatures/1'],
    ['by a party without a weight', (modelId) => signed(modelId, 1, [0, 2]), '/signatures/1/partyId'],
    ['of another version', (modelId) => signed(modelId, 2), '/signatures/0/signature'],
    [
      'with a key that is not the party’s',
      (modelId) => signed(modelId, 1).map((signature) => ({ ...signature, publicKey: keyOf(2) })),
      '/signatures/0/publicKey',
    ],
  ])('signed %s are refused, and nothing is written', async (_what, signaturesOf, path) => {
    const modelId = await desk.newModel();
    const reply = await declare(modelId, signaturesOf(modelId));
    expect([reply.status, reply.body['errors']]).toMatchObject([400, [{ path }]]);
    expect(await desk.prisma.weightSet.count({ where: { model: { name: modelId } } })).toBe(0);
  });
});
