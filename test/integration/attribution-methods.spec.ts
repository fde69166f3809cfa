import { randomUUID } from 'node:crypto';
import { ed25519 } from '@noble/curves/ed25519.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import { signDocument } from '#core/records';
import { assertDefined, digestOf, type Json } from '#libs/kernel';
import { AttributionDesk, offline, verified } from './attribution-fixture.js';

const BODY_LIMIT_BYTES = 8_388_608;

let desk: AttributionDesk;
beforeAll(async () => {
  desk = await AttributionDesk.open({ SALVOR_BODY_LIMIT_BYTES: String(BODY_LIMIT_BYTES) });
}, 30_000);
afterAll(() => desk.close());

describe('n-gram provenance', () => {
  const texts = [
    'the old lighthouse keeper wrote down every ship that passed the point before the storm',
    'a recipe for bread that needs no kneading and one night of patience in a cold kitchen',
  ];
  const body = () => ({
    method: 'ngram-provenance',
    players: texts.map((text, index) => ({
      name: `text ${String(index)}`,
      partyId: desk.partyId(index),
      texts: [text],
    })),
    outputs: [
      'she said the old lighthouse keeper wrote down every ship and then a recipe for bread that needs no kneading',
    ],
    wordsMin: 4,
  });

  it('credits words that stand in a text, and replays offline', async () => {
    const done = await desk.ended(body());
    expect(done).toMatchObject({ state: 'completed', parties: [{ value: 8 }, { value: 8 }] });
    const documents = await desk.documents(done['id']);
    expect((documents['result'] as Record<string, Json>)['answer']).toEqual(offline(documents['input']));
    expect(verified(documents)).toMatchObject({ valid: true });
  });

  it('pays nothing for an edited copy of somebody’s text', async () => {
    const { players, ...rest } = body();
    const done = await desk.ended({
      ...rest,
      players: [
        ...players,
        { name: 'copy', partyId: desk.partyId(2), texts: [`${texts[0] ?? ''}!`] },
        { name: 'copy again', partyId: desk.partyId(2), texts: [`Indeed, ${texts[0] ?? ''}`] },
      ],
    });
    const values = (done['parties'] as { partyId: string; value: number }[]).map((party) => [
      party.partyId,
      party.value,
    ]);
    expect(values).toEqual([
      [desk.partyId(0), 8],
      [desk.partyId(1), 8],
      [desk.partyId(2), 0],
    ]);
    expect(verified(await desk.documents(done['id']))).toMatchObject({ valid: true });
  });

  it('refuses a player without texts', async () => {
    const { players, ...rest } = body();
    const reply = await desk.ask(await desk.newModel(), {
      ...rest,
      players: [...players, { name: 'x', partyId: desk.partyId(2) }],
    });
    expect([reply.status, reply.body['errors']]).toMatchObject([400, [{ path: '/players/2/texts' }]]);
  });
});

describe('imported evidence', () => {
  const secret = new Uint8Array(32).fill(7);
  const key = bytesToHex(ed25519.getPublicKey(secret));
  const statement = {
    document: 'attribution-evidence',
    method: 'TRAK',
    programDigest: 'a'.repeat(64),
    versionDigest: 'b'.repeat(64),
    dataDigest: 'c'.repeat(64),
    issuedAt: '2026-01-01T00:00:00Z',
    values: [
      { player: 'x', value: '0.75', standardError: '0.01' },
      { player: 'y', value: '0.25', standardError: '0.01' },
      { player: 'z', value: '-0.1' },
    ],
  };
  const body = () => ({
    method: 'imported-evidence',
    players: ['x', 'y', 'z'].map((name, index) => ({ name, partyId: desk.partyId(index) })),
    statement,
    signatures: [{ publicKey: key, signature: signDocument(statement, secret) }],
    trustedKeys: [key],
  });

  it('is taken at its signed word, negative values as zero', async () => {
    const done = await desk.ended(body());
    expect(done).toMatchObject({
      state: 'completed',
      parties: [{ weightPpb: 750_000_000 }, { weightPpb: 250_000_000 }, { weightPpb: 0, lowerBoundPpb: 0 }],
      notes: [{ code: 'clamped', subject: desk.partyId(2) }],
    });
    const documents = await desk.documents(done['id']);
    expect((documents['result'] as Record<string, Json>)['answer']).toEqual(offline(documents['input']));
    expect(verified(documents)).toMatchObject({ valid: true });
  });

  it.each<[string, () => object, string]>([
    ['a changed statement', () => ({ statement: { ...statement, method: 'DVRL' } }), '/signatures/0'],
    [
      'a signature twice',
      () => ({ signatures: [...body().signatures, ...body().signatures] }),
      '/signatures/1',
    ],
    ['a stranger’s signature', () => ({ trustedKeys: ['d'.repeat(64)] }), '/signatures'],
    [
      'a player that nobody valued',
      () => ({ players: [...body().players, { name: 'w', partyId: desk.partyId(3) }] }),
      '/players/3',
    ],
  ])('refuses %s', async (_what, fields, path) => {
    const reply = await desk.ask(await desk.newModel(), { ...body(), ...fields() });
    expect([reply.status, reply.body['errors']]).toMatchObject([400, [{ path }]]);
  });
});

