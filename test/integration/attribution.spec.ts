import { Module } from '@nestjs/common';
import { AccessHttpModule } from '#libs/access';
import { AttributionHttpModule, attributionJobs, AttributionJobsModule } from '#libs/attribution';
import { CatalogHttpModule } from '#libs/catalog';
import { asId, assert, digestOf, encodeId, type Json, sha256Hex } from '#libs/kernel';
import { HttpConventionsModule, newId, PlatformJobsModule, PrismaService, pruneJob } from '#libs/platform';
import { NOTHING_GIVEN } from '../../apps/cli/src/command.js';
import { attribute } from '../../apps/cli/src/commands/attribute.js';
import { AttributionProcessor } from '../../libs/attribution/src/attribution.processor.js';
import { enrol, eventually, type Reply, TestClient, type TestParty } from '../support/client.js';
import { OPERATOR_KEY, startTestApp, type TestApp } from '../support/test-app.js';

/** The sweep is not scheduled: what is queued is delivered by the queue alone. */
@Module({
  imports: [
    HttpConventionsModule,
    AccessHttpModule,
    CatalogHttpModule,
    AttributionHttpModule,
    AttributionJobsModule,
    PlatformJobsModule.forCatalogue(() => ({
      jobs: [pruneJob, ...attributionJobs],
      subscriptions: [],
      schedules: [],
    })),
  ],
})
class AttributionApp {}

const DAY_MS = 86_400_000;

let testApp: TestApp;
let prisma: PrismaService;
let anonymous: TestClient;
let owner: TestParty;
let author: TestParty;
let annotator: TestParty;

beforeAll(async () => {
  testApp = await startTestApp({}, AttributionApp);
  prisma = testApp.app.get(PrismaService, { strict: false });
  anonymous = new TestClient(testApp);
  const operator = new TestClient(testApp, OPERATOR_KEY);
  owner = await enrol(operator, 'Owner', ['seller']);
  author = await enrol(operator, 'Author', ['contributor']);
  annotator = await enrol(operator, 'Annotator', ['contributor']);
}, 30_000);
afterAll(() => testApp.close());

let models = 0;
const newModel = async (): Promise<string> => {
  models += 1;
  const name = `model ${String(models)}`;
  const { body } = await owner.client.post('/v1/models', { name, description: 'A model.', licence: 'MIT' });
  return String(body['id']);
};

const players = (...of: readonly (readonly [string, TestParty])[]) =>
  of.map(([name, party]) => ({ name, partyId: party.id }));

const TABLE = { '': 0, a: 0.1, b: 0.2, 'a,b': 0.35 };
const pairGame = () => ({
  method: 'shapley',
  players: players(['a', author], ['b', annotator]),
  utilities: TABLE,
});

const ask = (modelId: string, body: object): Promise<Reply> =>
  owner.client.post(`/v1/models/${modelId}/attributions`, body);

const attributionOf = async (id: string) => (await anonymous.get(`/v1/attributions/${id}`)).body;

/** Asks, and waits for the queue to do its work. */
async function ended(modelId: string, body: object): Promise<Record<string, unknown>> {
  const queued = await ask(modelId, body);
  assert(queued.status === 202, JSON.stringify(queued.body));
  return eventually(
    () => attributionOf(String(queued.body['id'])),
    ({ finishedAt }) => finishedAt !== null,
    30_000,
  );
}

const documentsOf = async (id: unknown) =>
  (await anonymous.get(`/v1/attributions/${String(id)}/documents`)).body;

const offline = (input: unknown): unknown => {
  const answer = attribute.run(JSON.stringify(input), NOTHING_GIVEN);
  assert(answer.ok, answer.ok ? '' : `${answer.error.path} ${answer.error.reason}`);
  return JSON.parse(answer.value.output);
};

const weightsOf = async (modelId: string): Promise<Reply> => anonymous.get(`/v1/models/${modelId}/weights`);

