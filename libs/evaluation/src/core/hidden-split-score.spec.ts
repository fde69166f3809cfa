import fc from 'fast-check';
import { roundHiddenScore } from './hidden-split-score.js';

it('tells two decimals, and limits that still cover', () => {
  expect(roundHiddenScore({ value: 0.71949, lower: 0.5462, upper: 0.8441 })).toEqual({
    value: 0.72,
    lower: 0.54,
    upper: 0.85,
  });
});

it('leaves what has two decimals already', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 100 }), (hundredth) => {
      const share = hundredth / 100;
      expect(roundHiddenScore({ value: share, lower: share, upper: share })).toEqual({
        value: share,
        lower: share,
        upper: share,
      });
    }),
  );
});

it('tells one of 101 numbers, whatever the score', () => {
  const share = fc.double({ min: 0, max: 1, noNaN: true });
  fc.assert(
    fc.property(share, (value) => {
      const told = roundHiddenScore({ value, lower: value, upper: value });
      expect(Number.isInteger(Math.round(told.value * 1e6) / 1e4)).toBe(true);
      expect(told.lower).toBeLessThanOrEqual(value + 1e-9);
      expect(told.upper).toBeGreaterThanOrEqual(value - 1e-9);
    }),
  );
});
