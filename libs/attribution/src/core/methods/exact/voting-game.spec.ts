import fc from 'fast-check';
import { assert } from '#libs/kernel';
import { marginalSums } from './marginal-sums.js';
import { rationalText, rationalToNumber } from './rational.js';
import { type ExactValues, semivalue } from './semivalue.js';
import { votingGame, type VotingGame, votingMarginalSums, votingTable } from './voting-game.js';

const gameOf = (quota: number, weights: readonly number[]): VotingGame => {
  const game = votingGame(quota, weights);
  assert(game.ok, 'expected a game');
  return game.value;
};

const index = (method: 'shapley' | 'banzhaf', quota: number, weights: readonly number[]): ExactValues => {
  const sums = votingMarginalSums(gameOf(quota, weights));
  assert(sums.ok, 'expected a game that is small enough');
  return semivalue({ method }, sums.value);
};

const powers = (quota: number, ...weights: readonly number[]): string[] =>
  index('shapley', quota, weights).values.map(rationalText);

const times = (weight: number, count: number): number[] => new Array<number>(count).fill(weight);

describe('the Shapley-Shubik index, against published councils', () => {
  it('of the United Nations Security Council, since 1966 and before', () => {
    const now = powers(39, ...times(7, 5), ...times(1, 10));
    expect(new Set(now.slice(0, 5))).toEqual(new Set(['421/2145']));
    expect(new Set(now.slice(5))).toEqual(new Set(['4/2145']));
    const before = powers(27, ...times(5, 5), ...times(1, 6));
    expect(new Set(before.slice(0, 5))).toEqual(new Set(['76/385']));
    expect(new Set(before.slice(5))).toEqual(new Set(['1/462']));
  });

  it('of the European Economic Community of 1958, where Luxembourg had a vote and no power', () => {
    expect(powers(12, 4, 4, 4, 2, 2, 1)).toEqual(['7/30', '7/30', '7/30', '3/20', '3/20', '0/1']);
  });

  it('of small weighted games', () => {
    expect(powers(6, 4, 3, 2, 1)).toEqual(['5/12', '1/4', '1/4', '1/12']);
    expect(powers(4, 3, 2, 1, 1)).toEqual(['1/2', '1/6', '1/6', '1/6']);
  });

  it('of the European Union of fifteen (Felsenthal and Machover, 1997)', () => {
    const weights = [...times(10, 4), 8, ...times(5, 4), ...times(4, 2), ...times(3, 3), 2];
    const percent = index('shapley', 62, weights).values.map((value) =>
      (100 * rationalToNumber(value)).toFixed(2),
    );
    expect([...new Set(percent)]).toEqual(['11.67', '9.55', '5.52', '4.54', '3.53', '2.07']);
  });

  it('of 193 states with one vote each is a 193rd', () => {
    expect(new Set(powers(97, ...times(1, 193)))).toEqual(new Set(['1/193']));
  });
});

describe('votingMarginalSums', () => {
  const anyGame = fc
    .tuple(
      fc.integer({ min: 1, max: 30 }),
      fc.array(fc.integer({ min: 0, max: 12 }), { minLength: 1, maxLength: 9 }),
    )
    .filter(([, weights]) => weights.some((weight) => weight > 0));

  it('counts by size and weight what the table of all coalitions counts', () => {
    fc.assert(
      fc.property(anyGame, ([quota, weights]) => {
        const game = gameOf(quota, weights);
        expect(votingMarginalSums(game)).toEqual({ ok: true, value: marginalSums(votingTable(game)) });
      }),
      { numRuns: 300 },
    );
  });

  it('is efficient wherever all together win', () => {
    const games: [number, number[]][] = [
      [270, [54, 40, 30, 28, 19, 19, 17, 16, 16, 15, 14, 13, 12, ...times(11, 23)]],
      [50, times(1, 99)],
    ];
    for (const [quota, weights] of games)
      for (const method of ['shapley', 'banzhaf'] as const) {
        const { efficiencyGap } = index(method, quota, weights);
        expect(rationalText(efficiencyGap) === '0/1').toBe(method === 'shapley');
      }
  });

  it('takes twenty players with weights of any size, over all coalitions', () => {
    const weights = [9_000_000_000, 4_000_000_001, ...times(3, 5)];
    expect(index('shapley', 9_000_000_000, weights).values.map(rationalText)).toEqual([
      '1/1',
      ...times(0, 6).map(() => '0/1'),
    ]);
  });

  it('says how large a game is that is too large', () => {
    const game = gameOf(5_000_001, [10_000_000, ...Array.from({ length: 40 }, (_, n) => 99_991 - n)]);
    expect(votingMarginalSums(game)).toMatchObject({ ok: false });
  });
});

describe('votingGame', () => {
  it('is the same on every scale', () => {
    expect(gameOf(0.6, [0.4, 0.3, 0.2, 0.1])).toEqual(gameOf(60, [40, 30, 20, 10]));
    expect(gameOf(6, [4, 3, 2, 1])).toEqual({ quota: 6n, weights: [4n, 3n, 2n, 1n] });
  });

  it('reaches a quota between two sums at the higher one', () => {
    expect(gameOf(5, [4, 4])).toEqual({ quota: 2n, weights: [1n, 1n] });
  });

  it('has no power for anybody where the quota is out of reach', () => {
    expect(new Set(powers(1e300, 4, 3))).toEqual(new Set(['0/1']));
  });

  it('refuses what is no game', () => {
    expect(votingGame(0, [1])).toEqual({ ok: false, error: { code: 'quota-not-positive' } });
    expect(votingGame(1, [0, 0])).toEqual({ ok: false, error: { code: 'weights-all-zero' } });
    expect(votingGame(1, [1, -1])).toEqual({ ok: false, error: { code: 'weight-negative', index: 1 } });
  });
});
