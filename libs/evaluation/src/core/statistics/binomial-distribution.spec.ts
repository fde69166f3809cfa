import * as fc from 'fast-check';
import { binomialCdf } from './binomial-distribution.js';

/** Adds up Pascal's recursion of the probabilities. */
function naiveCdf(events: number, trials: number, chance: number): number {
  let probability = (1 - chance) ** trials;
  let sum = 0;
  for (let k = 0; k <= events; k += 1) {
    sum += probability;
    probability *= ((trials - k) / (k + 1)) * (chance / (1 - chance));
  }
  return sum;
}

describe('binomialCdf', () => {
  // scipy 1.17.1, binom.cdf.
  it.each([
    [3, 20, 0.5, 0.0012884140014648438],
    [0, 10, 0.9, 0.34867844009999993],
    [480, 1000, 0.5, 0.10872414660207075],
    [5, 661, 0.99, 0.35210863816533877],
  ])('of at most %i events in %i trials is scipy’s', (events, trials, chanceOfNone, probability) => {
    expect(binomialCdf(events, trials, chanceOfNone)).toBeCloseTo(probability, 12);
  });

  it('adds up the probabilities', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 60 }),
        fc.integer({ min: 0, max: 60 }),
        fc.double({ min: 0.05, max: 0.95, noNaN: true }),
        (trials, events, chance) => {
          fc.pre(events <= trials);
          expect(binomialCdf(events, trials, 1 - chance)).toBeCloseTo(naiveCdf(events, trials, chance), 11);
        },
      ),
    );
  });

  it('is 0 below no events and 1 at all of them', () => {
    expect(binomialCdf(-1, 5, 0.5)).toBe(0);
    expect(binomialCdf(5, 5, 0.5)).toBe(1);
  });
});
