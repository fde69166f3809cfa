import { invert } from '@noble/curves/abstract/modular.js';
import { assert } from '#libs/kernel';
import { type GroupElement, GROUP_ORDER, modOrder, publicSum } from './group.js';

/** A decrypted share of trustee `index`, counted from 1 as the polynomial is evaluated. */
export type PooledShare = { readonly index: number; readonly share: GroupElement };

/**
 * The shared secret p(0)·G from at least as many shares as the polynomial has coefficients, by Lagrange interpolation
 * at 0 (Schoenmakers, 1999, section 3.1; Shamir, 1979). Which ones they are makes no difference; with fewer the result
 * means nothing. Asserts that the indices are distinct and from 1 on.
 */
export function poolShares(shares: readonly PooledShare[]): GroupElement {
  const indices = shares.map(({ index }) => BigInt(index));
  assert(new Set(indices).size === shares.length && indices.every((index) => index > 0n), 'whose shares?');
  return publicSum(
    shares.map(({ share }) => share),
    indices.map((index) => lagrangeAtZero(index, indices)),
  );
}

/** λ_i = Π_{j≠i} j / (j − i). */
function lagrangeAtZero(index: bigint, indices: readonly bigint[]): bigint {
  const others = indices.filter((other) => other !== index);
  const numerator = others.reduce((product, other) => modOrder(product * other), 1n);
  const denominator = others.reduce((product, other) => modOrder(product * (other - index)), 1n);
  return modOrder(numerator * invert(denominator, GROUP_ORDER));
}
