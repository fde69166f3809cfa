import { assert, ok } from '#libs/kernel';
import { refuse, type Statistic } from './refusal.js';

/**
 * Probability that k fresh tries at a random row all succeed (pass^k: Yao, Shinn, Razavi and Narasimhan 2024,
 * "τ-bench", arXiv 2406.12045): the mean over rows of C(successes, k)/C(tries, k), which is unbiased.
 *
 * @param rows successes and tries of each row; tries may differ
 * @param k whole number, at least 1
 */
export function passAllProbability(
  rows: readonly { readonly successes: number; readonly tries: number }[],
  k: number,
): Statistic {
  assert(Number.isInteger(k) && k >= 1, `k out of range: ${String(k)}`);
  assert(
    rows.every(({ successes, tries }) => successes >= 0 && successes <= tries),
    'no more successes than tries',
  );
  if (rows.length === 0) return refuse('no-rows', 'there are no rows');
  if (rows.some(({ tries }) => tries < k))
    return refuse('too-few-repeats', `some row was tried fewer than ${String(k)} times`);
  const sum = rows.reduce((total, row) => total + chanceThatAllSucceed(row.successes, row.tries, k), 0);
  return ok(sum / rows.length);
}

/** Draws k of the tries without putting them back. */
function chanceThatAllSucceed(successes: number, tries: number, k: number): number {
  let chance = 1;
  for (let drawn = 0; drawn < k; drawn += 1) chance *= Math.max(0, successes - drawn) / (tries - drawn);
  return chance;
}

/** How steadily a model answers when it is asked the same again. */
export interface RepeatConsistency {
  readonly n: number;
  /** Share of the rows whose answers were all alike. */
  readonly unanimousShare: number;
  /** Probability that two different tries at a random row answer differently. Unbiased. */
  readonly flipRate: number;
}

/** @param answers for each row its answers, at least two; how many may differ */
export function repeatConsistency(answers: readonly (readonly string[])[]): Statistic<RepeatConsistency> {
  if (answers.length === 0) return refuse('no-rows', 'there are no rows');
  if (answers.some((row) => row.length < 2))
    return refuse('too-few-repeats', 'some row was answered fewer than two times');
  const flips = answers.map(flipsWithin);
  return ok({
    n: answers.length,
    unanimousShare: flips.filter((rate) => rate === 0).length / answers.length,
    flipRate: flips.reduce((sum, rate) => sum + rate, 0) / answers.length,
  });
}

function flipsWithin(row: readonly string[]): number {
  const counts = new Map<string, number>();
  for (const answer of row) counts.set(answer, (counts.get(answer) ?? 0) + 1);
  const alikePairs = [...counts.values()].reduce((sum, count) => sum + count * (count - 1), 0);
  return 1 - alikePairs / (row.length * (row.length - 1));
}
