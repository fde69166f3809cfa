import { assert } from '#libs/kernel';
import {
  decimalOf,
  rationalToNumber,
  type Semivalue,
  semivalue,
  votingGame,
  votingMarginalSums,
} from '../exact/index.js';
import { sampleBanzhaf } from './banzhaf-sampling.js';
import { permutationOf, samplingSeed } from './permutation.js';
import {
  type SampledGame,
  type SampledValues,
  samplePermutations,
  walkPermutations,
} from './permutation-sampling.js';
import { permutationsNeeded } from './sample-size.js';

/** The electors of the fifty states and of the District of Columbia, 2024. */
const ELECTORS = [
  54, 40, 30, 28, 19, 19, 17, 16, 16, 15, 14, 13, 12, 11, 11, 11, 11, 10, 10, 10, 10, 10, 9, 9, 8, 8, 8, 7, 7,
  6, 6, 6, 6, 6, 6, 5, 5, 4, 4, 4, 4, 4, 4, 4, 3, 3, 3, 3, 3, 3, 3,
];

const college: SampledGame = {
  players: ELECTORS.length,
  utility: (members) =>
    ELECTORS.reduce((sum, votes, state) => sum + votes * (members[state] ?? 0), 0) >= 270 ? 1 : 0,
};

/** Values by dynamic programming: what the estimates are measured against. */
function exactly(method: Semivalue): readonly number[] {
  const game = votingGame(270, ELECTORS);
  assert(game.ok, 'a college is a voting game');
  const sums = votingMarginalSums(game.value);
  assert(sums.ok, 'and not too large');
  return semivalue(method, sums.value).values.map(rationalToNumber);
}

const rootMeanSquare = (errors: readonly number[]): number =>
  Math.sqrt(errors.reduce((sum, error) => sum + error ** 2, 0) / errors.length);

/** Errors in units of their standard errors: near one, if the standard errors are right. */
function spread(sampled: SampledValues, exact: readonly number[]): number {
  return rootMeanSquare(
    sampled.values.map(
      (value, player) => (value - (exact[player] ?? 0)) / (sampled.standardErrors[player] ?? 0),
    ),
  );
}

const SHAPLEY: Semivalue = { method: 'shapley' };
const plan = { samples: 4_000, seed: 'sampling.spec' };

describe('permutationOf', () => {
  it('draws every order equally often', () => {
    const counts = new Map<string, number>();
    for (let index = 0; index < 6_000; index += 1) {
      const order = permutationOf(3, 'orders', index).join('');
      counts.set(order, (counts.get(order) ?? 0) + 1);
    }
    expect(counts.size).toBe(6);
    // Chi-square with 5 degrees of freedom: 0.9999 quantile 25.7.
    expect([...counts.values()].reduce((sum, count) => sum + (count - 1_000) ** 2 / 1_000, 0)).toBeLessThan(
      25.7,
    );
  });

  it('draws any order again, alone', () => {
    expect(permutationOf(9, 'orders', 7)).toEqual(permutationOf(9, 'orders', 7));
    expect(permutationOf(9, 'orders', 7)).not.toEqual(permutationOf(9, 'orders', 8));
    expect(permutationOf(9, 'orders', 7)).not.toEqual(permutationOf(9, 'other orders', 7));
  });
});

