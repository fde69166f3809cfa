import { add, divide, multiply, type Rational, rational, sign, subtract, ZERO } from './rational.js';

/**
 * `constant + multiple × M`, where M is larger than any number that occurs: what makes one aim come strictly before
 * another without choosing how much more it weighs.
 */
export type LargeNumber = { readonly constant: Rational; readonly multiple: Rational };

export const large = (constant: Rational, multiple = ZERO): LargeNumber => ({ constant, multiple });

export const LARGE_ZERO = large(ZERO);

/** M itself. */
export const LARGE_ONE = large(ZERO, rational(1n));

export const addLarge = (a: LargeNumber, b: LargeNumber): LargeNumber =>
  large(add(a.constant, b.constant), add(a.multiple, b.multiple));

export const subtractLarge = (a: LargeNumber, b: LargeNumber): LargeNumber =>
  large(subtract(a.constant, b.constant), subtract(a.multiple, b.multiple));

export const scaleLarge = (a: LargeNumber, factor: Rational): LargeNumber =>
  large(multiply(a.constant, factor), multiply(a.multiple, factor));

export const divideLarge = (a: LargeNumber, divisor: Rational): LargeNumber =>
  large(divide(a.constant, divisor), divide(a.multiple, divisor));

/** -1, 0 or 1: the multiple decides unless it is zero. */
export const signLarge = ({ constant, multiple }: LargeNumber): number => sign(multiple) || sign(constant);

export const isLess = (a: LargeNumber, b: LargeNumber): boolean => signLarge(subtractLarge(a, b)) < 0;
