import { TrainingGround } from '#libs/evaluation';
import { asId, digestOf, type Json } from '#libs/kernel';
import { enrol } from '../support/client.js';
import { AttributionDesk, offline, verified } from './attribution-fixture.js';

let desk: AttributionDesk;
beforeAll(async () => {
  desk = await AttributionDesk.open();
}, 30_000);
afterAll(() => desk.close());

/** The four files that the domain was made of, one contributor each. */
const FILES = [
  ['innuendo told', 'stories', 'innuendo'],
  ['mishaps told', 'stories', 'plain'],
  ['innuendo tweeted', 'tweets', 'innuendo'],
  ['plain tweets', 'tweets', 'plain'],
] as const;

const files = () =>
  FILES.map(([name, slice, target], index) => ({
    name,
    partyId: desk.partyId(index),
    rows: { slice, target },
  }));

const trained = (fields: object = {}) => ({
  method: 'shapley',
  players: files(),
  training: { domain: 'innuendo-moderation', model: 'naive-bayes', ...fields },
});

/** Reports of four operators, as they made them. */
const OPERATORS = ['AMERICAN AIRLINES', 'MILITARY', 'US AIRWAYS*', 'SOUTHWEST AIRLINES'] as const;

const report = (operator: string, index: number, name: string = operator) => ({
  name,
  partyId: desk.partyId(index),
  rows: { field: { name: 'operator', value: operator } },
});

/** A model that learns in a few milliseconds, of sources that reported in this order. */
const reported = (
  players: readonly object[] = OPERATORS.map((operator, index) => report(operator, index)),
) => ({
  method: 'shapley',
  players,
  training: { domain: 'bird-strikes', model: 'naive-bayes-1992', slices: ['1990-1992'] },
});