describe('an attribution', () => {
  it('is queued, computed, and frozen with its documents', async () => {
    const modelId = await newModel();
    const queued = await ask(modelId, pairGame());
    expect(queued).toMatchObject({
      status: 202,
      body: { modelId, method: 'shapley', state: 'queued', progressBps: 0, parties: null, finishedAt: null },
    });
    const done = await eventually(
      () => attributionOf(String(queued.body['id'])),
      ({ finishedAt }) => finishedAt !== null,
      30_000,
    );
    expect(done).toMatchObject({
      state: 'completed',
      progressBps: 10_000,
      efficiencyGap: 0,
      parties: [
        { partyId: author.id, partyName: 'Author', value: 0.125, standardError: 0, weightPpb: 357_142_857 },
        { partyId: annotator.id, value: 0.225, weightPpb: 642_857_143, lowerBoundPpb: 642_857_142 },
      ],
      notes: [],
    });
    const documents = await documentsOf(done['id']);
    for (const name of ['request', 'input', 'result'])
      expect(digestOf(documents[name] as Json)).toBe(documents[`${name}Digest`]);
    expect(documents['result']).toMatchObject({
      requestDigest: documents['requestDigest'],
      inputDigest: documents['inputDigest'],
    });
  });

  const points = {
    method: 'knn-shapley',
    k: 2,
    train: { features: [[0], [1], [2], [1]], labels: ['x', 'y', 'x', 'y'] },
    validation: { features: [[0.1], [1.9], [0.2]], labels: ['x', 'x', 'x'] },
  };
  const council = { votingGame: { quota: 3, weights: [2, 1, 1] } };

  it.each<[string, () => object]>([
    ['of a table', pairGame],
    ['by Banzhaf', () => ({ ...pairGame(), method: 'banzhaf' })],
    ['by Beta-Shapley', () => ({ ...pairGame(), method: 'beta-shapley', alpha: 4, beta: 1 })],
    ['by leaving one out', () => ({ ...pairGame(), method: 'leave-one-out' })],
    [
      'of votes, sampled',
      () => ({
        method: 'shapley',
        players: players(['a', owner], ['b', author], ['c', annotator]),
        ...council,
        samples: 500,
      }),
    ],
    [
      'of sources in clusters',
      () => ({
        method: 'shapley',
        players: players(['a', author], ['b', annotator], ['c', author]),
        ...council,
      }),
    ],
    [
      'of training points, one of them a copy',
      () => ({
        ...points,
        players: players(['p', author], ['q', annotator], ['r', author], ['s', owner]),
      }),
    ],
  ])('%s has the values that the offline command computes from its input', async (_what, body) => {
    const done = await ended(await newModel(), body());
    expect(done['state']).toBe('completed');
    const { input, result } = await documentsOf(done['id']);
    expect((result as Record<string, unknown>)['answer']).toEqual(offline(input));
    const weights = (done['parties'] as { weightPpb: number }[]).map(({ weightPpb }) => weightPpb);
    expect(weights.reduce((sum, weight) => sum + weight, 0)).toBe(1_000_000_000);
  });

  it('of samples has errors, and a seed that the owner could not choose', async () => {
    const modelId = await newModel();
    const body = {
      method: 'shapley',
      players: players(['a', owner], ['b', author], ['c', annotator]),
      votingGame: { quota: 3, weights: [2, 1, 1] },
      samples: 300,
    };
    const [one, other] = [await ended(modelId, body), await ended(modelId, body)];
    expect(one['seed']).not.toBe(other['seed']);
    expect((await documentsOf(one['id']))['input']).toMatchObject({ samples: 300, seed: one['seed'] });
    for (const party of one['parties'] as {
      standardError: number;
      weightPpb: number;
      lowerBoundPpb: number;
    }[]) {
      expect(party.standardError).toBeGreaterThan(0);
      expect(party.lowerBoundPpb).toBeLessThan(party.weightPpb);
    }
    expect((await ask(modelId, { ...body, seed: 'mine' })).status).toBe(400);
  });

  it('values a party once, under however many names, and says so', async () => {
    const done = await ended(await newModel(), {
      method: 'shapley',
      players: players(['a', author], ['b', annotator], ['a again', author]),
      utilities: {
        '': 0,
        a: 1,
        b: 1,
        'a again': 1,
        'a,b': 2,
        'a,a again': 1,
        'b,a again': 2,
        'a,b,a again': 2,
      },
    });
    expect(done).toMatchObject({
      parties: [{ weightPpb: 500_000_000 }, { weightPpb: 500_000_000 }],
      notes: [{ code: 'clustered', subject: 'a' }],
    });
  });

  it('without anybody worth more than nothing is refused with the reason', async () => {
    const done = await ended(await newModel(), {
      ...pairGame(),
      utilities: { '': 0, a: -1, b: -1, 'a,b': -2 },
    });
    expect(done).toMatchObject({
      state: 'refused',
      refusal: { code: 'values-not-positive' },
      resultDigest: null,
    });
  });

  it('stays in the history of its model, newest first', async () => {
    const modelId = await newModel();
    const first = await ended(modelId, pairGame());
    const second = await ended(modelId, { ...pairGame(), method: 'banzhaf' });
    const { body } = await anonymous.get(`/v1/models/${modelId}/attributions`);
    expect(body).toEqual({ attributions: [second, first] });
  });

  it('delivered twice is computed to one end', async () => {
    const done = await ended(await newModel(), pairGame());
    const { id } = await prisma.attribution.findFirstOrThrow({ orderBy: { id: 'desc' } });
    const processor = testApp.app.get(AttributionProcessor, { strict: false });
    await processor.attribute({ attributionId: asId('attribution', id) });
    expect(await attributionOf(String(done['id']))).toEqual(done);
  });

  it('delivered twice at the same time is computed to one end', async () => {
    const queued = await ask(await newModel(), pairGame());
    const { id } = await prisma.attribution.findFirstOrThrow({ orderBy: { id: 'desc' } });
    const processor = testApp.app.get(AttributionProcessor, { strict: false });
    const deliveries = [1, 2].map(() => processor.attribute({ attributionId: asId('attribution', id) }));
    await Promise.all(deliveries);
    const first = await attributionOf(String(queued.body['id']));
    expect(first).toMatchObject({ state: 'completed' });
    await processor.attribute({ attributionId: asId('attribution', id) });
    expect(await attributionOf(String(queued.body['id']))).toEqual(first);
  });

  it('can no longer be changed, even by raw SQL', async () => {
    await ended(await newModel(), pairGame());
    await expect(prisma.$executeRaw`UPDATE attribution SET input = '{}'`).rejects.toThrow(/frozen/);
    await expect(prisma.$executeRaw`DELETE FROM attribution`).rejects.toThrow(/append-only/);
  });
});

