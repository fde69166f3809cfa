import { recordedLot } from './simulated-lots-fixture.js';
import { standardisedError } from './standardised-error.js';

const claiming = (forecastStandardDeviation: number | null) => recordedLot({ forecastStandardDeviation });

describe('standardised error', () => {
  it('is 1 for a price one forecast standard deviation above the estimate', () => {
    expect(standardisedError(claiming(0.2), 120_000n)).toBeCloseTo(1, 12);
  });

  it('is as far below for the price whose inverse is that dear', () => {
    expect(standardisedError(claiming(0.25), 80_000n)).toBeCloseTo(-1, 12);
  });

  it.each([
    ['the estimate is nothing', recordedLot({ p10Minor: 0n, estimateMinor: 0n, p90Minor: 0n })],
    ['no deviation is claimed', claiming(null)],
    ['certainty is claimed', claiming(0)],
  ])('is not given where %s', (_, entry) => {
    expect(standardisedError(entry, 100_000n)).toBeNull();
  });
});
