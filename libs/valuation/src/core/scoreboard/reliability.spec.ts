import fc from 'fast-check';
import { assert, assertDefined, seededRandom } from '#libs/kernel';
import { reliability, type ReliabilityPoint } from './reliability.js';
import type { ScoreEntry } from './score-entry.js';
import { recordedLot, simulatedLots } from './simulated-lots-fixture.js';

const pointAt = (entries: readonly ScoreEntry[], level: number): ReliabilityPoint =>
  assertDefined(
    reliability(entries).find(({ nominal }) => nominal === level),
    'a point of the plot',
  );

const observedAt = (entries: readonly ScoreEntry[], level: number) => {
  const { observed } = pointAt(entries, level);
  assert(observed.ok, JSON.stringify(observed));
  return observed.value;
};

describe('calibration plot', () => {
  it('runs along the diagonal where claims are kept', () => {
    const entries = simulatedLots({ lots: 3_000 }, seededRandom('diagonal'));
    for (const { nominal, observed } of reliability(entries)) {
      assert(observed.ok, 'sold lots');
      expect(Math.abs(observed.value.value - nominal)).toBeLessThan(0.04);
    }
  });

  it('is flatter than the diagonal where ranges are too narrow', () => {
    const entries = simulatedLots({ lots: 200, spread: 0.5, claimed: 0.2 }, seededRandom('narrow'));
    expect(observedAt(entries, 0.1).lower).toBeGreaterThan(0.1);
    expect(observedAt(entries, 0.9).upper).toBeLessThan(0.9);
  });

  it('lies above the diagonal where estimates are too high', () => {
    const entries = simulatedLots({ lots: 200, centre: -0.4 }, seededRandom('high'));
    for (const level of [0.25, 0.5, 0.75]) expect(observedAt(entries, level).lower).toBeGreaterThan(level);
  });

  it('counts a price at the quantile as below it', () => {
    expect(observedAt([recordedLot({})], 0.5).value).toBe(1);
  });

  it('bounds the share over all lots, whatever the unsold ones were worth', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 10_000 }), (seed) => {
        const everySold = simulatedLots({ lots: 40 }, seededRandom(String(seed)));
        const someUnsold = simulatedLots({ lots: 40, reserveShare: 0.9 }, seededRandom(String(seed)));
        for (const { nominal, withUnsold } of reliability(someUnsold)) {
          const truth = observedAt(everySold, nominal).value;
          const { least = 0, most = 0 } = withUnsold ?? {};
          expect(least).toBeLessThanOrEqual(truth);
          expect(most).toBeGreaterThanOrEqual(truth);
        }
      }),
      { numRuns: 25 },
    );
  });

  it('has no implied quantiles without a claimed deviation', () => {
    const unclaimed = [recordedLot({ forecastStandardDeviation: null })];
    expect(pointAt(unclaimed, 0.25)).toMatchObject({
      observed: { ok: false, error: { code: 'no-claims' } },
      withUnsold: null,
    });
    expect(observedAt(unclaimed, 0.1).n).toBe(1);
  });
});
