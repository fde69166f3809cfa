import { assert } from '#libs/kernel';
import { COMMITMENT_BASE, type GroupElement, modOrder, publicSum, SECRET_BASE } from './group.js';
import { challengeOf } from './transcript.js';

/**
 * A secret in shares, one for each trustee in the order of their keys, and the proof that they fit together
 * (Schoenmakers, 1999, "A Simple Publicly Verifiable Secret Sharing Scheme and its Application to Electronic
 * Voting", section 3.1, "Distribution"). Any `commitments.length` trustees can restore the secret, fewer learn nothing.
 */
export type Distribution = {
  /** C_j = α_j·g, the coefficients of the polynomial p: as many as trustees are needed. */
  readonly commitments: readonly GroupElement[];
  /** Y_i = p(i)·y_i, the share of trustee i under its key. */
  readonly shares: readonly GroupElement[];
  /** One for all shares: that log_g X_i = log_{y_i} Y_i with X_i = p(i)·g, as Chaum and Pedersen prove it. */
  readonly challenge: bigint;
  readonly responses: readonly bigint[];
};

/** What a distribution is for, and between whom. Both sides state it; nothing of it is taken from the dealer. */
export type DistributionFrame = {
  /** Goes into the challenge: a distribution proves nothing in another context. */
  readonly context: Uint8Array;
  /** y_i = x_i·G, at least one. */
  readonly trusteeKeys: readonly GroupElement[];
};

/** Scalars that only the dealer knows and never uses twice: uniform on [1, order). */
export type DealerScalars = {
  /** α_0 … α_{t−1}. The shared secret is α_0·G. */
  readonly coefficients: readonly bigint[];
  /** w_1 … w_n, one for each trustee. */
  readonly nonces: readonly bigint[];
};

const LABEL = 'salvor sealed bid 2 distribution';

/** Shares α_0·G among the trustees. Asserts the numbers of scalars; the group throws on one that is zero. */
export function distribute(
  { context, trusteeKeys }: DistributionFrame,
  { coefficients, nonces }: DealerScalars,
): { readonly secret: GroupElement; readonly distribution: Distribution } {
  const [secretExponent = 0n] = coefficients;
  assert(secretExponent > 0n, 'there is a secret to share');
  assert(coefficients.length <= trusteeKeys.length, 'no more trustees can be needed than there are');
  assert(nonces.length === trusteeKeys.length, 'there is a nonce for each trustee');
  const points = trusteeKeys.map((_key, at) => evaluate(coefficients, BigInt(at + 1)));
  const commitments = coefficients.map((coefficient) => COMMITMENT_BASE.multiply(coefficient));
  const shares = scaled(trusteeKeys, points);
  const challenge = challengeOf(LABEL, context, [
    trusteeKeys,
    commitments,
    shares,
    nonces.map((nonce) => COMMITMENT_BASE.multiply(nonce)),
    scaled(trusteeKeys, nonces),
  ]);
  const responses = nonces.map((nonce, at) => modOrder(nonce - challenge * (points[at] ?? 0n)));
  return {
    secret: SECRET_BASE.multiply(secretExponent),
    distribution: { commitments, shares, challenge, responses },
  };
}

const scaled = (elements: readonly GroupElement[], scalars: readonly bigint[]): readonly GroupElement[] =>
  elements.map((element, at) => element.multiply(scalars[at] ?? 0n));

/** p(x) by Horner's rule. */
const evaluate = (coefficients: readonly bigint[], x: bigint): bigint =>
  coefficients.reduceRight((value, coefficient) => modOrder(value * x + coefficient), 0n);

/**
 * Whether every trustee's share lies on one polynomial of the stated degree, in this context. Elements must be
 * members of the group and scalars below its order, as decoding makes sure. Total for any number of each.
 *
 * c·X_i is put together from the c·C_j, so that there are t of these multiplications and not n.
 */
export function verifyDistribution(
  { context, trusteeKeys }: DistributionFrame,
  { commitments, shares, challenge, responses }: Distribution,
): boolean {
  const count = trusteeKeys.length;
  if (commitments.length === 0 || commitments.length > count) return false;
  if (shares.length !== count || responses.length !== count) return false;
  const challenged = commitments.map((commitment) => publicSum([commitment], [challenge]));
  const ofCommitments = responses.map((response, at) =>
    COMMITMENT_BASE.multiplyUnsafe(response).add(evaluateInGroup(challenged, BigInt(at + 1))),
  );
  const ofShares = shares.map((share, at) =>
    (trusteeKeys[at] ?? SECRET_BASE).multiplyUnsafe(responses[at] ?? 0n).add(publicSum([share], [challenge])),
  );
  return (
    challengeOf(LABEL, context, [trusteeKeys, commitments, shares, ofCommitments, ofShares]) === challenge
  );
}

/** Σ x^j · elements_j by Horner's rule: x is small, so each step takes a few additions. */
const evaluateInGroup = (elements: readonly GroupElement[], x: bigint): GroupElement =>
  elements.reduceRight((value, element) => value.multiplyUnsafe(x).add(element));
