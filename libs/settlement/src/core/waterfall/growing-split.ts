import type { Claim } from '#core/ledger';
import { assert, sha256Hex } from '#libs/kernel';

/**
 * Splits a total that grows, so that nobody ever has to give a unit back: each part of a larger total is at least
 * as large as of a smaller one. Largest remainders cannot do that (the Alabama paradox); a divisor method can.
 * Webster's is taken, which favours neither large nor small claims (Balinski and Young, "Fair Representation",
 * 1982, chapters 5 and 6; Sainte-Laguë, 1910): the parts are the claims over one divisor, rounded to the nearest,
 * with the divisor at which they sum to the total. Equal claims to the last unit are ordered by the SHA-256 of the
 * key, smaller first.
 *
 * Keys are distinct, weights not negative and not all zero, the total not negative. The parts, in the order of the
 * claims, sum to the total; a total of the weights' sum gives the weights themselves.
 */
export function splitGrowingTotal(total: bigint, claims: readonly Claim[]): readonly bigint[] {
  const weightSum = claims.reduce((sum, { weight }) => sum + weight, 0n);
  assert(weightSum > 0n && total >= 0n, 'there is something to split, and somebody to split it among');
  const parts = claims.map(({ weight }) => (2n * total * weight + weightSum) / (2n * weightSum));
  // Rounding each to the nearest misses the total by at most half a unit a claim.
  let left = parts.reduce((rest, part) => rest - part, total);
  for (; left > 0n; left -= 1n) {
    const next = foremost(claims, (index) => 2n * (parts[index] ?? 0n) + 1n, inFront);
    parts[next] = (parts[next] ?? 0n) + 1n;
  }
  for (; left < 0n; left += 1n) {
    const last = foremost(claims, (index) => 2n * (parts[index] ?? 0n) - 1n, behind);
    parts[last] = (parts[last] ?? 0n) - 1n;
  }
  return parts;
}

/** A claim to one unit: the weight over the odd number that belongs to the unit. */
type UnitClaim = Claim & { readonly odd: bigint };

/** The claim that comes before all others; one with a negative odd number has no unit to give. */
function foremost(
  claims: readonly Claim[],
  oddAt: (index: number) => bigint,
  before: (a: UnitClaim, b: UnitClaim) => boolean,
): number {
  let [best, bestIndex]: [UnitClaim | undefined, number] = [undefined, -1];
  for (const [index, claim] of claims.entries()) {
    const candidate = { ...claim, odd: oddAt(index) };
    if (candidate.odd > 0n && (best === undefined || before(candidate, best)))
      [best, bestIndex] = [candidate, index];
  }
  return bestIndex;
}

function inFront(a: UnitClaim, b: UnitClaim): boolean {
  const [left, right] = [a.weight * b.odd, b.weight * a.odd];
  return left === right ? sha256Hex(a.key) < sha256Hex(b.key) : left > right;
}

const behind = (a: UnitClaim, b: UnitClaim): boolean => inFront(b, a);
