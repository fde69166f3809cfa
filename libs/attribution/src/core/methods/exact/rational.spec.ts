import fc from 'fast-check';
import { decimalOf } from './decimal.js';
import { add, divide, multiply, rational, rationalText, rationalToNumber, subtract } from './rational.js';

const anyRational = fc
  .tuple(fc.bigInt({ min: -(10n ** 30n), max: 10n ** 30n }), fc.bigInt({ min: 1n, max: 10n ** 30n }))
  .map(([numerator, denominator]) => rational(numerator, denominator));

/** Zero and the normal numbers: a subnormal result may be rounded twice. */
const anyNormal = fc
  .double({ noNaN: true, noDefaultInfinity: true })
  .filter((x) => x === 0 || Math.abs(x) >= 2 ** -1022);

describe('rational', () => {
  it('is in lowest terms, its sign in the numerator', () => {
    expect(rationalText(rational(6n, -4n))).toBe('-3/2');
    expect(rationalText(rational(0n, -7n))).toBe('0/1');
    expect(rationalText(rational(12n, 4n))).toBe('3/1');
  });

  it('adds and subtracts, multiplies and divides as inverses', () => {
    fc.assert(
      fc.property(anyRational, anyRational, (a, b) => {
        expect(subtract(add(a, b), b)).toEqual(a);
        fc.pre(b.numerator !== 0n);
        expect(divide(multiply(a, b), b)).toEqual(a);
      }),
    );
  });
});

describe('rationalToNumber', () => {
  it('gives back every binary64 number whose decimal it is', () => {
    fc.assert(
      fc.property(anyNormal, (x) => {
        expect(rationalToNumber(decimalOf(x))).toBe(x === 0 ? 0 : x);
      }),
      { numRuns: 1_000 },
    );
  });

  it('rounds a quotient of safe integers as a division does', () => {
    const integer = fc.integer({ min: -Number.MAX_SAFE_INTEGER, max: Number.MAX_SAFE_INTEGER });
    fc.assert(
      fc.property(integer, integer, (a, b) => {
        fc.pre(b !== 0 && a !== 0);
        expect(rationalToNumber(rational(BigInt(a), BigInt(b)))).toBe(a / b);
      }),
      { numRuns: 1_000 },
    );
  });

  it('rounds ties to even, and what is above a tie upwards', () => {
    expect(rationalToNumber(rational(2n ** 53n + 1n))).toBe(2 ** 53);
    expect(rationalToNumber(rational(2n ** 200n * (2n ** 53n + 1n) + 1n, 2n ** 200n))).toBe(2 ** 53 + 2);
  });
});
