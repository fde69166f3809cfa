import fc from 'fast-check';
import {
  coalitionGame,
  marginalSums,
  rational,
  rationalText,
  rationalToNumber,
  semivalue,
} from '../exact/index.js';
import type { KnnModel } from './knn-model.js';
import { knnShapley, knnShapleyOfRanks } from './knn-shapley.js';
import { knnShapleyExact, knnShapleyOfMatches } from './knn-shapley-exact.js';
import { nearestFirst, orderScratch, pointSet } from './nearest-order.js';

const textsOf = (
  matches: readonly number[],
  k: number,
  utility: KnnModel['utility'] = 'hard-label',
): string[] => knnShapleyOfMatches([matches], { k, utility }).values.map(rationalText);

/** The utility itself, of every coalition of ranks; Shapley by its definition. */
function byDefinition(matches: readonly number[], { k, utility }: KnnModel): string[] {
  const table = Array.from({ length: 2 ** matches.length }, (_, coalition) => {
    const nearest = matches.filter((_, rank) => coalition & (1 << rank)).slice(0, k);
    const right = nearest.reduce((sum, match) => sum + match, 0);
    const counted = utility === 'hard-label' ? k : nearest.length;
    // Over the common multiple of all counts, so that the table is of integers.
    return counted === 0 ? 0 : (right * 27_720) / counted;
  });
  const { values } = semivalue({ method: 'shapley' }, marginalSums(coalitionGame(matches.length, table)));
  return values.map(({ numerator, denominator }) => rationalText(rational(numerator, denominator * 27_720n)));
}

const anyMatch = fc.constantFrom(0, 1);
const anyModel = fc.record({
  k: fc.integer({ min: 1, max: 12 }),
  utility: fc.constantFrom('hard-label' as const, 'soft-label' as const),
});

describe('KNN-Shapley by rank', () => {
  it('is what Jia et al. compute', () => {
    expect(textsOf([1, 0, 1, 1, 0], 1)).toEqual(['3/4', '-1/4', '1/4', '1/4', '0/1']);
    expect(textsOf([1, 0, 1, 1, 0], 2)).toEqual(['1/4', '-1/4', '1/4', '1/4', '0/1']);
  });

  it('is what Wang and Jia compute with soft labels', () => {
    expect(textsOf([1, 0, 1, 1, 0], 2, 'soft-label')).toEqual(['3/10', '-13/40', '3/10', '3/10', '-3/40']);
  });

  it('counts missing neighbours as wrong where there are fewer than K', () => {
    expect(textsOf([1, 0, 1], 5)).toEqual(['1/5', '0/1', '1/5']);
    expect(textsOf([1], 3)).toEqual(['1/3']);
  });

  it('is the Shapley value of its utility, also for K beyond the points', () => {
    fc.assert(
      fc.property(fc.array(anyMatch, { minLength: 1, maxLength: 8 }), anyModel, (matches, model) => {
        expect(knnShapleyOfMatches([matches], model).values.map(rationalText)).toEqual(
          byDefinition(matches, model),
        );
      }),
      { numRuns: 300 },
    );
  });

  it('of several validation points is the mean of their values', () => {
    const { values } = knnShapleyOfMatches(
      [
        [1, 0, 1],
        [0, 0, 1],
      ],
      { k: 1, utility: 'hard-label' },
    );
    expect(textsOf([1, 0, 1], 1)).toEqual(['5/6', '-1/6', '1/3']);
    expect(textsOf([0, 0, 1], 1)).toEqual(['-1/6', '-1/6', '1/3']);
    expect(values.map(rationalText)).toEqual(['1/3', '-1/6', '1/3']);
  });

  it('has no gap, exactly or up to rounding', () => {
    const rows = fc
      .integer({ min: 1, max: 40 })
      .chain((ranks) =>
        fc.array(fc.array(anyMatch, { minLength: ranks, maxLength: ranks }), { minLength: 1, maxLength: 5 }),
      );
    fc.assert(
      fc.property(rows, anyModel, (matches, model) => {
        const exact = knnShapleyOfMatches(matches, model);
        expect(rationalText(exact.efficiencyGap)).toBe('0/1');
        const rounded = knnShapleyOfRanks(matches, model);
        expect(Math.abs(rounded.efficiencyGap)).toBeLessThan(1e-13);
        exact.values.forEach((value, rank) => {
          expect(rounded.values[rank]).toBeCloseTo(rationalToNumber(value), 13);
        });
      }),
    );
  });
});