describe('utilities that the service trains', () => {
  it('are fixed before, computed for every coalition of sources, and replay offline', async () => {
    const modelId = await desk.newModel();
    const queued = await desk.ask(modelId, trained());
    expect(queued).toMatchObject({ status: 202, body: { state: 'queued', inputDigest: null } });
    const before = await desk.documents(queued.body['id']);
    expect(before).toMatchObject({
      input: null,
      training: { coalitions: { kind: 'all' }, subject: { domain: 'innuendo-moderation' } },
    });
    expect(digestOf(before['training'] as Json)).toBe(before['trainingDigest']);
    const done = await desk.finished(queued.body['id']);
    expect(done).toMatchObject({ state: 'completed', trainingDigest: before['trainingDigest'] });
    const documents = await desk.documents(done['id']);
    const { utilities } = documents['input'] as { utilities: Record<string, number> };
    expect(Object.keys(utilities)).toHaveLength(16);
    // Texts of one label teach nothing; all together teach what the shipped model has learned.
    expect(utilities['innuendo told']).toBe(0.5);
    expect(utilities[FILES.map(([name]) => name).join(',')]).toBeGreaterThan(0.7);
    const result = documents['result'] as Record<string, Json>;
    expect(result['utilitiesDigest']).toBe(digestOf(utilities));
    expect(result['answer']).toEqual(offline(documents['input']));
    expect(verified(documents)).toMatchObject({ valid: true, kind: 'attribution' });
    const adopted = await desk.owner.client.post(`/v1/attributions/${String(done['id'])}/adoption`, {});
    expect(adopted.status).toBe(201);
  }, 60_000);

  it('above ten sources are walked in random orders, within the budget', async () => {
    const operators = [
      ...[
        'AMERICAN AIRLINES',
        'MILITARY',
        'US AIRWAYS*',
        'SOUTHWEST AIRLINES',
        'DELTA AIR LINES',
        'BUSINESS',
      ],
      ...['UNITED AIRLINES', 'NORTHWEST AIRLINES', 'UPS AIRLINES', 'TRANS WORLD AIRLINES', 'ALOHA AIRLINES'],
    ];
    const operator = desk.operator;
    const players = [];
    for (const value of operators) {
      const { id } = await enrol(operator, value, ['contributor']);
      players.push({ name: value, partyId: id, rows: { field: { name: 'operator', value } } });
    }
    const rest = await enrol(operator, 'Everybody else', ['contributor']);
    players.push({ name: 'the others', partyId: rest.id, rows: { rest: true } });
    const done = await desk.ended({
      method: 'shapley',
      players,
      training: {
        domain: 'bird-strikes',
        model: 'naive-bayes-1992',
        slices: ['1990-1992'],
        budget: { retrainingsMax: 60 },
        truncation: { tolerance: 0.01, burnIn: 2 },
      },
    });
    expect(done['state']).toBe('completed');
    expect(
      await desk.prisma.attributionUtility.count({
        where: { attribution: { inputDigest: String(done['inputDigest']) } },
      }),
    ).toBe(60);
    expect(done['notes']).toContainEqual(expect.objectContaining({ code: 'budget-spent' }));
    const documents = await desk.documents(done['id']);
    expect((documents['result'] as Record<string, Json>)['answer']).toEqual(offline(documents['input']));
    expect(verified(documents)).toMatchObject({ valid: true });
    for (const party of done['parties'] as {
      standardError: number;
      lowerBoundPpb: number;
      weightPpb: number;
    }[])
      expect(party.lowerBoundPpb).toBeLessThanOrEqual(party.weightPpb);
  }, 60_000);

  it('are not trained again after a crash', async () => {
    const ground = desk.testApp.app.get(TrainingGround, { strict: false });
    const open = ground.open.bind(ground);
    const asked: string[] = [];
    let left = 5;
    ground.open = async (subject) => {
      const opened = await open(subject);
      if (!opened.ok) return opened;
      const subsets = opened.value;
      return {
        ok: true,
        value: {
          ...subsets,
          score: async (positions) => {
            if (left === 0) {
              left = 1_000;
              throw new Error('killed');
            }
            left -= 1;
            asked.push(positions.join());
            return subsets.score(positions);
          },
        },
      };
    };
    const done = await desk.ended(reported());
    ground.open = open;
    expect(done['state']).toBe('completed');
    expect(left).toBeGreaterThan(5);
    expect(asked).toHaveLength(16);
    expect(new Set(asked).size).toBe(16);
  }, 90_000);

  it('value a source that comes under two names once, for whoever brought it first', async () => {
    const [first, second, third] = OPERATORS.map((operator, index) => report(operator, index));
    const clones = [1, 2, 3].map((copy) => report(OPERATORS[1], 3, `copy ${String(copy)}`));
    const single = await desk.ended(reported([first, second, third].flatMap((one) => one ?? [])));
    const cloned = await desk.ended(
      reported([...[first, second, third].flatMap((one) => one ?? []), ...clones]),
    );
    const valuesOf = ({ parties }: Record<string, unknown>) =>
      new Map((parties as { partyId: string; value: number }[]).map((party) => [party.partyId, party.value]));
    expect([single['state'], cloned['state']]).toEqual(['completed', 'completed']);
    expect(valuesOf(cloned)).toEqual(new Map([...valuesOf(single), [desk.partyId(3), 0]]));
    expect(cloned['notes']).toContainEqual(expect.objectContaining({ code: 'clustered' }));
  }, 90_000);

  it.each<[string, () => object, string]>([
    ['an unknown domain', () => trained({ domain: 'nowhere' }), '/training/domain'],
    ['a model without a trainer', () => trained({ model: 'obscenity' }), '/training/model'],
    ['a hidden split that is not there', () => trained({ split: 'hidden' }), '/training/split'],
    ['an unknown slice', () => trained({ slices: ['films'] }), '/training/slices'],
    [
      'a source without rows',
      () => ({
        ...trained(),
        players: [...files(), { name: 'x', partyId: desk.partyId(0), rows: { slice: 'films' } }],
      }),
      '/players/4/rows',
    ],
    [
      'a player that names no rows',
      () => ({ ...trained(), players: [...files(), { name: 'x', partyId: desk.partyId(0) }] }),
      '/players/4/rows',
    ],
    ['utilities besides', () => ({ ...trained(), utilities: { '': 0 } }), '/utilities'],
    ['a method that values no coalitions', () => ({ ...trained(), method: 'knn-shapley' }), '/method'],
  ])('refuse %s', async (_what, body, path) => {
    const reply = await desk.ask(await desk.newModel(), body());
    expect([reply.status, reply.body['errors']]).toMatchObject([400, [{ path }]]);
  });
});

it('utilities can be neither changed nor removed', async () => {
  const row = await desk.prisma.attributionUtility.findFirstOrThrow();
  const id = asId('attribution', row.attributionId);
  await expect(desk.prisma.attributionUtility.deleteMany({ where: { attributionId: id } })).rejects.toThrow();
  await expect(desk.prisma.$executeRaw`UPDATE attribution_utility SET utility = 1`).rejects.toThrow(
    /append-only/,
  );
});