describe('what cannot be computed is refused, and nothing is written', () => {
  const ghost = () => ({ id: encodeId('party', newId('party')), client: owner.client });

  it.each<[string, () => object, string]>([
    ['an unknown party', () => ({ players: players(['a', author], ['b', ghost()]) }), '/players/1/partyId'],
    ['a table with a hole', () => ({ utilities: { '': 0, a: 1, b: 1 } }), '/utilities/a,b'],
    ['a table with text', () => ({ utilities: { '': 0, a: 'x', b: 1, 'a,b': 1 } }), '/utilities/a'],
    ['a player twice', () => ({ players: players(['a', author], ['a', annotator]) }), '/players/1'],
    [
      'weights that sum to zero',
      () => ({ utilities: undefined, votingGame: { quota: 1, weights: [0, 0] } }),
      '/votingGame/weights',
    ],
    [
      'more than twenty players by table',
      () => ({
        players: players(...Array.from({ length: 21 }, (_, i) => [`n${String(i)}`, author] as const)),
      }),
      '/players',
    ],
    ['leave-one-out by samples', () => ({ method: 'leave-one-out', samples: 10 }), '/samples'],
    ['a field of another method', () => ({ k: 3 }), '/k'],
    ['neither table nor votes', () => ({ utilities: undefined }), '/utilities'],
  ])('%s', async (_what, fields, path) => {
    const modelId = await newModel();
    const reply = await ask(modelId, { ...pairGame(), ...fields() });
    expect([reply.status, reply.body['errors']]).toMatchObject([400, [{ path }]]);
    expect((await anonymous.get(`/v1/models/${modelId}/attributions`)).body).toEqual({ attributions: [] });
  });

  it('somebody else’s model, and a key without the scope', async () => {
    const modelId = await newModel();
    const other = await enrol(new TestClient(testApp, OPERATOR_KEY), 'Another seller', ['seller']);
    const path = `/v1/models/${modelId}/attributions`;
    expect((await other.client.post(path, pairGame())).status).toBe(404);
    expect((await author.client.post(path, pairGame())).status).toBe(403);
    expect(await prisma.attribution.count({ where: { model: { name: `model ${String(models)}` } } })).toBe(0);
  });
});

