import fc from 'fast-check';
import { assert, canonicalJson, digestOf, type Json } from '#libs/kernel';
import { attribute, readAttributionInput } from '../computation/index.js';
import type { AttributionRequest, Source } from '../sources/index.js';
import { verifyAttribution } from '../verify-attribution.js';
import {
  coalitionKey,
  coalitionsToTrain,
  computeTrained,
  planTraining,
  rowsOfClusters,
  trainedInput,
  type TrainingDocument,
  trainingFault,
  trainingRequest,
  type TrainingRowView,
} from './index.js';
import { rowsOfSources } from './training-rows.js';

const row = (index: number, slice: string, target = 'yes'): TrainingRowView => ({
  id: digestOf({ index }),
  input: `the words of row ${String(index)} are these ${String(index * 7)} and those ${String(index * 13)}`,
  target,
  slice,
  time: `2020-01-${String(index + 1).padStart(2, '0')}`,
});

const ROWS = Array.from({ length: 12 }, (_, index) => row(index, `s${String(index % 4)}`));

const source = (name: string, partyId: string, rows: Json): Source => ({ name, partyId, rows });
const SOURCES = [0, 1, 2, 3].map((at) =>
  source(`source ${String(at)}`, `party ${String(at)}`, { slice: `s${String(at)}` }),
);

const requestOf = (players: readonly Source[], training: object = {}) =>
  ({
    method: 'shapley',
    players,
    training: trainingRequest.parse({ domain: 'd', model: 'm', ...training }),
  }) satisfies AttributionRequest;

const IDENTITY = {
  attributionId: 'atr_1',
  requestDigest: 'r',
  subject: { trainer: { features: 'words' }, trainSha256: 't' },
  seed: 'a seed',
};

const planOf = (request: ReturnType<typeof requestOf>, rows: readonly TrainingRowView[] = ROWS) => {
  const plan = planTraining(request, IDENTITY, rows);
  assert(plan.ok, plan.ok ? '' : `${plan.error.path} ${plan.error.reason}`);
  return plan.value;
};

/** Walks a plan to its end, each coalition worth what `worth` says of its members; answers once a coalition. */
function train(
  request: AttributionRequest,
  plan: TrainingDocument,
  worth: (members: readonly number[]) => number,
): { readonly utilities: ReadonlyMap<string, number>; readonly asked: number } {
  const utilities = new Map<string, number>();
  let asked = 0;
  const walk = coalitionsToTrain(request, plan);
  let step = walk.next();
  while (step.done !== true) {
    asked += 1;
    const { members } = step.value;
    const value = worth([...members.keys()].filter((player) => members[player] === 1));
    utilities.set(coalitionKey(members), value);
    step = walk.next(value);
  }
  return { utilities, asked };
}

const size = (members: readonly number[]): number => members.length;

describe('rowsOfSources', () => {
  const positions = (...selectors: readonly Parameters<typeof rowsOfSources>[0][number][]) => {
    const found = rowsOfSources(selectors, ROWS);
    return found.ok ? found.value.map((rows) => [...rows]) : found.error;
  };

  it('takes rows that meet every condition', () => {
    expect(positions({ slice: 's1' })).toEqual([[1, 5, 9]]);
    expect(positions({ slice: 's1', from: '2020-01-06' })).toEqual([[5, 9]]);
    expect(positions({ from: '2020-01-03', to: '2020-01-04' })).toEqual([[2, 3]]);
    expect(positions({ ids: [ROWS[4]?.id ?? '', ROWS[2]?.id ?? ''] })).toEqual([[2, 4]]);
  });

  it('looks into inputs that are JSON objects, at own members only', () => {
    const rows = ['{"who":"a"}', '{"who":"b"}', 'no JSON', '{}'].map((input, index) => ({
      ...row(index, 's'),
      input,
    }));
    const found = rowsOfSources([{ field: { name: 'who', value: 'b' } }], rows);
    expect(found.ok && [...(found.value[0] ?? [])]).toEqual([1]);
    expect(rowsOfSources([{ field: { name: 'toString', value: 'x' } }], rows).ok).toBe(false);
  });

  it('leaves the rest to whoever takes it', () => {
    expect(positions({ slice: 's0' }, { rest: true }, { slice: 's1' })).toEqual([
      [0, 4, 8],
      [2, 3, 6, 7, 10, 11],
      [1, 5, 9],
    ]);
  });

  it('refuses a source without rows at its selector', () => {
    expect(positions({ slice: 's0' }, { slice: 'x' })).toMatchObject({ path: '/players/1/rows' });
  });
});

