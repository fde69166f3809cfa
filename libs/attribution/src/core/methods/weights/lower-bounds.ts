import { PPB } from '../../declared-weights.js';
import { decimalOf } from '../exact/decimal.js';
import { divide, multiply, type Rational, rational, subtract, sumOf, ZERO } from '../exact/rational.js';

/** An estimate of a value and its standard error; 0 where the value is exact. */
export type UncertainValue = { readonly value: Rational; readonly standardError: number };

/**
 * What each player's share is at least, in parts per billion: the value less `z` standard errors, over the sum of
 * the values (negative ones as zero), rounded down. At z = 1.645 nineteen of twenty shares are above. An infinite
 * standard error leaves nothing; so does a sum that is not positive.
 */
export function lowerBoundsPpb(values: readonly UncertainValue[], z: number): readonly number[] {
  const total = sumOf(values.map(({ value }) => positivePart(value)));
  if (total.numerator === 0n) return values.map(() => 0);
  return values.map(({ value, standardError }) => {
    if (!Number.isFinite(standardError)) return 0;
    const least = positivePart(subtract(value, decimalOf(z * standardError)));
    const share = multiply(divide(least, total), rational(BigInt(PPB)));
    return Number(share.numerator / share.denominator);
  });
}

const positivePart = (value: Rational): Rational => (value.numerator > 0n ? value : ZERO);
