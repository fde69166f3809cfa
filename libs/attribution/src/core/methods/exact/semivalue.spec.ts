import fc from 'fast-check';
import { coalitionGame } from './coalition-game.js';
import { decimalOf } from './decimal.js';
import { marginalSums } from './marginal-sums.js';
import {
  add,
  multiply,
  ONE,
  type Rational,
  rational,
  rationalText,
  rationalToNumber,
  sumOf,
} from './rational.js';
import { semivalue } from './semivalue.js';
import { type Semivalue, sizeWeights } from './size-weights.js';

const SHAPLEY: Semivalue = { method: 'shapley' };
const BANZHAF: Semivalue = { method: 'banzhaf' };
const LEAVE_ONE_OUT: Semivalue = { method: 'leave-one-out' };
const beta = (a: number, b: number): Semivalue => ({
  method: 'beta-shapley',
  alpha: decimalOf(a),
  beta: decimalOf(b),
});
const METHODS = [SHAPLEY, BANZHAF, LEAVE_ONE_OUT, beta(4, 1), beta(0.5, 2.25)];

const valuesOf = (method: Semivalue, players: number, utilities: readonly number[]): readonly Rational[] =>
  semivalue(method, marginalSums(coalitionGame(players, utilities))).values;

const textsOf = (method: Semivalue, players: number, worth: (members: readonly number[]) => number) =>
  valuesOf(method, players, tableOf(players, worth)).map(rationalText);

/** Writes a game out, coalition by coalition. */
const tableOf = (players: number, worth: (members: readonly number[]) => number): number[] =>
  Array.from({ length: 2 ** players }, (_, coalition) =>
    worth(
      Array.from({ length: players }, (_, player) => player).filter((player) => coalition & (1 << player)),
    ),
  );

const gloves =
  (left: number) =>
  (members: readonly number[]): number => {
    const lefts = members.filter((player) => player < left).length;
    return Math.min(lefts, members.length - lefts);
  };

const anyUtility = fc.oneof(
  fc.integer({ min: -1_000, max: 1_000 }).map((n) => n / 1_000),
  fc.double({ min: -1e6, max: 1e6, noNaN: true }),
  fc.maxSafeInteger(),
);
const anyTable = fc
  .integer({ min: 1, max: 5 })
  .chain((players) =>
    fc.tuple(
      fc.constant(players),
      fc.array(anyUtility, { minLength: 2 ** players, maxLength: 2 ** players }),
    ),
  );
const anyMethod = fc.constantFrom(...METHODS);

/** The textbook definition: the sum over coalitions of the others of p_s · (v(S ∪ i) - v(S)). */
function byDefinition(
  method: Semivalue,
  players: number,
  utilities: readonly number[],
  player: number,
): Rational {
  const weights = sizeWeights(method, players);
  const terms = utilities.flatMap((utility, coalition) => {
    if (coalition & (1 << player)) return [];
    const size = coalition.toString(2).replaceAll('0', '').length;
    const gain = add(
      decimalOf(utilities[coalition | (1 << player)] ?? 0),
      multiply(rational(-1n), decimalOf(utility)),
    );
    return [multiply(weights[size] ?? ONE, gain)];
  });
  return sumOf(terms);
}

/** Shapley's own story: the mean of what a player adds, over all orders of arrival. */
function byArrival(players: number, utilities: readonly number[]): readonly Rational[] {
  const orders = permutations(Array.from({ length: players }, (_, player) => player));
  const values = new Array<Rational>(players).fill(rational(0n));
  for (const order of orders) {
    let coalition = 0;
    for (const player of order) {
      const before = decimalOf(utilities[coalition] ?? 0);
      coalition |= 1 << player;
      const gain = add(decimalOf(utilities[coalition] ?? 0), multiply(rational(-1n), before));
      values[player] = add(values[player] ?? gain, multiply(gain, rational(1n, BigInt(orders.length))));
    }
  }
  return values;
}

const permutations = (items: readonly number[]): readonly number[][] =>
  items.length === 0
    ? [[]]
    : items.flatMap((item) =>
        permutations(items.filter((other) => other !== item)).map((rest) => [item, ...rest]),
      );

describe('Shapley values, against published games', () => {
  it('of gloves, one left and two right (Shapley and Shubik, 1969)', () => {
    expect(textsOf(SHAPLEY, 3, gloves(1))).toEqual(['2/3', '1/6', '1/6']);
  });

  it('of gloves, two left and four right', () => {
    expect(textsOf(SHAPLEY, 6, gloves(2))).toEqual(['11/15', '11/15', '2/15', '2/15', '2/15', '2/15']);
  });

  it('of an airport with runways for 8, 11, 13 and 18 (Littlechild and Owen, 1973)', () => {
    const costs = [8, 11, 13, 18];
    const cost = (members: readonly number[]) => Math.max(0, ...members.map((player) => costs[player] ?? 0));
    expect(textsOf(SHAPLEY, 4, cost)).toEqual(['2/1', '3/1', '4/1', '9/1']);
  });

  it('of an owner and three workers', () => {
    const output = (members: readonly number[]) => (members.includes(0) ? members.length - 1 : 0);
    expect(textsOf(SHAPLEY, 4, output)).toEqual(['3/2', '1/2', '1/2', '1/2']);
  });
});

