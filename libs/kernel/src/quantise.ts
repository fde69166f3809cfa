import { assert } from './assert.js';

/** How a float becomes an integer, once, at the border between fitting and settling. */
export type Rounding = 'half-even' | 'floor' | 'ceiling';

/**
 * Quantises a finite float to an integer. `half-even` is IEEE 754 roundTiesToEven.
 * Values beyond 2^53 are refused: there the float itself is no longer exact to one unit.
 */
export function quantise(value: number, rounding: Rounding): bigint {
  assert(Number.isFinite(value), `cannot quantise ${String(value)}`);
  assert(Math.abs(value) <= Number.MAX_SAFE_INTEGER, `too large to quantise exactly: ${String(value)}`);
  if (rounding === 'floor') return BigInt(Math.floor(value));
  if (rounding === 'ceiling') return BigInt(Math.ceil(value));
  const floor = Math.floor(value);
  const rest = value - floor;
  if (rest !== 0.5) return BigInt(Math.round(value));
  return BigInt(floor % 2 === 0 ? floor : floor + 1);
}
