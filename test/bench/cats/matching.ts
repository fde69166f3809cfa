import type { Random } from '#libs/kernel';
import type { DrawBidder } from './instance.js';

/** Chicago O'Hare, Washington National, New York Kennedy, New York LaGuardia: longitude, latitude. */
const AIRPORTS = [
  [-87.75, 41.98],
  [-77.03, 38.85],
  [-73.78, 40.65],
  [-73.87, 40.77],
] as const;

/** Kennedy and LaGuardia are not flown between. */
const [KENNEDY, LAGUARDIA] = [2, 3];

const PRICE_MAX = 5;
const DEVIATION = 0.5;
const EARLY = 1;
const LATE = 2;
const DELAY_FACTOR = 0.9;
const LONGEST_FLIGHT = 10;

/**
 * Slots for take-off and landing; an airline wants one pair of them per flight (Leyton-Brown, Pearson and Shoham,
 * 2000, section 4.4; CATS, distribution `matching`). Item `4 × time + airport`.
 */
export function matching(itemCount: number, random: Random): DrawBidder {
  const times = Math.floor(itemCount / AIRPORTS.length);
  const cost = AIRPORTS.map(() => random.uniform() * PRICE_MAX);
  const longest = Math.max(...AIRPORTS.flatMap((_, from) => AIRPORTS.map((__, to) => distance(from, to))));
  return (dice) => {
    const [from, to] = drawRoute(dice);
    const flight = Math.max(
      1,
      Math.round((Math.min(LONGEST_FLIGHT, times - 1) * distance(from, to)) / longest),
    );
    const start = dice.below(times - flight);
    const worth = (1 - DEVIATION + 2 * DEVIATION * dice.uniform()) * ((cost[from] ?? 0) + (cost[to] ?? 0));
    const alternatives = [];
    for (let takeOff = Math.max(0, start - EARLY); takeOff <= Math.min(times - 1, start + LATE); takeOff += 1)
      for (let land = takeOff + flight; land <= Math.min(times - 1, start + flight + LATE); land += 1)
        alternatives.push({
          items: [takeOff * AIRPORTS.length + from, land * AIRPORTS.length + to],
          value: worth * DELAY_FACTOR ** (land - takeOff - flight),
        });
    return alternatives;
  };
}

function drawRoute(random: Random): readonly [from: number, to: number] {
  const from = random.below(AIRPORTS.length);
  const to = random.below(AIRPORTS.length);
  const flown = from !== to && !(Math.min(from, to) === KENNEDY && Math.max(from, to) === LAGUARDIA);
  return flown ? [from, to] : drawRoute(random);
}

function distance(from: number, to: number): number {
  const [x = 0, y = 0] = AIRPORTS[from] ?? [];
  const [otherX = 0, otherY = 0] = AIRPORTS[to] ?? [];
  return Math.hypot(x - otherX, y - otherY);
}
