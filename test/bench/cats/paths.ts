import { assertDefined, type Random } from '#libs/kernel';
import type { Alternative, DrawBidder } from './instance.js';

const ROADS_A_CITY = 3;
const NEAREST = 2;
const BUILDING_PENALTY = 1.7;
const SHIPPING_FACTOR = 1.5;
const ALTERNATIVES_MAX = 5;

type City = { readonly x: number; readonly y: number; readonly roads: Map<number, number> };

/**
 * Roads between cities; a shipper wants one connected path of them (Leyton-Brown, Pearson and Shoham, 2000, section
 * 4.1; CATS, distribution `paths`). Items are roads.
 */
export function paths(itemCount: number, random: Random): DrawBidder {
  const cities = buildRoads(itemCount, random);
  return (dice) => {
    const from = dice.below(cities.length);
    const to = (from + 1 + dice.below(cities.length - 1)) % cities.length;
    const budget = distance(cities, from, to) * (1 + dice.uniform() * (SHIPPING_FACTOR - 1));
    const found: Alternative[] = [];
    followRoads({ cities, to, budget, found }, [from], [], 0);
    return found.sort((a, b) => b.value - a.value).slice(0, ALTERNATIVES_MAX);
  };
}

/** Joins near cities first, then random pairs by the cheapest route; a road that is there costs less. */
function buildRoads(itemCount: number, random: Random): readonly City[] {
  const cities = Array.from({ length: Math.max(4, Math.round(itemCount / ROADS_A_CITY)) }, (): City => ({
    x: random.uniform(),
    y: random.uniform(),
    roads: new Map(),
  }));
  let built = 0;
  const build = (route: readonly number[]): void => {
    for (const [at, city] of route.slice(1).entries()) {
      const previous = route[at] ?? 0;
      if (cities[previous]?.roads.has(city) === true || built >= itemCount) continue;
      cities[previous]?.roads.set(city, built);
      cities[city]?.roads.set(previous, built);
      built += 1;
    }
  };
  for (const from of cities.keys()) {
    const nearest = [...cities.keys()]
      .filter((to) => to !== from)
      .sort((a, b) => distance(cities, from, a) - distance(cities, from, b));
    for (const to of nearest.slice(0, NEAREST)) build([from, to]);
  }
  for (let tries = 0; built < itemCount && tries < 100 * itemCount; tries += 1)
    build(cheapestRoute(cities, random.below(cities.length), random.below(cities.length)));
  return cities;
}

/** Dijkstra's algorithm over all pairs of cities. */
function cheapestRoute(cities: readonly City[], from: number, to: number): readonly number[] {
  const cost = cities.map((_, city) => (city === from ? 0 : Infinity));
  const before = new Map<number, number>();
  const open = new Set(cities.keys());
  while (open.has(to)) {
    const next = [...open].reduce((best, city) => ((cost[city] ?? 0) < (cost[best] ?? 0) ? city : best));
    open.delete(next);
    for (const city of open) {
      const isBuilt = cities[next]?.roads.has(city) === true;
      const step = distance(cities, next, city) * (isBuilt ? 1 : BUILDING_PENALTY);
      if ((cost[next] ?? 0) + step >= (cost[city] ?? 0)) continue;
      cost[city] = (cost[next] ?? 0) + step;
      before.set(city, next);
    }
  }
  const route = [to];
  for (let city = before.get(to); city !== undefined; city = before.get(city)) route.unshift(city);
  return route;
}

type Search = {
  readonly cities: readonly City[];
  readonly to: number;
  readonly budget: number;
  readonly found: Alternative[];
};

/** Collects every path within the budget; what is left of the budget is what the path is worth. */
function followRoads(
  search: Search,
  visited: readonly number[],
  items: readonly number[],
  cost: number,
): void {
  const { cities, to, budget, found } = search;
  const here = assertDefined(visited.at(-1), 'a path has a beginning');
  if (here === to) {
    found.push({ items, value: 100 * (budget - cost) });
    return;
  }
  for (const [city, road] of cities[here]?.roads ?? []) {
    const spent = cost + distance(cities, here, city);
    if (visited.includes(city) || spent + distance(cities, city, to) >= budget) continue;
    followRoads(search, [...visited, city], [...items, road], spent);
  }
}

function distance(cities: readonly City[], from: number, to: number): number {
  const [one, other] = [cities[from], cities[to]];
  return Math.hypot((one?.x ?? 0) - (other?.x ?? 0), (one?.y ?? 0) - (other?.y ?? 0));
}
