import { assert, ok } from '#libs/kernel';
import { refuse, type Statistic } from './refusal.js';

/** Stands for the share of an empty bin, whose logarithm would be infinite. */
const SHARE_MIN = 1e-4;

/**
 * Population stability index of two histograms, Σ (q − p) ln(q/p): the symmetrised Kullback-Leibler divergence
 * (Jeffreys 1946; Siddiqi 2006, "Credit risk scorecards", reads 0.1 as slight and 0.25 as large). Shares below
 * 0.0001 count as that.
 *
 * @param reference counts of the reference, by bin
 * @param current counts of what is compared with it, in the same bins
 */
export function populationStabilityIndex(
  reference: readonly number[],
  current: readonly number[],
): Statistic {
  return overShares(reference, current, (p, q) => {
    const [known, seen] = [Math.max(SHARE_MIN, p), Math.max(SHARE_MIN, q)];
    return (seen - known) * Math.log(seen / known);
  });
}

/**
 * Jensen-Shannon distance of two histograms, the root of the divergence in bits: a metric between 0 (equal) and 1
 * (disjoint) (Endres and Schindelin 2003, IEEE Transactions on Information Theory 49, 1858-1860).
 */
export function jensenShannonDistance(reference: readonly number[], current: readonly number[]): Statistic {
  const bits = (share: number, middle: number): number =>
    share === 0 ? 0 : share * Math.log2(share / middle);
  const divergence = overShares(
    reference,
    current,
    (p, q) => (bits(p, (p + q) / 2) + bits(q, (p + q) / 2)) / 2,
  );
  return divergence.ok ? ok(Math.sqrt(Math.min(1, Math.max(0, divergence.value)))) : divergence;
}

/** Sums a term over the bins' shares. */
function overShares(
  reference: readonly number[],
  current: readonly number[],
  term: (p: number, q: number) => number,
): Statistic {
  assert(reference.length === current.length, 'the same bins');
  const [known, seen] = [reference, current].map((counts) => counts.reduce((sum, count) => sum + count, 0));
  if (known === undefined || seen === undefined || known === 0 || seen === 0)
    return refuse('no-rows', 'a histogram is empty');
  return ok(reference.reduce((sum, count, bin) => sum + term(count / known, (current[bin] ?? 0) / seen), 0));
}
