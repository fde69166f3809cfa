import { seededRandom, sha256Hex } from '#libs/kernel';

/**
 * The seed of a sampling job: SHA-256 of a log checkpoint's root, published before the utilities were known, and
 * the job's id. Nobody can try seeds until one favours somebody.
 */
export const samplingSeed = (checkpointRoot: string, jobId: string): string =>
  sha256Hex(`${checkpointRoot}\n${jobId}`);

/**
 * The index-th random order of the players 0 … n-1 under a seed, by Fisher and Yates (Knuth, TAOCP 2, 3.4.2,
 * algorithm P). Each order has a stream of its own, so that it can be drawn again alone.
 */
export function permutationOf(players: number, seed: string, index: number): readonly number[] {
  const random = seededRandom(`${seed}/${String(index)}`);
  const order = Array.from({ length: players }, (_, player) => player);
  for (let left = players; left > 1; left -= 1) {
    const drawn = random.below(left);
    const last = order[left - 1] ?? 0;
    order[left - 1] = order[drawn] ?? 0;
    order[drawn] = last;
  }
  return order;
}
