import * as fc from 'fast-check';
import { seededRandom } from '#libs/kernel';
import { binomialCdf } from './binomial-distribution.js';
import { latencyPercentile, samplesToShow } from './latency-percentile.js';
import { valueOf } from './refusal.js';

const upTo = (count: number): number[] => Array.from({ length: count }, (_, index) => index + 1);

describe('samplesToShow', () => {
  // The binomial tail by scipy 1.17.1, betainc(n − t, t + 1, p) < 0.01; 64 and 662 are MLPerf Inference's own.
  it.each([
    [0.9, 1, 64],
    [0.99, 1, 662],
    [0.5, 1, 11],
    [0.95, 1, 130],
    [0.97, 2, 277],
    [0.99, 3, 1001],
    [0.99, 10, 2010],
    [0.999, 1, 6636],
  ])('at %d with %i misses is %i', (percentile, missed, samples) => {
    expect(samplesToShow(missed, percentile)).toBe(samples);
  });

  it('is the first number at which so few misses are less likely than 1 %', () => {
    const misses = fc.integer({ min: 0, max: 20 });
    fc.assert(
      fc.property(misses, fc.constantFrom(0.5, 0.8, 0.9, 0.95), (missed, percentile) => {
        const samples = samplesToShow(missed, percentile);
        expect(binomialCdf(missed, samples, percentile)).toBeLessThan(0.01);
        expect(binomialCdf(missed, samples - 1, percentile)).toBeGreaterThanOrEqual(0.01);
      }),
    );
  });
});

describe('latencyPercentile', () => {
  it.each([
    [0.99, 661, 'p99 needs at least 662 samples, there are 661'],
    [0.9, 63, 'p90 needs at least 64 samples, there are 63'],
    [0.999, 6_635, 'p99.9 needs at least 6636 samples, there are 6635'],
  ])('refuses p%d of %i samples', (percentile, samples, reason) => {
    expect(latencyPercentile(upTo(samples), percentile)).toEqual({
      ok: false,
      error: { code: 'too-few-samples', reason },
    });
  });

  it('promises the slowest of just enough samples', () => {
    expect(valueOf(latencyPercentile(upTo(662), 0.99))).toEqual({
      observed: 656,
      upper: 662,
      samples: 662,
      discarded: 0,
    });
  });

  it('discards the slowest once more may miss', () => {
    expect(valueOf(latencyPercentile(upTo(838), 0.99))).toMatchObject({ upper: 837, discarded: 1 });
    expect(valueOf(latencyPercentile(upTo(2_010), 0.99))).toMatchObject({ upper: 2_001, discarded: 9 });
  });

  it('does not mind the order of the samples', () => {
    expect(latencyPercentile(upTo(200).reverse(), 0.9)).toEqual(latencyPercentile(upTo(200), 0.9));
  });

  it('promises too little in at most 1 % of all cases', () => {
    const random = seededRandom('latencies');
    const trueP90 = -Math.log(0.1);
    let broken = 0;
    for (let trial = 0; trial < 4_000; trial += 1) {
      const latencies = Array.from({ length: 150 }, () => -Math.log(1 - random.uniform()));
      if (valueOf(latencyPercentile(latencies, 0.9)).upper < trueP90) broken += 1;
    }
    // Three standard errors of 1 % of 4 000.
    expect(broken).toBeLessThan(40 + 3 * Math.sqrt(40));
    expect(broken).toBeGreaterThan(0);
  });
});
