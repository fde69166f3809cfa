import * as fc from 'fast-check';
import { seededRandom } from '#libs/kernel';
import { effectiveUnits, randomGroups, samplingUnits, sumByUnit, unitsWith } from './sampling-units.js';

describe('samplingUnits', () => {
  it('takes every row for a unit unless told otherwise', () => {
    expect(samplingUnits(3)).toEqual({ unitOf: Uint32Array.of(0, 1, 2), count: 3, clustered: false });
  });

  it('keeps rows of one name together, and a number apart from its text', () => {
    expect(samplingUnits(4, ['1', 1, '1', 'x'])).toEqual({
      unitOf: Uint32Array.of(0, 1, 0, 2),
      count: 3,
      clustered: true,
    });
  });

  it('asserts on a cluster too few', () => {
    expect(() => samplingUnits(2, ['a'])).toThrow('a cluster for each row');
  });
});

describe('sumByUnit', () => {
  it('adds up a quantity of the rows', () => {
    expect([...sumByUnit(samplingUnits(4, ['a', 'b', 'a', 'a']), (row) => row)]).toEqual([5, 1]);
  });
});

describe('unitsWith', () => {
  it('counts units that hold a label, however often', () => {
    const units = samplingUnits(5, ['a', 'a', 'b', 'c', 'c']);
    expect(unitsWith(units, [1, 1, 0, 0, 1], 1)).toBe(2);
    expect(unitsWith(units, [1, 1, 0, 0, 1], 0)).toBe(2);
  });
});

describe('effectiveUnits', () => {
  it('is the number of clusters where they are equally large', () => {
    expect(effectiveUnits(samplingUnits(6, ['a', 'b', 'c', 'a', 'b', 'c']))).toBe(3);
  });

  it('is hardly more than one where one cluster holds nearly all rows', () => {
    const names = Array.from({ length: 100 }, (_, row) => Math.max(0, row - 95));
    expect(effectiveUnits(samplingUnits(100, names))).toBeCloseTo(10_000 / (96 ** 2 + 4), 12);
  });
});

describe('randomGroups', () => {
  it('leaves few units alone', () => {
    const units = samplingUnits(10);
    expect(randomGroups(units, 10, seededRandom('few'))).toBe(units);
  });

  it('deals many into groups of nearly equal size and keeps clusters whole', () => {
    fc.assert(
      fc.property(fc.integer({ min: 8, max: 60 }), fc.string(), (clusters, seed) => {
        const names = Array.from({ length: clusters * 3 }, (_, row) => row % clusters);
        const units = samplingUnits(names.length, names);
        const groups = randomGroups(units, 7, seededRandom(seed));
        const sizes = sumByUnit(groups, () => 1);
        expect(groups.count).toBe(7);
        expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(3);
        names.forEach((name, row) => {
          expect(groups.unitOf[row]).toBe(groups.unitOf[name]);
        });
      }),
    );
  });

  it('deals differently with another seed', () => {
    const units = samplingUnits(50);
    const deal = (seed: string): number[] => [...randomGroups(units, 5, seededRandom(seed)).unitOf];
    expect(deal('one')).toEqual(deal('one'));
    expect(deal('one')).not.toEqual(deal('two'));
  });
});
