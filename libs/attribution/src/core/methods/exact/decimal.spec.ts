import fc from 'fast-check';
import { decimalOf, scaleDecimals } from './decimal.js';
import { rational, rationalText } from './rational.js';

describe('decimalOf', () => {
  it.each([
    [0.1, '1/10'],
    [-2.5, '-5/2'],
    [0, '0/1'],
    [-0, '0/1'],
    [1e21, '1000000000000000000000/1'],
    [1.5e-7, '3/20000000'],
    [0.1 + 0.2, '7500000000000001/25000000000000000'],
  ])('reads %d as %s', (value, text) => {
    expect(rationalText(decimalOf(value))).toBe(text);
  });
});

describe('scaleDecimals', () => {
  const anyDecimal = fc.oneof(
    fc.integer({ min: -1_000_000_000, max: 1_000_000_000 }).map((n) => n / 1_000),
    fc.double({ min: -1, max: 1, noNaN: true }),
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.maxSafeInteger(),
  );

  it('means the same decimals, whichever way it goes', () => {
    fc.assert(
      fc.property(fc.array(anyDecimal, { minLength: 1, maxLength: 8 }), (values) => {
        const { integers, denominator } = scaleDecimals(values);
        expect(
          Array.from<number | bigint, object>(integers, (n) => rational(BigInt(n), denominator)),
        ).toEqual(values.map(decimalOf));
      }),
      { numRuns: 500 },
    );
  });

  it('stays in binary64 for measured accuracies', () => {
    expect(scaleDecimals([0.875, 0.9, 0.123456789])).toEqual({
      integers: Float64Array.of(875_000_000, 900_000_000, 123_456_789),
      denominator: 10n ** 9n,
    });
  });
});
