import { assert, assertDefined } from '#libs/kernel';
import { overCommonDenominator, type Rational, rational } from './rational.js';

/**
 * The decimal that a JSON number stands for, exactly: the shortest one that reads back as the same binary64
 * number (ECMA-262, Number::toString), which is the text itself for up to 15 significant digits. `0.1` is 1/10.
 */
export function decimalOf(value: number): Rational {
  assert(Number.isFinite(value), `not a decimal: ${String(value)}`);
  return assertDefined(parseDecimal(String(value)), 'a finite number is written as a decimal');
}

/** Reads a decimal, with or without fraction and exponent; undefined for any other text. */
export function parseDecimal(text: string): Rational | undefined {
  const match = /^(-?\d+)(?:\.(\d+))?(?:e([+-]\d+))?$/.exec(text);
  if (match === null) return undefined;
  const [, whole = '0', fraction = '', exponent = '0'] = match;
  const digits = BigInt(whole + fraction);
  const scale = Number(exponent) - fraction.length;
  return scale >= 0 ? rational(digits * 10n ** BigInt(scale)) : rational(digits, 10n ** BigInt(-scale));
}

/** Decimals as integers over one denominator. */
export type ScaledDecimals = {
  readonly integers: readonly bigint[] | Float64Array;
  readonly denominator: bigint;
};

/** No two decimals of up to 15 significant digits read as the same binary64 number. */
const DIGITS_UNIQUE = 15;

const POWERS_OF_TEN = Array.from({ length: DIGITS_UNIQUE + 1 }, (_, places) => 10 ** places);

/**
 * Brings decimals to one denominator: as integers in binary64 where 15 digits hold all of them, which is what
 * tables of a million utilities are made of; as bigints otherwise.
 */
export function scaleDecimals(values: readonly number[]): ScaledDecimals {
  let places = 0;
  for (const value of values) places = placesFor(places, value);
  const factor = POWERS_OF_TEN[places] ?? 1;
  const integers = integersOf(values, factor);
  if (integers !== undefined) return { integers, denominator: BigInt(factor) };
  const { numerators, denominator } = overCommonDenominator(values.map(decimalOf));
  return { integers: numerators, denominator };
}

/**
 * Decimal places that hold a value, at least as many as are given; no more than 15 are tried. Both sides of
 * n / 10^d are exact in binary64, so equality says that the decimal n·10^-d reads as the value.
 */
function placesFor(least: number, value: number): number {
  let places = least;
  for (; places < DIGITS_UNIQUE; places += 1) {
    const factor = POWERS_OF_TEN[places] ?? 1;
    if (Math.round(value * factor) / factor === value) break;
  }
  return places;
}

/** Values times a factor, where those are integers of 15 digits that read back as the values; undefined otherwise. */
function integersOf(values: readonly number[], factor: number): Float64Array | undefined {
  const integers = new Float64Array(values.length);
  for (let index = 0; index < values.length; index += 1) {
    const value = values[index] ?? 0;
    const n = Math.round(value * factor);
    if (Math.abs(n) > 10 ** DIGITS_UNIQUE || n / factor !== value) return undefined;
    integers[index] = n;
  }
  return integers;
}
