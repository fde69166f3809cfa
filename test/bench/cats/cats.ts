import { type Random, seededRandom } from '#libs/kernel';
import { type DrawBidder, drawInstance, type Instance } from './instance.js';
import { arbitrary, regions } from './locations.js';
import { matching } from './matching.js';
import { paths } from './paths.js';
import { scheduling } from './scheduling.js';

export const DISTRIBUTIONS = [
  'regions-npv',
  'regions-upv',
  'arbitrary-npv',
  'arbitrary-upv',
  'matching',
  'paths',
  'scheduling',
] as const;

export type Distribution = (typeof DISTRIBUTIONS)[number];

/** An instance like those of CATS, the Combinatorial Auction Test Suite, from its seed alone. */
export function catsInstance(
  distribution: Distribution,
  itemCount: number,
  bidCount: number,
  seed: string,
): Instance {
  const random = seededRandom(`${distribution} ${String(itemCount)} ${String(bidCount)} ${seed}`);
  return drawInstance(bidderOf(distribution, itemCount, random), random, itemCount, bidCount);
}

function bidderOf(distribution: Distribution, itemCount: number, random: Random): DrawBidder {
  switch (distribution) {
    case 'regions-npv':
      return regions(itemCount, 'normal', random);
    case 'regions-upv':
      return regions(itemCount, 'uniform', random);
    case 'arbitrary-npv':
      return arbitrary(itemCount, 'normal', random);
    case 'arbitrary-upv':
      return arbitrary(itemCount, 'uniform', random);
    case 'matching':
      return matching(itemCount, random);
    case 'paths':
      return paths(itemCount, random);
    case 'scheduling':
      return scheduling(itemCount);
  }
}