describe('near duplicates', () => {
  const game = (more: readonly object[]) => ({
    method: 'shapley',
    players: ['a', 'b', 'c'].map((name, index) => ({ name, partyId: desk.partyId(index), ...more[index] })),
    utilities: { '': 0, a: 1, b: 1, c: 1, 'a,b': 1, 'a,c': 2, 'b,c': 2, 'a,b,c': 2 },
  });

  it.each<[string, readonly object[]]>([
    ['of embeddings', [{ embedding: [1, 0, 0.01] }, { embedding: [2, 0, 0] }, { embedding: [0, 1, 0] }]],
    [
      'of texts',
      [
        { texts: ['one two three four five six seven eight nine ten eleven twelve thirteen fourteen'] },
        { texts: ['One, two three four five six seven eight nine ten eleven twelve thirteen fourteen!'] },
        { texts: ['something else that has no word in common with the rest of them'] },
      ],
    ],
  ])('%s are valued once, and paid to the first', async (_what, contents) => {
    const done = await desk.ended(game(contents));
    expect(done).toMatchObject({
      state: 'completed',
      parties: [{ value: 1 }, { value: 0 }, { value: 1 }],
      notes: [{ code: 'clustered', subject: 'a', text: '2 sources were valued as one: near-duplicate' }],
    });
    expect(verified(await desk.documents(done['id']))).toMatchObject({ valid: true });
  });
});

describe('a request as text', () => {
  /** A table of 2^n coalitions, each worth its size. */
  const tableText = (players: number, hole?: string): string => {
    const names = Array.from({ length: players }, (_, index) => String.fromCharCode(97 + index));
    const utilities = Array.from({ length: 2 ** players }, (_, coalition) => {
      const members = names.filter((_, player) => (coalition & (1 << player)) !== 0);
      return [members.join(','), members.length] as const;
    }).filter(([coalition]) => coalition !== hole);
    return JSON.stringify({
      method: 'shapley',
      players: names.map((name, index) => ({
        name,
        partyId: desk.partyId(index % 2),
        contentDigest: digestOf(name),
      })),
      utilities: Object.fromEntries(utilities),
    });
  };

  it('is what the same request as JSON is, and is done once', async () => {
    const modelId = await desk.newModel();
    const body = {
      method: 'shapley',
      players: ['a', 'b'].map((name, index) => ({ name, partyId: desk.partyId(index) })),
      utilities: { '': 0, a: 1, b: 2, 'a,b': 4 },
    };
    const key = randomUUID();
    const text = await desk.askAsText(modelId, JSON.stringify(body, null, 2), key);
    expect(text.status).toBe(202);
    const again = await desk.askAsText(modelId, JSON.stringify(body), key);
    expect([again.status, again.body]).toEqual([202, text.body]);
    const other = await desk.askAsText(modelId, JSON.stringify({ ...body, method: 'banzhaf' }), key);
    expect(other.status).toBe(422);
    await desk.finished(text.body['id']);
  }, 60_000);

  it('may be a table that is larger than JSON bodies are read at once, and holds up nobody', async () => {
    const modelId = await desk.newModel();
    const text = tableText(17);
    expect(text.length).toBeGreaterThan(1_048_576);
    const queued = await desk.askAsText(modelId, text);
    expect(queued.status).toBe(202);
    const done = await desk.finished(queued.body['id']);
    expect(done).toMatchObject({ state: 'completed', parties: [{ value: 9 }, { value: 8 }] });
  }, 60_000);

  it.each<[string, string, number, string]>([
    ['that is no JSON', '{"method":', 400, 'malformed-request'],
    ['that means two things', '{"method":"shapley","method":"banzhaf"}', 400, 'malformed-request'],
    ['that is too large', ' '.repeat(BODY_LIMIT_BYTES + 1), 413, 'body-too-large'],
  ])('%s is refused', async (_what, text, status, code) => {
    const reply = await desk.askAsText(await desk.newModel(), text);
    expect([reply.status, reply.body['type']]).toEqual([status, `urn:salvor:problem:${code}`]);
  });

  it('with a hole in its table is refused, and nothing is written', async () => {
    const modelId = await desk.newModel();
    const reply = await desk.askAsText(modelId, tableText(14, 'b,c'));
    expect([reply.status, reply.body['errors']]).toMatchObject([400, [{ path: '/utilities/b,c' }]]);
    expect(await desk.ofModel(modelId)).toEqual({ attributions: [] });
  });
});

it('documents that were changed do not verify', async () => {
  const done = await desk.ended({
    method: 'shapley',
    players: ['a', 'b'].map((name, index) => ({ name, partyId: desk.partyId(index) })),
    utilities: { '': 0, a: 1, b: 2, 'a,b': 4 },
  });
  const documents = await desk.documents(done['id']);
  expect(verified(documents)).toMatchObject({ valid: true });
  const result = structuredClone(documents['result']) as { parties: { weightPpb: number }[] };
  assertDefined(result.parties[0], 'a party').weightPpb += 1;
  expect(verified({ ...documents, result })).toMatchObject({ valid: false });
  const resultDigest = digestOf(result);
  expect(verified({ ...documents, result, resultDigest })).toMatchObject({
    valid: false,
    checks: expect.arrayContaining([expect.objectContaining({ name: 'result', ok: false })]) as unknown,
  });
});