describe('samplePermutations', () => {
  it('estimates the power of 51 players, as surely as its standard errors say', () => {
    const sampled = samplePermutations(college, SHAPLEY, plan);
    expect(spread(sampled, exactly(SHAPLEY))).toBeGreaterThan(0.6);
    expect(spread(sampled, exactly(SHAPLEY))).toBeLessThan(1.5);
  });

  it('estimates Beta-Shapley values by the same orders', () => {
    const method: Semivalue = { method: 'beta-shapley', alpha: decimalOf(2), beta: decimalOf(2) };
    expect(spread(samplePermutations(college, method, plan), exactly(method))).toBeLessThan(1.5);
  });

  it('shares out what all are worth, up to rounding', () => {
    expect(Math.abs(samplePermutations(college, SHAPLEY, plan).efficiencyGap)).toBeLessThan(1e-12);
  });

  it('gives the same for the same seed, and something else for another', () => {
    const small = { samples: 20, seed: 'a' };
    expect(samplePermutations(college, SHAPLEY, small)).toEqual(samplePermutations(college, SHAPLEY, small));
    expect(samplePermutations(college, SHAPLEY, { ...small, seed: 'b' }).values).not.toEqual(
      samplePermutations(college, SHAPLEY, small).values,
    );
  });

  it('has larger errors with antithetic orders where an order and its reverse have one pivot', () => {
    const antithetic = samplePermutations(college, SHAPLEY, { ...plan, antithetic: true });
    const ratio =
      rootMeanSquare(antithetic.standardErrors) /
      rootMeanSquare(samplePermutations(college, SHAPLEY, plan).standardErrors);
    expect(ratio).toBeGreaterThan(1.3);
    expect(spread(antithetic, exactly(SHAPLEY))).toBeLessThan(1.5);
  });

  it('has no error with antithetic orders where marginals are linear in the place', () => {
    const quadratic: SampledGame = {
      players: 6,
      utility: (members) => members.reduce((sum, isIn) => sum + isIn, 0) ** 2,
    };
    const { values, standardErrors } = samplePermutations(quadratic, SHAPLEY, {
      samples: 4,
      seed: 'a',
      antithetic: true,
    });
    expect(values).toEqual([6, 6, 6, 6, 6, 6]);
    expect(standardErrors).toEqual([0, 0, 0, 0, 0, 0]);
  });

  it('evaluates less with a tolerance, and tells what that leaves out', () => {
    let asked = 0;
    const saturating: SampledGame = {
      players: 12,
      utility: (members) => {
        asked += 1;
        return 1 - 0.5 ** members.reduce((sum, isIn) => sum + isIn, 0);
      },
    };
    samplePermutations(saturating, SHAPLEY, { samples: 100, seed: 'a' });
    const withoutTolerance = asked;
    asked = 0;
    const { efficiencyGap } = samplePermutations(saturating, SHAPLEY, {
      samples: 100,
      seed: 'a',
      truncation: { tolerance: 0.01, burnIn: 0 },
    });
    expect(asked).toBeLessThan(0.7 * withoutTolerance);
    expect(efficiencyGap).toBeLessThan(0);
    expect(efficiencyGap).toBeGreaterThan(-0.01);
  });

  it('walks the orders of a burn-in to their ends', () => {
    const sampled = (burnIn: number) => {
      let asked = 0;
      const utility = (members: Uint8Array): number => {
        asked += 1;
        return members.some((isIn) => isIn === 1) ? 1 : 0;
      };
      const truncation = { tolerance: 0.5, burnIn };
      samplePermutations({ players: 5, utility }, SHAPLEY, { samples: 10, seed: 'a', truncation });
      return asked;
    };
    // Nobody and all; four coalitions in each whole order, one in each that is cut short.
    expect([sampled(0), sampled(3), sampled(10)]).toEqual([2 + 10, 2 + 3 * 4 + 7, 2 + 10 * 4]);
  });

  it('stopped and taken up again asks for the same coalitions', () => {
    const asked = (count: number): string[] => {
      const walk = walkPermutations(6, SHAPLEY, { samples: 9, seed: 'a' });
      const coalitions: string[] = [];
      let step = walk.next();
      while (step.done !== true && coalitions.length < count) {
        coalitions.push(`${String(step.value.orders)} ${step.value.members.join('')}`);
        step = walk.next(step.value.members.filter((isIn) => isIn === 1).length ** 2);
      }
      return coalitions;
    };
    expect(asked(20)).toEqual(asked(40).slice(0, 20));
    expect(asked(1_000)).toHaveLength(2 + 9 * 5);
  });
});

describe('sampleBanzhaf', () => {
  it('estimates the power of 51 players, as surely as its standard errors say', () => {
    const sampled = sampleBanzhaf(college, 20_000, 'banzhaf');
    expect(spread(sampled, exactly({ method: 'banzhaf' }))).toBeGreaterThan(0.6);
    expect(spread(sampled, exactly({ method: 'banzhaf' }))).toBeLessThan(1.5);
  });

  it('does not pretend to know from one coalition', () => {
    expect(sampleBanzhaf(college, 1, 'a').standardErrors).toEqual(new Array(51).fill(Infinity));
  });
});

describe('permutationsNeeded', () => {
  it('follows Hoeffding: ln(2n/δ) / (2ε²)', () => {
    expect(permutationsNeeded(51, 1, 0.01, 0.05)).toBe(38_104);
    expect(permutationsNeeded(51, 2, 0.01, 0.05)).toBe(4 * 38_104 - 1);
  });
});

describe('samplingSeed', () => {
  it('depends on the checkpoint and on the job', () => {
    const seeds = [samplingSeed('root', 'job'), samplingSeed('root', 'job 2'), samplingSeed('root 2', 'job')];
    expect(new Set(seeds).size).toBe(3);
  });
});