const anyPoint = fc.array(fc.constantFrom(-1, 0, 0.5, 1, 1e-9, 1e9), { minLength: 2, maxLength: 2 });
const anyPoints = fc.array(fc.tuple(anyPoint, fc.constantFrom('a', 'b', 3)), { minLength: 1, maxLength: 30 });

const labelled = (rows: readonly (readonly [readonly number[], string | number])[]) => ({
  points: pointSet(rows.map(([features]) => features)),
  labels: rows.map(([, label]) => label),
});

const squaredDistance = (a: readonly number[], b: readonly number[]): number =>
  a.reduce((sum, x, axis) => sum + (x - (b[axis] ?? 0)) ** 2, 0);

/** Sorts by distance, then position, as it is written down. */
const naiveOrder = (rows: readonly (readonly number[])[], from: readonly number[]): number[] =>
  rows
    .map((row, index) => ({ index, distance: squaredDistance(row, from) }))
    .sort((a, b) => a.distance - b.distance || a.index - b.index)
    .map(({ index }) => index);

describe('nearestFirst', () => {
  it('orders as a comparison of distances does, ties by position', () => {
    const anyRow = fc.array(
      fc.oneof(fc.constantFrom(0, 1, -1), fc.double({ noNaN: true, min: -1e200, max: 1e200 })),
      {
        minLength: 3,
        maxLength: 3,
      },
    );
    fc.assert(
      fc.property(fc.array(anyRow, { minLength: 1, maxLength: 60 }), anyRow, (rows, from) => {
        const order = nearestFirst(pointSet(rows), pointSet([from]), 0, orderScratch(rows.length));
        expect([...order]).toEqual(naiveOrder(rows, from));
      }),
      { numRuns: 500 },
    );
  });
});

describe('KNN-Shapley from features and labels', () => {
  it('is that of the matches, rank by rank', () => {
    fc.assert(
      fc.property(anyPoints, anyPoints, anyModel, (train, validation, model) => {
        const sums = new Array<number>(train.length).fill(0);
        for (const [features, label] of validation) {
          const order = naiveOrder(
            train.map(([row]) => row),
            features,
          );
          const matches = order.map((point) => (train[point]?.[1] === label ? 1 : 0));
          for (const [rank, value] of knnShapleyOfMatches([matches], model).values.entries()) {
            const point = order[rank] ?? 0;
            sums[point] = (sums[point] ?? 0) + rationalToNumber(value);
          }
        }
        const { values } = knnShapley(labelled(train), labelled(validation), model);
        sums.forEach((sum, point) => {
          expect(values[point]).toBeCloseTo(sum / validation.length, 12);
        });
      }),
    );
  });

  it('is the same exactly and in binary64', () => {
    fc.assert(
      fc.property(anyPoints, anyPoints, anyModel, (train, validation, model) => {
        const exact = knnShapleyExact(labelled(train), labelled(validation), model);
        const rounded = knnShapley(labelled(train), labelled(validation), model);
        expect(rationalText(exact.efficiencyGap)).toBe('0/1');
        exact.values.forEach((value, point) => {
          expect(rounded.values[point]).toBeCloseTo(rationalToNumber(value), 12);
        });
      }),
    );
  });

  it('tells a label that is a number from one that is its text', () => {
    const train = labelled([
      [[0, 0], 1],
      [[1, 0], '1'],
    ]);
    const { values } = knnShapley(train, labelled([[[0, 0], '1']]), { k: 1, utility: 'hard-label' });
    expect([...values]).toEqual([-0.5, 0.5].map((value) => expect.closeTo(value, 15) as number));
  });
});
