import { NOTHING_GIVEN } from '../command.js';
import { assert } from '#libs/kernel';
import { attribute } from './attribute.js';

type Answer = {
  readonly values: readonly { readonly player: string; readonly value: number; readonly exact?: string }[];
  readonly standardErrors?: readonly (number | null)[];
  readonly efficiencyGap: number;
};

const run = (input: unknown) =>
  attribute.run(typeof input === 'string' ? input : JSON.stringify(input), NOTHING_GIVEN);

const answerTo = (input: unknown): Answer => {
  const answer = run(input);
  assert(answer.ok, 'expected values');
  return JSON.parse(answer.value.output) as Answer;
};

const exactOf = (input: unknown): unknown[] => answerTo(input).values.map(({ exact }) => exact);

const utilities = { '': 0, a: 0.1, b: 0.2, 'a,b': 0.35 };
const pair = { method: 'shapley', players: ['a', 'b'], utilities };
const council = { method: 'shapley', players: ['a', 'b', 'c'], votingGame: { quota: 3, weights: [2, 1, 1] } };
const points = {
  method: 'knn-shapley',
  k: 1,
  train: { features: [[0], [1], [2]], labels: ['x', 'y', 'x'] },
  validation: { features: [[0.1], [0.9]], labels: ['x', 'x'] },
};

describe('salvor attribute, of a game', () => {
  it('answers with fractions, and their values', () => {
    expect(answerTo(pair)).toMatchObject({
      values: [
        { player: 'a', value: 0.125, exact: '1/8' },
        { player: 'b', value: 0.225, exact: '9/40' },
      ],
      efficiencyGap: 0,
    });
  });

  it('tells the gap of methods that do not share out everything', () => {
    expect(exactOf({ ...pair, method: 'leave-one-out' })).toEqual(['3/20', '1/4']);
    expect(answerTo({ ...pair, method: 'leave-one-out' }).efficiencyGap).toBe(0.05);
    expect(exactOf({ ...pair, method: 'beta-shapley', alpha: 4, beta: 1 })).toEqual(['11/100', '21/100']);
  });

  it('counts votes', () => {
    expect(exactOf(council)).toEqual(['2/3', '1/6', '1/6']);
    expect(exactOf({ ...council, method: 'banzhaf' })).toEqual(['3/4', '1/4', '1/4']);
  });

  it('samples when asked, alike for one seed', () => {
    const sampled = { ...council, samples: 500, seed: 7 };
    const { values, standardErrors = [], efficiencyGap } = answerTo(sampled);
    expect(answerTo(sampled).values).toEqual(values);
    expect(answerTo({ ...sampled, seed: 8 }).values).not.toEqual(values);
    expect(Math.abs(efficiencyGap)).toBeLessThan(1e-12);
    [2 / 3, 1 / 6, 1 / 6].forEach((value, player) => {
      const error = standardErrors[player] ?? 0;
      expect(error).toBeGreaterThan(0);
      expect(Math.abs((values[player]?.value ?? 0) - value)).toBeLessThan(4 * error);
    });
    expect(values[0]).not.toHaveProperty('exact');
  });

  it('samples Banzhaf values of a table', () => {
    const { values, standardErrors = [] } = answerTo({ ...pair, method: 'banzhaf', samples: 400 });
    [0.125, 0.225].forEach((value, player) => {
      expect(Math.abs((values[player]?.value ?? 0) - value)).toBeLessThan(4 * (standardErrors[player] ?? 0));
    });
  });

  it('has no standard error where too few coalitions tell', () => {
    expect(answerTo({ ...pair, method: 'banzhaf', samples: 2 }).standardErrors).toContain(null);
  });

  it('takes players by any name', () => {
    const input = '{"method":"shapley","players":["__proto__"],"utilities":{"":0,"__proto__":1}}';
    expect(answerTo(input).values).toEqual([{ player: '__proto__', value: 1, exact: '1/1' }]);
  });

  it('runs the example in its help', () => {
    const [, example = ''] = /echo '(.*)' \| salvor attribute/.exec(attribute.help) ?? [];
    expect(exactOf(example)).toEqual(['3/2', '5/2']);
  });

  it.each([
    ['a hole in the table', { ...pair, utilities: { '': 0, a: 1, b: 1 } }, '/utilities/a,b'],
    ['names that are not sorted', { ...pair, utilities: { ...utilities, 'b,a': 1 } }, '/utilities/b,a'],
    ['a player that is unknown', { ...pair, utilities: { ...utilities, z: 1 } }, '/utilities/z'],
    ['a utility that is no number', { ...pair, utilities: { ...utilities, a: '1' } }, '/utilities/a'],
    ['a utility beyond binary64', '{"method":"shapley","players":[],"utilities":{"":1e999}}', '/utilities/'],
    ['a player twice', { ...pair, players: ['a', 'a'] }, '/players/1'],
    ['a comma in a name', { ...pair, players: ['a', 'b,c'] }, '/players/1'],
    ['nobody', { ...pair, players: [] }, '/players/0'],
    [
      'too many players',
      { ...pair, players: Array.from({ length: 21 }, (_, n) => `p${String(n)}`) },
      '/players',
    ],
    ['neither table nor votes', { method: 'shapley', players: ['a'] }, '/utilities'],
    ['both table and votes', { ...pair, votingGame: council.votingGame }, '/utilities'],
    ['an unknown method', { ...pair, method: 'nucleolus' }, '/method'],
    ['alpha where there is none', { ...pair, alpha: 2 }, '/alpha'],
    ['beta that is not positive', { ...pair, method: 'beta-shapley', alpha: 1, beta: 0 }, '/beta'],
    ['one sample', { ...pair, samples: 1 }, '/samples'],
    ['samples of leave-one-out', { ...pair, method: 'leave-one-out', samples: 10 }, '/samples'],
    ['too few weights', { ...council, votingGame: { quota: 3, weights: [2, 1] } }, '/votingGame/weights'],
    [
      'a negative weight',
      { ...council, votingGame: { quota: 3, weights: [2, 1, -1] } },
      '/votingGame/weights/2',
    ],
    [
      'weights that sum to zero',
      { ...council, votingGame: { quota: 3, weights: [0, 0, 0] } },
      '/votingGame/weights',
    ],
    ['a quota of nothing', { ...council, votingGame: { quota: 0, weights: [2, 1, 1] } }, '/votingGame/quota'],
  ])('refuses %s', (_what, input, path) => {
    expect(run(input)).toMatchObject({ ok: false, error: { path } });
  });

  it('says that a vote is too large to be exact, and samples it', () => {
    const weights = Array.from({ length: 40 }, (_, n) => 99_991 - n);
    const large = {
      method: 'shapley',
      players: weights.map(String),
      votingGame: { quota: 1_990_000, weights },
    };
    expect(run(large)).toMatchObject({ ok: false, error: { path: '/votingGame' } });
    expect(answerTo({ ...large, samples: 10 }).values).toHaveLength(40);
  });
});

