import { assert } from '#libs/kernel';

/** An exact fraction in lowest terms; the denominator is positive. */
export type Rational = { readonly numerator: bigint; readonly denominator: bigint };

const abs = (n: bigint): bigint => (n < 0n ? -n : n);

/** Euclid's algorithm on magnitudes. */
export function greatestCommonDivisor(a: bigint, b: bigint): bigint {
  let [x, y] = [abs(a), abs(b)];
  while (y !== 0n) [x, y] = [y, x % y];
  return x;
}

export const leastCommonMultiple = (a: bigint, b: bigint): bigint => (a / greatestCommonDivisor(a, b)) * b;

export function rational(numerator: bigint, denominator = 1n): Rational {
  assert(denominator !== 0n, 'a fraction has a denominator');
  const divisor = greatestCommonDivisor(numerator, denominator) * (denominator < 0n ? -1n : 1n);
  return { numerator: numerator / divisor, denominator: denominator / divisor };
}

export const ZERO = rational(0n);

export const ONE = rational(1n);

export const add = (a: Rational, b: Rational): Rational =>
  rational(a.numerator * b.denominator + b.numerator * a.denominator, a.denominator * b.denominator);

export const subtract = (a: Rational, b: Rational): Rational =>
  rational(a.numerator * b.denominator - b.numerator * a.denominator, a.denominator * b.denominator);

export const multiply = (a: Rational, b: Rational): Rational =>
  rational(a.numerator * b.numerator, a.denominator * b.denominator);

export const divide = (a: Rational, b: Rational): Rational =>
  rational(a.numerator * b.denominator, a.denominator * b.numerator);

export const sumOf = (terms: readonly Rational[]): Rational => terms.reduce(add, ZERO);

/** `p/q` in lowest terms, also when q is 1. */
export const rationalText = ({ numerator, denominator }: Rational): string =>
  `${numerator.toString()}/${denominator.toString()}`;

const bitLength = (n: bigint): number => (n === 0n ? 0 : abs(n).toString(2).length);

/**
 * The binary64 number nearest to a fraction (ties to even), also where numerator and denominator are beyond
 * binary64 themselves. Subnormal results may be rounded twice.
 */
export function rationalToNumber({ numerator, denominator }: Rational): number {
  // A quotient of at least 64 bits, its last bit sticky, rounds as the fraction itself would.
  const shift = 64 - bitLength(numerator) + bitLength(denominator);
  const [over, under] =
    shift >= 0
      ? [abs(numerator) << BigInt(shift), denominator]
      : [abs(numerator), denominator << BigInt(-shift)];
  const quotient = over / under;
  const sticky = quotient | (over % under === 0n ? 0n : 1n);
  const half = Math.trunc(-shift / 2);
  const magnitude = Number(sticky) * 2 ** half * 2 ** (-shift - half);
  return numerator < 0n ? -magnitude : magnitude;
}

/** Fractions brought to their least common denominator. */
export function overCommonDenominator(fractions: readonly Rational[]): {
  readonly numerators: readonly bigint[];
  readonly denominator: bigint;
} {
  const denominator = fractions.reduce((lcm, fraction) => leastCommonMultiple(lcm, fraction.denominator), 1n);
  return {
    numerators: fractions.map((fraction) => fraction.numerator * (denominator / fraction.denominator)),
    denominator,
  };
}
