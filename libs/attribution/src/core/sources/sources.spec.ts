import * as fc from 'fast-check';
import { assert, canonicalJson, sha256Hex } from '#libs/kernel';
import { PPB } from '../declared-weights.js';
import type { AttributionRequest, Source } from './attribution-request.js';
import { clusterPlayers } from './cluster-players.js';
import { computeAttribution } from './compute-attribution.js';
import { prepareAttribution } from './prepare-attribution.js';

const SEED = 'a seed';

const source = (name: string, partyId: string, more: Partial<Source> = {}): Source => ({
  name,
  partyId,
  ...more,
});

const outcomeOf = (request: AttributionRequest) => {
  const prepared = prepareAttribution(request, SEED);
  assert(prepared.ok, prepared.ok ? '' : `refused: ${prepared.error.path} ${prepared.error.reason}`);
  const inputDigest = sha256Hex(canonicalJson(prepared.value.input));
  const subject = { attributionId: 'atr', modelId: 'mdl', requestDigest: 'r', inputDigest };
  return computeAttribution({ subject, request, seed: SEED });
};

const resultOf = (request: AttributionRequest) => {
  const outcome = outcomeOf(request);
  assert(outcome.ok, outcome.ok ? '' : `refused: ${outcome.error.reason}`);
  return outcome.value;
};

const weightsOf = (request: AttributionRequest): Readonly<Record<string, number>> =>
  Object.fromEntries(resultOf(request).parties.map(({ partyId, weightPpb }) => [partyId, weightPpb]));

const faultOf = (request: AttributionRequest) => {
  const prepared = prepareAttribution(request, SEED);
  assert(!prepared.ok, 'expected a refusal');
  return prepared.error;
};

/** Every coalition of the players, with what `worth` says of its members' positions. */
const tableOf = (
  names: readonly string[],
  worth: (members: readonly number[]) => number,
): Readonly<Record<string, number>> =>
  Object.fromEntries(
    Array.from({ length: 2 ** names.length }, (_, coalition) => {
      const members = [...names.keys()].filter((player) => (coalition & (1 << player)) !== 0);
      return [members.map((member) => names[member] ?? '').join(','), worth(members)];
    }),
  );

const digest = (content: string): string => sha256Hex(content);
const NAMES = ['a', 'b', 'c', 'd', 'e'];

/** A game of up to four sources of different parties; utilities by the set of contents that are in. */
const game = fc.integer({ min: 2, max: 4 }).chain((count) =>
  fc.record({
    count: fc.constant(count),
    worths: fc.array(fc.integer({ min: 0, max: 1_000 }), { minLength: 2 ** count, maxLength: 2 ** count }),
    cloned: fc.integer({ min: 0, max: count - 1 }),
    method: fc.constantFrom('shapley' as const, 'banzhaf' as const, 'leave-one-out' as const),
  }),
);

type Game = typeof game extends fc.Arbitrary<infer G> ? G : never;

/** The contents in the order of the sources; a content that comes twice adds nothing the second time. */
const requestOf = ({ worths, method }: Game, contents: readonly number[]): AttributionRequest => {
  const names = NAMES.slice(0, contents.length);
  const worth = (members: readonly number[]): number =>
    worths[members.reduce((mask, member) => mask | (1 << (contents[member] ?? 0)), 0)] ?? 0;
  return {
    method,
    players: names.map((name, position) =>
      source(name, `party ${name}`, { contentDigest: digest(String(contents[position])) }),
    ),
    utilities: tableOf(names, worth),
  };
};