describe('Banzhaf values, against published games', () => {
  it('of gloves', () => {
    expect(textsOf(BANZHAF, 3, gloves(1))).toEqual(['3/4', '1/4', '1/4']);
    expect(textsOf(BANZHAF, 6, gloves(2))).toEqual(['13/16', '13/16', '3/16', '3/16', '3/16', '3/16']);
  });
});

describe('semivalues', () => {
  it('are what their definition says', () => {
    fc.assert(
      fc.property(anyMethod, anyTable, (method, [players, utilities]) => {
        const defined = Array.from({ length: players }, (_, player) =>
          byDefinition(method, players, utilities, player),
        );
        expect(valuesOf(method, players, utilities)).toEqual(defined);
      }),
    );
  });

  it('of Shapley are the mean over all orders of arrival', () => {
    fc.assert(
      fc.property(anyTable, ([players, utilities]) => {
        expect(valuesOf(SHAPLEY, players, utilities)).toEqual(byArrival(players, utilities));
      }),
    );
  });

  it('of Shapley share out exactly what all are worth together (efficiency)', () => {
    fc.assert(
      fc.property(anyTable, ([players, utilities]) => {
        const { efficiencyGap } = semivalue(SHAPLEY, marginalSums(coalitionGame(players, utilities)));
        expect(rationalText(efficiencyGap)).toBe('0/1');
      }),
    );
  });

  it('of other methods tell by how much they do not', () => {
    const sums = marginalSums(coalitionGame(3, tableOf(3, gloves(1))));
    expect(rationalText(semivalue(BANZHAF, sums).efficiencyGap)).toBe('1/4');
    expect(rationalText(semivalue(LEAVE_ONE_OUT, sums).efficiencyGap)).toBe('0/1');
  });

  it('give a player that never adds anything nothing (null player)', () => {
    fc.assert(
      fc.property(anyMethod, anyTable, (method, [players, utilities]) => {
        const values = valuesOf(method, players + 1, [...utilities, ...utilities]);
        expect(rationalText(values[players] ?? ONE)).toBe('0/1');
      }),
    );
  });

  it('give players that can stand in for each other the same (symmetry)', () => {
    const swapFirstTwo = (coalition: number): number =>
      (coalition & ~3) | ((coalition & 1) << 1) | ((coalition & 2) >> 1);
    fc.assert(
      fc.property(anyMethod, anyTable, (method, [players, utilities]) => {
        fc.pre(players >= 2);
        const symmetric = utilities.map((utility, at) =>
          at > swapFirstTwo(at) ? (utilities[swapFirstTwo(at)] ?? 0) : utility,
        );
        const [first, second] = valuesOf(method, players, symmetric);
        expect(first).toEqual(second);
      }),
    );
  });

  it('of a sum of games are the sums of the values (additivity)', () => {
    const integers = fc.array(fc.integer({ min: -1e6, max: 1e6 }), { minLength: 16, maxLength: 16 });
    fc.assert(
      fc.property(anyMethod, integers, integers, (method, one, other) => {
        const both = one.map((utility, at) => utility + (other[at] ?? 0));
        const others = valuesOf(method, 4, other);
        expect(valuesOf(method, 4, both)).toEqual(
          valuesOf(method, 4, one).map((value, player) => add(value, others[player] ?? ONE)),
        );
      }),
    );
  });

  it('hold for utilities of many digits as they do for few', () => {
    const table = [0, 1e21, 1e-9, 0.1 + 0.2].map((utility) => utility);
    expect(valuesOf(SHAPLEY, 2, table)).toEqual(byArrival(2, table));
  });
});

describe('sizeWeights', () => {
  it('weigh all coalitions together as one', () => {
    const binomial = (n: number, k: number): bigint =>
      k === 0 ? 1n : (binomial(n, k - 1) * BigInt(n - k + 1)) / BigInt(k);
    for (const method of METHODS)
      for (const players of [1, 2, 7, 20]) {
        const weights = sizeWeights(method, players);
        const total = sumOf(
          weights.map((weight, size) => multiply(weight, rational(binomial(players - 1, size)))),
        );
        expect(rationalText(total)).toBe('1/1');
      }
  });

  it('of Beta(1, 1) are those of Shapley', () => {
    expect(sizeWeights(beta(1, 1), 12)).toEqual(sizeWeights(SHAPLEY, 12));
  });

  it('of Beta(16, 1) are the density of Kwon and Zou, integrated', () => {
    // p_s = ∫ t^s (1 - t)^(n-1-s) dBeta(β, α)(t), with density 16 (1 - t)^15 for α = 16, β = 1.
    const steps = 20_000;
    for (const [size, weight] of sizeWeights(beta(16, 1), 6).entries()) {
      let integral = 0;
      for (let step = 0; step < steps; step += 1) {
        const t = (step + 0.5) / steps;
        integral += (16 * (1 - t) ** 15 * t ** size * (1 - t) ** (5 - size)) / steps;
      }
      expect(rationalToNumber(weight)).toBeCloseTo(integral, 6);
    }
  });
});