describe('planTraining', () => {
  it('trains every coalition of up to ten sources, and walks above', () => {
    expect(planOf(requestOf(SOURCES)).coalitions).toEqual({ kind: 'all' });
    const many = ROWS.map(({ id }, at) => source(`n${String(at)}`, `p${String(at)}`, { ids: [id] }));
    expect(planOf(requestOf(many, { orders: 7 })).coalitions).toMatchObject({
      kind: 'walk',
      orders: 7,
      seed: 'a seed',
    });
    const banzhaf = { ...requestOf(many), method: 'banzhaf' as const };
    expect(planTraining(banzhaf, IDENTITY, ROWS)).toMatchObject({ ok: false, error: { path: '/method' } });
  });

  it('counts a near duplicate of a row once, whoever brought it, and not where the label differs', () => {
    const [first] = ROWS;
    assert(first !== undefined, 'there are rows');
    const rows = [...ROWS, { ...first, id: digestOf('copy'), slice: 'copies', input: `${first.input}!` }];
    const players = [...SOURCES, source('copier', 'party 9', { slice: 'copies' })];
    const plan = planOf(requestOf(players), rows);
    expect(plan.duplicates).toEqual([[digestOf('copy'), first.id]]);
    const other = rows.map((one) => (one.slice === 'copies' ? { ...one, target: 'no' } : one));
    expect(planOf(requestOf(players), other).duplicates).toEqual([]);
  });

  it('gives a cluster of copies the first one’s rows, and all of its value to the first', () => {
    const clones = [1, 2].map((at) =>
      source(`clone ${String(at)}`, `party ${String(at + 4)}`, { slice: 's1' }),
    );
    const request = requestOf([...SOURCES, ...clones]);
    const plan = planOf(request);
    expect(plan.clusters[1]).toMatchObject({
      members: [1, 4, 5],
      reasons: ['near-duplicate', 'same-content'],
      parts: ['1/1', '0/1', '0/1'],
    });
    const clusters = rowsOfClusters(
      plan,
      request.players.map(({ rows }) => rows),
      ROWS,
    );
    expect(clusters.ok && [...(clusters.value[1] ?? [])]).toEqual([1, 5, 9]);
  });

  it('notices rows that are not those that it was written of', () => {
    const request = requestOf(SOURCES);
    const plan = planOf(request);
    const changed = ROWS.map((one, at) => (at === 5 ? { ...one, id: digestOf('another') } : one));
    expect(
      rowsOfClusters(
        plan,
        request.players.map(({ rows }) => rows),
        changed,
      ),
    ).toMatchObject({
      ok: false,
      error: { path: '/sources/1' },
    });
  });
});

describe('trainingFault', () => {
  it.each<[string, Partial<AttributionRequest>, string]>([
    ['a table besides', { utilities: { '': 0 } }, '/utilities'],
    ['a method that values points', { method: 'knn-shapley' }, '/method'],
    ['a player without rows', { players: [...SOURCES, { name: 'x', partyId: 'p' }] }, '/players/4/rows'],
    ['a name twice', { players: [...SOURCES, ...SOURCES.slice(0, 1)] }, '/players/4'],
    [
      'the rest twice',
      { players: [source('a', 'p', { rest: true }), source('b', 'q', { rest: true })] },
      '/players/1/rows',
    ],
  ])('names %s', (_what, fields, path) => {
    expect(trainingFault({ ...requestOf(SOURCES), ...fields })).toMatchObject({ path });
  });
});

