import { asCurrency } from '#libs/kernel';
import { costColumns, scoreColumns, storedCost, storedScore } from './score-columns.js';

const score = {
  headline: { value: 0.9, lower: 0.8, upper: 0.95, n: 12 },
  correctShare: 0.75,
  grouped: { value: 0.9, n: 12, support: 3, groups: 4, influence: Float64Array.of(0.1, -0.25, 1e-300, 0) },
};

describe('scores in tables', () => {
  it('come back as they went in', () => {
    expect(storedScore(scoreColumns(score))).toEqual(score);
  });

  it('come back from a part of a larger buffer', () => {
    const columns = scoreColumns(score);
    const buffer = Buffer.concat([Buffer.from('xyz'), columns.influence]).subarray(3);
    expect(storedScore({ ...columns, influence: new Uint8Array(buffer) })).toEqual(score);
  });

  it('are none where the rows gave none', () => {
    expect(storedScore({ ...scoreColumns(score), value: null })).toBeUndefined();
    expect(storedScore({ ...scoreColumns(score), influence: null })).toBeUndefined();
  });
});

describe('costs in tables', () => {
  it.each([
    undefined,
    { microMinorPerThousand: 0n, currency: null },
    { microMinorPerThousand: 7n, currency: asCurrency('EUR') },
  ])('come back as %p', (cost) => {
    expect(storedCost(costColumns(cost))).toEqual(cost);
  });
});
