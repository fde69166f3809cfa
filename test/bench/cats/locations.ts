import type { Random } from '#libs/kernel';
import type { Alternative, DrawBidder } from './instance.js';

/** How a bidder's own value of an item spreads: uniformly, or normally. */
export type PriceSpread = 'uniform' | 'normal';

const COMMON_VALUE_MAX = 100;
const DEVIATION = 0.5;
const NORMAL_DEVIATION = 30;
const ADDITIONAL_LOCATION = 0.9;
const ADDITIVITY = 0.2;
const ALTERNATIVES_MAX = 5;
const BUDGET_FACTOR = 1.5;
const RESALE_FACTOR = 0.5;

/** How close two items are: bundles grow along closeness. */
type Closeness = (one: number, other: number) => number;

/** Items that a bidder wants together. */
type Bundle = {
  readonly items: readonly number[];
  /** How close each item is to these, all in all. */
  readonly pull: readonly number[];
};

type Bidder = {
  readonly own: readonly number[];
  /** What the bidder is drawn to, non-negative. */
  readonly appeal: readonly number[];
};

/**
 * Plots of land on a grid whose neighbours are complements (Leyton-Brown, Pearson and Shoham, 2000, "Towards a
 * Universal Test Suite for Combinatorial Auction Algorithms", section 4.2; CATS, distribution `regions`).
 */
export function regions(itemCount: number, spread: PriceSpread, random: Random): DrawBidder {
  const side = Math.floor(Math.sqrt(itemCount));
  const near = gridNeighbours(side, random);
  return atLocations(
    side * side,
    spread,
    0.05,
    (one, other) => (near.has(one * side * side + other) ? 1 : 0),
    random,
  );
}

/** Items whose complementarity follows no geometry (section 4.3; CATS, distribution `arbitrary`). */
export function arbitrary(itemCount: number, spread: PriceSpread, random: Random): DrawBidder {
  const weight = Array.from({ length: itemCount * itemCount }, () => random.uniform());
  const closeness: Closeness = (one, other) =>
    weight[Math.min(one, other) * itemCount + Math.max(one, other)] ?? 0;
  return atLocations(itemCount, spread, 0, closeness, random);
}

function gridNeighbours(side: number, random: Random): ReadonlySet<number> {
  const near = new Set<number>();
  const connect = (row: number, column: number, otherRow: number, otherColumn: number): void => {
    if (Math.max(otherRow, otherColumn, row, column) >= side) return;
    const [one, other] = [row * side + column, otherRow * side + otherColumn];
    near.add(one * side * side + other).add(other * side * side + one);
  };
  for (let row = 0; row < side; row += 1)
    for (let column = 0; column < side; column += 1) {
      if (random.uniform() > 0.1) connect(row, column, row + 1, column);
      if (random.uniform() > 0.1) connect(row, column, row, column + 1);
      if (random.uniform() > 0.2) continue;
      if (random.below(2) === 0) connect(row, column, row + 1, column + 1);
      else connect(row + 1, column, row, column + 1);
    }
  return near;
}

function atLocations(
  itemCount: number,
  spread: PriceSpread,
  jump: number,
  closeness: Closeness,
  random: Random,
): DrawBidder {
  const common = Array.from({ length: itemCount }, () => 1 + random.uniform() * (COMMON_VALUE_MAX - 1));
  return (dice) => {
    const bidder = drawBidder(itemCount, spread, dice);
    const seedling = { items: [], pull: Array.from({ length: itemCount }, () => 0) };
    const extended = ({ items, pull }: Bundle, more: readonly number[]): Bundle => ({
      items: [...items, ...more],
      pull: pull.map((sum, item) => more.reduce((total, held) => total + closeness(held, item), sum)),
    });
    const grow = (bundle: Bundle): Bundle => {
      const isFree = bidder.appeal.map((_, item) => !bundle.items.includes(item));
      const weights =
        dice.uniform() < jump
          ? isFree.map(Number)
          : bidder.appeal.map((appeal, item) =>
              isFree[item] === true ? appeal * (bundle.pull[item] ?? 0) : 0,
            );
      return extended(bundle, pick(weights, dice));
    };
    let grown = extended(seedling, pick(bidder.appeal, dice));
    while (dice.uniform() <= ADDITIONAL_LOCATION && grown.items.length < itemCount) grown = grow(grown);
    const bundle = grown.items;
    const commonValue = (items: readonly number[]): number =>
      items.reduce((sum, item) => sum + (common[item] ?? 0), 0);
    const valueOf = (items: readonly number[]): number =>
      items.reduce((sum, item) => sum + (bidder.own[item] ?? 0), commonValue(items)) +
      items.length ** (1 + ADDITIVITY);
    const wanted = { items: bundle, value: valueOf(bundle) };
    const substitutes = bundle
      .map((first) => growTo(extended(seedling, [first]), bundle.length, grow))
      .map(({ items }) => ({ items, value: valueOf(items) }))
      .filter(({ value }) => value >= 0 && value <= BUDGET_FACTOR * wanted.value)
      .filter(({ items }) => commonValue(items) >= RESALE_FACTOR * commonValue(bundle))
      .sort((a, b) => b.value - a.value);
    return distinct([wanted, ...substitutes]).slice(0, 1 + ALTERNATIVES_MAX);
  };
}

function drawBidder(itemCount: number, spread: PriceSpread, random: Random): Bidder {
  const reach = DEVIATION * COMMON_VALUE_MAX;
  const own = Array.from({ length: itemCount }, () =>
    spread === 'uniform' ? reach * (2 * random.uniform() - 1) : NORMAL_DEVIATION * random.normal(),
  );
  const least = spread === 'uniform' ? -reach : Math.min(...own);
  return { own, appeal: own.map((value) => value - least) };
}

/** One place, drawn in proportion to the weights; none when there is no weight. */
function pick(weights: readonly number[], random: Random): readonly number[] {
  let left = random.uniform() * weights.reduce((sum, weight) => sum + weight, 0);
  const at = weights.findIndex((weight) => weight > 0 && (left -= weight) <= 0);
  return at < 0 ? [] : [at];
}

function growTo(bundle: Bundle, size: number, grow: (bundle: Bundle) => Bundle): Bundle {
  let grown = bundle;
  for (let tries = 0; grown.items.length < size && tries < 10 * size; tries += 1) grown = grow(grown);
  return grown;
}

function distinct(alternatives: readonly Alternative[]): readonly Alternative[] {
  const byBundle = new Map<string, Alternative>();
  for (const alternative of alternatives) {
    const key = [...alternative.items].sort((a, b) => a - b).join();
    if (!byBundle.has(key)) byBundle.set(key, alternative);
  }
  return [...byBundle.values()];
}