describe('salvor attribute, of nearest neighbours', () => {
  it('values the matches rank by rank', () => {
    expect(exactOf({ method: 'knn-shapley', k: 2, matches: [[1, 0, 1, 1, 0]] })).toEqual([
      '1/4',
      '-1/4',
      '1/4',
      '1/4',
      '0/1',
    ]);
  });

  it('values points by features and labels, under their names', () => {
    expect(answerTo({ ...points, players: ['p', 'q', 'r'] }).values).toEqual([
      { player: 'p', value: 7 / 12, exact: '7/12' },
      { player: 'q', value: -5 / 12, exact: '-5/12' },
      { player: 'r', value: 1 / 3, exact: '1/3' },
    ]);
  });

  it('has soft labels too', () => {
    const soft = { method: 'knn-shapley', k: 2, utility: 'soft-label', matches: [[1, 0, 1, 1, 0]] };
    expect(exactOf(soft)).toEqual(['3/10', '-13/40', '3/10', '3/10', '-3/40']);
  });

  it('rounds where there are too many points for fractions', () => {
    const matches = [Array.from({ length: 3_000 }, (_, rank) => (rank % 3 === 0 ? 1 : 0))];
    const { values, efficiencyGap } = answerTo({ method: 'knn-shapley', k: 5, matches });
    expect(values[0]).not.toHaveProperty('exact');
    expect(Math.abs(efficiencyGap)).toBeLessThan(1e-12);
  });

  it.each([
    ['a k of nothing', { ...points, k: 0 }, '/k'],
    ['a broken k', { ...points, k: 1.5 }, '/k'],
    ['a match that is neither 0 nor 1', { method: 'knn-shapley', k: 1, matches: [[1, 2]] }, '/matches/0/1'],
    ['rows of matches that differ', { method: 'knn-shapley', k: 1, matches: [[1, 0], [1]] }, '/matches/1'],
    ['an empty row', { method: 'knn-shapley', k: 1, matches: [[]] }, '/matches/0'],
    ['no points', { method: 'knn-shapley', k: 1 }, '/train'],
    ['no validation', { ...points, validation: undefined }, '/validation'],
    ['both', { ...points, matches: [[1]] }, '/matches'],
    ['too few labels', { ...points, train: { ...points.train, labels: ['x'] } }, '/train/labels'],
    [
      'a point of another dimension',
      { ...points, train: { ...points.train, features: [[0], [1, 1], [2]] } },
      '/train/features/1',
    ],
    [
      'a validation point of another dimension',
      { ...points, validation: { features: [[0], [1, 1]], labels: ['x', 'x'] } },
      '/validation/features/1',
    ],
    ['too few names', { ...points, players: ['p'] }, '/players'],
    ['a name twice', { ...points, players: ['p', 'q', 'p'] }, '/players/2'],
  ])('refuses %s', (_what, input, path) => {
    expect(run(input)).toMatchObject({ ok: false, error: { path } });
  });
});
