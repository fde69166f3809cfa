import { at } from './row.js';

/**
 * Sum of squares to about twice the working precision: each square is split without error (Dekker, 1971) and
 * the sum carries its own rounding along (Ogita, Rump and Oishi, 2005, algorithm 5.3).
 */
export function sumOfSquares(row: Float64Array): number {
  let sum = 0;
  let lost = 0;
  for (let i = 0; i < row.length; i++) {
    const value = at(row, i);
    const square = value * value;
    const next = sum + square;
    const part = next - sum;
    lost += sum - (next - part) + (square - part) + squareError(value, square);
    sum = next;
  }
  const total = sum + lost;
  return Number.isFinite(total) ? total : sum;
}

/** value² − square, exactly, with the value cut into halves of 26 bits. */
function squareError(value: number, square: number): number {
  const shifted = 134_217_729 * value;
  const high = shifted - (shifted - value);
  const low = value - high;
  return high * high - square + 2 * high * low + low * low;
}