describe('cloning a source', () => {
  it('moves no weight in a game, whoever the clone belongs to', () => {
    fc.assert(
      fc.property(game, (drawn) => {
        const contents = Array.from({ length: drawn.count }, (_, content) => content);
        const before = outcomeOf(requestOf(drawn, contents));
        const cloned = requestOf(drawn, [...contents, drawn.cloned]);
        if (before.ok)
          expect(weightsOf(cloned)).toEqual({
            ...Object.fromEntries(before.value.parties.map((party) => [party.partyId, party.weightPpb])),
            [`party ${NAMES[drawn.count] ?? ''}`]: 0,
          });
        else expect(outcomeOf(cloned)).toEqual(before);
      }),
    );
  });

  it('moves no weight among training points, though nobody says that it is a clone', () => {
    const label = fc.constantFrom('x', 'y');
    const point = fc.tuple(fc.integer({ min: -5, max: 5 }), label);
    const data = fc.record({
      train: fc.uniqueArray(point, { minLength: 1, maxLength: 6, selector: ([x, y]) => `${String(x)}${y}` }),
      validation: fc.array(point, { minLength: 1, maxLength: 4 }),
      k: fc.integer({ min: 1, max: 8 }),
    });
    const pointsOf = (points: readonly (readonly [number, string])[]) => ({
      features: points.map(([x]) => [x]),
      labels: points.map(([, y]) => y),
    });
    fc.assert(
      fc.property(data, fc.nat(), ({ train, validation, k }, pick) => {
        const requestWith = (points: typeof train): AttributionRequest => ({
          method: 'knn-shapley',
          players: points.map((_, index) => source(`point ${String(index)}`, `party ${String(index)}`)),
          k,
          train: pointsOf(points),
          validation: pointsOf(validation),
        });
        const before = outcomeOf(requestWith(train));
        const clone = train[pick % train.length];
        assert(clone !== undefined, 'there is a point');
        const after = outcomeOf(requestWith([...train, clone]));
        expect(after.ok).toBe(before.ok);
        if (!before.ok || !after.ok) return;
        const ppb = ({ parties }: typeof before.value) => parties.map(({ weightPpb }) => weightPpb);
        expect(ppb(after.value)).toEqual([...ppb(before.value), 0]);
      }),
    );
  });

  it('by the party itself, under whatever content, moves no weight', () => {
    const worth = (members: readonly number[]): number => Number(members.includes(0)) + members.length;
    const [alone, twice] = [
      ['a', 'b'],
      ['a', 'b', 'b2'],
    ];
    const partyOf = (name: string) => source(name, `party ${name.slice(0, 1)}`);
    // The second name of b adds nothing.
    const clipped = (members: readonly number[]): number =>
      worth([...new Set(members.map((member) => Math.min(member, 1)))]);
    expect(
      weightsOf({ method: 'shapley', players: twice.map(partyOf), utilities: tableOf(twice, clipped) }),
    ).toEqual(
      weightsOf({ method: 'shapley', players: alone.map(partyOf), utilities: tableOf(alone, worth) }),
    );
  });
});

describe('clusters', () => {
  const request = (...players: readonly Source[]): AttributionRequest => ({ method: 'shapley', players });
  const clustersOf = (...players: readonly Source[]) =>
    clusterPlayers(request(...players)).map(({ members, reasons }) => ({ members, reasons }));

  it('join what is paid out at one place', () => {
    expect(
      clustersOf(source('a', 'p', { payee: 'one' }), source('b', 'q'), source('c', 'r', { payee: 'one' })),
    ).toEqual([
      { members: [0, 2], reasons: ['same-payee'] },
      { members: [1], reasons: [] },
    ]);
  });

  it('join the sources of a party, and copies across parties', () => {
    const copy = { contentDigest: digest('the same') };
    expect(
      clustersOf(
        source('a', 'p', copy),
        source('b', 'q', { contentDigest: digest('another') }),
        source('c', 'q', copy),
      ),
    ).toEqual([{ members: [0, 1, 2], reasons: ['same-content', 'same-payee'] }]);
  });

  it('leave training points of one party apart: only copies would take the places of neighbours', () => {
    const players = [source('a', 'p'), source('b', 'p')];
    expect(clusterPlayers({ method: 'knn-shapley', players })).toHaveLength(2);
  });

  it('share by the items that members brought first', () => {
    const [one, two, three] = ['1', '2', '3'].map(digest);
    assert(one !== undefined && two !== undefined && three !== undefined, 'three items');
    const [cluster] = clusterPlayers(
      request(
        source('a', 'p', { payee: 'x', items: [one, two] }),
        source('b', 'q', { payee: 'x', items: [two, three] }),
      ),
    );
    expect(cluster?.parts.map(({ numerator, denominator }) => [numerator, denominator])).toEqual([
      [2n, 3n],
      [1n, 3n],
    ]);
  });

  it('play a voting game with their weights joined, as they are written', () => {
    const players = [source('a', 'p'), source('b', 'q'), source('c', 'p')];
    const prepared = prepareAttribution(
      { method: 'shapley', players, votingGame: { quota: 0.4, weights: [0.1, 0.3, 0.2] } },
      SEED,
    );
    expect(prepared).toMatchObject({
      ok: true,
      value: { input: { players: ['a', 'b'], votingGame: { quota: 0.4, weights: [0.3, 0.3] } } },
    });
  });
});

