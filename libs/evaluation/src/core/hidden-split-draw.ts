import { assert, digestOf } from '#libs/kernel';

/**
 * Draws the domains that a listing is judged on, after it was listed: each candidate gets the SHA-256 of seed and
 * name as its lot number, and the lowest numbers win. Whoever knows the seed can repeat the draw; whoever does not
 * know it yet cannot tune a model to the outcome. The order of the candidates does not matter.
 *
 * @param seed public, and unknown when the listing was made, such as a digest of a later checkpoint
 * @param count how many; all of them when there are fewer candidates
 */
export function drawDomains(seed: string, candidates: readonly string[], count: number): readonly string[] {
  assert(new Set(candidates).size === candidates.length, 'a candidate stands twice');
  assert(Number.isSafeInteger(count) && count >= 0, `count out of range: ${String(count)}`);
  return candidates
    .map((domain) => ({ domain, number: digestOf({ domain, seed }) }))
    .sort((a, b) => (a.number < b.number ? -1 : 1))
    .slice(0, count)
    .map(({ domain }) => domain);
}