describe('trained utilities', () => {
  it('of all coalitions make a table that is valued exactly', () => {
    const request = requestOf(SOURCES);
    const plan = planOf(request);
    const { utilities, asked } = train(request, plan, (members) => members.length ** 2);
    expect(asked).toBe(16);
    const input = readAttributionInput(trainedInput(request, plan, utilities, 0));
    assert(input.ok, 'trained utilities are an input');
    const values = attribute(input.value);
    expect(values.ok && values.value.values.map(({ exact }) => exact)).toEqual(['4/1', '4/1', '4/1', '4/1']);
  });

  it('of a walk replay to the same values, order by order', () => {
    const many = ROWS.map(({ id }, at) => source(`n${String(at)}`, `p${String(at)}`, { ids: [id] }));
    fc.assert(
      fc.property(
        fc.integer({ min: 2, max: 12 }),
        fc.double({ min: 0.001, max: 0.3, noNaN: true }),
        (orders, tolerance) => {
          const request = requestOf(many, { orders, truncation: { tolerance, burnIn: 1 } });
          const plan = planOf(request);
          const { utilities } = train(request, plan, (members) => 1 - 0.6 ** members.length);
          const input = readAttributionInput(trainedInput(request, plan, utilities, orders));
          assert(input.ok, 'trained utilities are an input');
          const values = attribute(input.value);
          expect(values).toMatchObject({ ok: true, value: { samples: orders, truncation: { burnIn: 1 } } });
          // A hole where the walk comes by is a fault, and named.
          const holed = new Map([...utilities].slice(0, -1));
          const lacking = readAttributionInput(trainedInput(request, plan, holed, orders));
          assert(lacking.ok, 'holes are found on the way');
          expect(attribute(lacking.value)).toMatchObject({ ok: false });
        },
      ),
      { numRuns: 20 },
    );
  });
});

describe('the documents of a training', () => {
  const request = requestOf(SOURCES);
  const requestDigest = digestOf(request);
  const training = { ...planOf(request), requestDigest };
  const { utilities } = train(request, training, size);
  const input = trainedInput(request, training, utilities, 0);
  const trainingDigest = digestOf(training);
  const subject = {
    attributionId: 'atr_1',
    modelId: 'mdl_1',
    requestDigest,
    inputDigest: digestOf(input),
    trainingDigest,
  };
  const result = computeTrained({ subject, request, training, input });
  assert(result.ok, 'everybody is worth something');
  const stored = JSON.parse(canonicalJson(result.value)) as Json;
  const bundle = {
    requestDigest,
    request: request as unknown as Json,
    trainingDigest,
    training: training as unknown as Json,
    inputDigest: digestOf(input),
    input,
    resultDigest: digestOf(stored),
    result: stored,
  };

  it('verify', () => {
    expect(verifyAttribution(bundle)).toMatchObject({ valid: true });
  });

  it('do not verify with other utilities, players, or weights', () => {
    const other = {
      ...(input as object),
      utilities: { ...(input as { utilities: object }).utilities, '': -1 },
    };
    expect(verifyAttribution({ ...bundle, input: other }).valid).toBe(false);
    expect(verifyAttribution({ ...bundle, input: other, inputDigest: digestOf(other) }).valid).toBe(false);
    const renamed = { ...training, clusters: training.clusters.slice(1) } as unknown as Json;
    expect(verifyAttribution({ ...bundle, training: renamed, trainingDigest: digestOf(renamed) }).valid).toBe(
      false,
    );
  });

  it('that are none are told from those that are wrong', () => {
    expect(verifyAttribution({})).toMatchObject({ valid: false, checks: [{ name: 'form' }] });
  });
});