describe('adopting an attribution', () => {
  it('makes it the next weight set, whose document names computation and digests', async () => {
    const modelId = await newModel();
    const declared = await owner.client.post(`/v1/models/${modelId}/weights`, {
      weights: [{ partyId: owner.id, weight: 1 }],
    });
    const done = await ended(modelId, pairGame());
    const adopted = await owner.client.post(`/v1/attributions/${String(done['id'])}/adoption`, {});
    expect(adopted.status).toBe(201);
    expect(adopted.body).toMatchObject({
      version: 2,
      shares: [
        { partyId: author.id, weightPpb: 357_142_857 },
        { partyId: annotator.id, weightPpb: 642_857_143 },
      ],
      document: {
        method: 'shapley',
        attribution: {
          attributionId: done['id'],
          inputDigest: done['inputDigest'],
          resultDigest: done['resultDigest'],
        },
      },
    });
    expect(digestOf(adopted.body['document'] as Json)).toBe(adopted.body['digest']);
    expect((await weightsOf(modelId)).body).toEqual(adopted.body);
    expect(declared.body['document']).toMatchObject({ method: 'declared', version: 1 });
    expect((await attributionOf(String(done['id'])))['weightSetIds']).toEqual([adopted.body['id']]);
  });

  it('gives no share to those that were clamped', async () => {
    const modelId = await newModel();
    const done = await ended(modelId, { ...pairGame(), utilities: { '': 0, a: 4, b: -1, 'a,b': 3 } });
    expect(done['notes']).toMatchObject([{ code: 'clamped', subject: annotator.id }]);
    const adopted = await owner.client.post(`/v1/attributions/${String(done['id'])}/adoption`, {});
    expect(adopted.body['shares']).toMatchObject([{ partyId: author.id, weightPpb: 1_000_000_000 }]);
  });

  it('is for its owner, and for one that has weights', async () => {
    const modelId = await newModel();
    const refused = await ended(modelId, { ...pairGame(), utilities: { '': 0, a: 0, b: 0, 'a,b': 0 } });
    const path = `/v1/attributions/${String(refused['id'])}/adoption`;
    expect((await owner.client.post(path, {})).status).toBe(409);
    const other = await enrol(new TestClient(testApp, OPERATOR_KEY), 'A third seller', ['seller']);
    expect((await other.client.post(path, {})).status).toBe(404);
    expect((await weightsOf(modelId)).status).toBe(404);
  });
});

it('weights that were declared before there were attributions still read', async () => {
  const modelId = await newModel();
  const { id: uuid } = await prisma.catalogModel.findFirstOrThrow({ orderBy: { id: 'desc' } });
  const party = await prisma.party.findFirstOrThrow({ where: { name: 'Author' } });
  const id = newId('weightSet');
  const document = JSON.stringify({
    document: 'attribution-weights',
    method: 'declared',
    modelId,
    rounding: 'largest-remainder, ties by SHA-256 of partyId',
    version: 1,
    weights: [{ partyId: author.id, weight: '3', weightPpb: 1_000_000_000 }],
  });
  const set = { id, modelId: uuid, version: 1, method: 'declared', document, digest: sha256Hex(document) };
  await prisma.$transaction(async (tx) => {
    await tx.weightSet.create({ data: set });
    await tx.weightShare.create({ data: { weightSetId: id, partyId: party.id, weightPpb: 1_000_000_000 } });
  });
  const { body } = await weightsOf(modelId);
  expect(body).toMatchObject({ document: { method: 'declared' }, disputableUntil: null });
  const late = await author.client.post(`/v1/weight-sets/${String(body['id'])}/disputes`, { reason: 'late' });
  expect(late.status).toBe(409);
});

describe('a dispute', () => {
  it('is on record with who, when and why, until the window closes', async () => {
    const modelId = await newModel();
    const weights = [{ partyId: owner.id, weight: 1 }];
    const { body } = await owner.client.post(`/v1/models/${modelId}/weights`, { weights });
    const open =
      new Date(String(body['disputableUntil'])).getTime() - new Date(String(body['declaredAt'])).getTime();
    expect(open).toBe(14 * DAY_MS);
    const path = `/v1/weight-sets/${String(body['id'])}/disputes`;
    const raised = await author.client.post(path, { reason: 'My texts are in it.' });
    expect(raised).toMatchObject({
      status: 201,
      body: { weightSetId: body['id'], disputedById: author.id, reason: 'My texts are in it.' },
    });
    expect((await anonymous.post(path, { reason: 'x' })).status).toBe(401);
    testApp.clock.advance(15 * DAY_MS);
    expect((await author.client.post(path, { reason: 'Too late.' })).status).toBe(409);
    expect((await anonymous.get(path)).body).toEqual({ disputes: [raised.body] });
    expect((await weightsOf(modelId)).body).toEqual(body);
  });
});
