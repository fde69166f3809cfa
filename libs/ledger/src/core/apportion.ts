import { err, ok, type Result, sha256Hex } from '#libs/kernel';

/** A claim on a part of an amount. Keys name the claimants; weights are relative, on any common scale. */
export type Claim = { readonly key: string; readonly weight: bigint };

/** `share` is whole units; the exact part is `amount × weight / weightSum`. */
export type Share = { readonly key: string; readonly weight: bigint; readonly share: bigint };

export type Apportionment = { readonly weightSum: bigint; readonly shares: readonly Share[] };

export type ApportionFault =
  | { readonly code: 'amount-negative' }
  | { readonly code: 'weight-negative'; readonly key: string }
  | { readonly code: 'key-duplicate'; readonly key: string }
  | { readonly code: 'weights-all-zero' };

/**
 * Splits a non-negative amount of indivisible units by the method of largest remainders (Hamilton's method;
 * Balinski and Young, "Fair Representation", 1982). Every claimant gets the whole units of the exact part; the
 * units left over go one each to the largest remainders, compared as integers. Equal remainders are ordered by
 * the SHA-256 of the key (smaller digest first), so that neither the order of the claims nor chance decides.
 *
 * The shares sum to the amount, each is less than one unit away from the exact part, and a zero weight gets
 * nothing. Shares come in the order of the claims.
 *
 * The method is not monotone in the amount (the Alabama paradox): a total that grows is never split again from
 * its beginning.
 */
export function apportion(amount: bigint, claims: readonly Claim[]): Result<Apportionment, ApportionFault> {
  const fault = faultOf(amount, claims);
  if (fault !== undefined) return err(fault);
  const weightSum = claims.reduce((sum, { weight }) => sum + weight, 0n);
  const floors = claims.map(({ weight }) => (amount * weight) / weightSum);
  const left = Number(floors.reduce((rest, floor) => rest - floor, amount));
  // The remainders sum to `left` whole weight sums and each is less than one: more than `left` of them are
  // positive, so a zero weight, whose remainder is zero, is never among the first.
  const byRemainder = claims
    .map(({ key, weight }, index) => ({ index, remainder: (amount * weight) % weightSum, key }))
    .sort((a, b) => compare(b.remainder, a.remainder) || compare(sha256Hex(a.key), sha256Hex(b.key)));
  const favoured = new Set(byRemainder.slice(0, left).map(({ index }) => index));
  const shares = claims.map(({ key, weight }, index) => ({
    key,
    weight,
    share: (floors[index] ?? 0n) + (favoured.has(index) ? 1n : 0n),
  }));
  return ok({ weightSum, shares });
}

function faultOf(amount: bigint, claims: readonly Claim[]): ApportionFault | undefined {
  if (amount < 0n) return { code: 'amount-negative' };
  const seen = new Set<string>();
  for (const { key, weight } of claims) {
    if (weight < 0n) return { code: 'weight-negative', key };
    if (seen.has(key)) return { code: 'key-duplicate', key };
    seen.add(key);
  }
  return claims.some(({ weight }) => weight > 0n) ? undefined : { code: 'weights-all-zero' };
}

const compare = <T extends bigint | string>(a: T, b: T): number => (a < b ? -1 : a > b ? 1 : 0);
