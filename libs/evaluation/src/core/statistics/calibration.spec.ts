import * as fc from 'fast-check';
import { calibrationError, expectedCalibrationError, reliabilityBins } from './calibration.js';
import { valueOf } from './refusal.js';

const rows = fc
  .array(fc.tuple(fc.constantFrom(0, 1), fc.double({ min: 0, max: 1, noNaN: true })), {
    minLength: 1,
    maxLength: 60,
  })
  .map((pairs) => ({ label: pairs.map(([label]) => label), probability: pairs.map(([, chance]) => chance) }));

/** The bins of Guo et al. one by one, and the mean of each. */
function naiveError(label: readonly number[], probability: readonly number[], bins: number): number {
  let error = 0;
  for (let bin = 1; bin <= bins; bin += 1) {
    const members = [...probability.keys()].filter((row) => {
      const chance = probability[row] ?? NaN;
      return chance <= bin / bins && (chance > (bin - 1) / bins || bin === 1);
    });
    if (members.length === 0) continue;
    const mean = (of: readonly number[]): number =>
      members.reduce((sum, row) => sum + (of[row] ?? NaN), 0) / members.length;
    error += (members.length / label.length) * Math.abs(mean(label) - mean(probability));
  }
  return error;
}

describe('calibrationError', () => {
  it('weighs the gaps of the bins by their rows', () => {
    fc.assert(
      fc.property(rows, fc.integer({ min: 1, max: 20 }), ({ label, probability }, bins) => {
        expect(valueOf(calibrationError(label, probability, bins))).toBeCloseTo(
          naiveError(label, probability, bins),
          12,
        );
      }),
    );
  });

  it('is 0 where each probability is the share of its rows', () => {
    expect(
      valueOf(calibrationError([1, 0, 0, 0, 1, 1, 1, 0], [0.25, 0.25, 0.25, 0.25, 0.75, 0.75, 0.75, 0.75])),
    ).toBe(0);
  });

  it('refuses no rows', () => {
    expect(calibrationError([], [])).toMatchObject({ error: { code: 'no-rows' } });
  });
});

describe('expectedCalibrationError', () => {
  const half = (count: number): readonly [number[], number[]] => [
    Array.from({ length: count }, (_, row) => row % 2),
    Array.from({ length: count }, () => 0.4),
  ];

  it('is refused below 300 rows, with the reason', () => {
    expect(expectedCalibrationError(...half(299))).toEqual({
      ok: false,
      error: { code: 'too-few-rows', reason: 'calibration error needs at least 300 rows, there are 299' },
    });
  });

  it('is given from 300 rows', () => {
    expect(valueOf(expectedCalibrationError(...half(300)))).toBeCloseTo(0.1, 12);
  });
});

describe('reliabilityBins', () => {
  it('leaves out empty bins and holds every row once', () => {
    const bins = reliabilityBins([1, 0, 1], [0.05, 0.06, 1]);
    expect(bins).toMatchObject([
      { from: 0, to: 1 / 15, n: 2, positiveShare: 0.5 },
      { from: 14 / 15, to: 1, n: 1, meanProbability: 1, positiveShare: 1 },
    ]);
    expect(bins[0]?.meanProbability).toBeCloseTo(0.055, 12);
  });
});