describe('weights', () => {
  const pair = [source('a', 'p'), source('b', 'q')];

  it('sum to a billion parts', () => {
    fc.assert(
      fc.property(game, (drawn) => {
        const outcome = outcomeOf(
          requestOf(
            drawn,
            Array.from({ length: drawn.count }, (_, content) => content),
          ),
        );
        if (!outcome.ok) return;
        expect(outcome.value.parties.reduce((sum, { weightPpb }) => sum + weightPpb, 0)).toBe(PPB);
      }),
    );
  });

  it('clamp who does harm, and say so', () => {
    const utilities = { '': 0, a: 4, b: -1, 'a,b': 3 };
    const { parties, notes } = resultOf({ method: 'shapley', players: pair, utilities });
    expect(parties).toMatchObject([
      { partyId: 'p', exact: '4/1', weightPpb: PPB, lowerBoundPpb: PPB },
      { partyId: 'q', exact: '-1/1', weightPpb: 0, lowerBoundPpb: 0 },
    ]);
    expect(notes).toEqual([{ code: 'clamped', subject: 'q', text: 'the value -1 counts as zero' }]);
  });

  it('are refused where nobody is worth more than nothing', () => {
    const utilities = { '': 0, a: -1, b: 0, 'a,b': -1 };
    expect(outcomeOf({ method: 'shapley', players: pair, utilities })).toMatchObject({
      ok: false,
      error: { code: 'values-not-positive' },
    });
  });

  it('are bounded from below where values were sampled', () => {
    const players = ['p', 'q', 'r'].map((partyId) => source(partyId, partyId));
    const votingGame = { quota: 3, weights: [2, 1, 1] };
    const { parties, answer } = resultOf({ method: 'shapley', players, votingGame, samples: 200 });
    expect(answer).toMatchObject({ samples: 200, seed: SEED });
    for (const { standardError, lowerBoundPpb, weightPpb } of parties) {
      expect(standardError).toBeGreaterThan(0);
      expect(lowerBoundPpb).toBeLessThan(weightPpb);
    }
  });

  it('of a game that is too large to be exact are refused with the reason', () => {
    const count = 30;
    const players = Array.from({ length: count }, (_, index) =>
      source(`v${String(index)}`, `p${String(index)}`),
    );
    const votingGame = { quota: 1e9, weights: players.map((_, index) => 1e9 / 3 + index) };
    expect(outcomeOf({ method: 'shapley', players, votingGame })).toMatchObject({
      ok: false,
      error: { code: 'not-computable', path: '/votingGame' },
    });
  });
});

describe('a request is refused', () => {
  const pair = [source('a', 'p'), source('b', 'q')];

  it.each<[string, Partial<AttributionRequest>, string]>([
    ['with a hole in the table', { utilities: { '': 0, a: 1, b: 1 } }, '/utilities/a,b'],
    ['with a stranger in the table', { utilities: { '': 0, z: 1 } }, '/utilities/z'],
    ['with a utility that is no number', { utilities: { '': 0, a: 'much' } }, '/utilities/a'],
    ['without a game', {}, '/utilities'],
    ['with weights that sum to zero', { votingGame: { quota: 1, weights: [0, 0] } }, '/votingGame/weights'],
    ['with a field of another method', { k: 1, utilities: {} }, '/k'],
    ['with a player that comes twice', { players: [source('a', 'p'), source('a', 'q')] }, '/players/1'],
    ['with beta-shapley lacking its shape', { method: 'beta-shapley', utilities: {} }, '/alpha'],
    [
      'when one says what it brought and another does not',
      { players: [source('a', 'p', { contentDigest: digest('a') }), source('b', 'q')] },
      '/players/1/contentDigest',
    ],
    [
      'with a table of more than twenty players',
      {
        players: Array.from({ length: 21 }, (_, index) => source(`n${String(index)}`, 'p')),
        utilities: { '': 0 },
      },
      '/players',
    ],
    [
      'of more than a hundred parties',
      {
        players: Array.from({ length: 101 }, (_, index) => source(`n${String(index)}`, `p${String(index)}`)),
        votingGame: { quota: 1, weights: Array.from({ length: 101 }, () => 1) },
      },
      '/players',
    ],
  ])('%s', (_what, fields, path) => {
    expect(faultOf({ method: 'shapley', players: pair, ...fields }).path).toBe(path);
  });
});
