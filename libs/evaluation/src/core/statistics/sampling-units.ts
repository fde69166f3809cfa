import { assert, type Random } from '#libs/kernel';

/** What rows were drawn together with: equal names are one cluster. */
export type ClusterName = string | number;

/** The rows by the unit they were drawn with: rows of one cluster together, independent rows each alone. */
export interface SamplingUnits {
  /** For each row the unit it belongs to, counted from 0. */
  readonly unitOf: Uint32Array;
  readonly count: number;
  /** False when every row is its own unit because no clusters were given. */
  readonly clustered: boolean;
}

/** Units of so many rows; without clusters every row is one. */
export function samplingUnits(rows: number, cluster?: readonly ClusterName[]): SamplingUnits {
  if (cluster === undefined)
    return { unitOf: Uint32Array.from({ length: rows }, (_, row) => row), count: rows, clustered: false };
  assert(cluster.length === rows, 'a cluster for each row');
  const numbers = new Map<ClusterName, number>();
  const unitOf = Uint32Array.from(cluster, (name) => {
    const number = numbers.get(name) ?? numbers.size;
    numbers.set(name, number);
    return number;
  });
  return { unitOf, count: numbers.size, clustered: true };
}

/**
 * At most so many units: more are dealt at random into groups of nearly equal size, and the groups stand for them.
 * Sums over random groups have the same expected variance as sums over units (Wolter 2007, "Introduction to
 * variance estimation", chapter 2); with G groups it is known to about sqrt(2/G).
 */
export function randomGroups(units: SamplingUnits, groupsMax: number, random: Random): SamplingUnits {
  if (units.count <= groupsMax) return units;
  const dealt = Uint32Array.from({ length: units.count }, (_, unit) => unit % groupsMax);
  // Fisher and Yates, from the end.
  for (let last = dealt.length - 1; last > 0; last -= 1) {
    const chosen = random.below(last + 1);
    const held = dealt[last] ?? 0;
    dealt[last] = dealt[chosen] ?? 0;
    dealt[chosen] = held;
  }
  return { ...units, unitOf: units.unitOf.map((unit) => dealt[unit] ?? 0), count: groupsMax };
}

/** Sums of a quantity of the rows, by unit. */
export function sumByUnit(units: SamplingUnits, quantity: (row: number) => number): Float64Array {
  const sums = new Float64Array(units.count);
  units.unitOf.forEach((unit, row) => {
    sums[unit] = (sums[unit] ?? 0) + quantity(row);
  });
  return sums;
}

/** How many units hold rows of this label. */
export const unitsWith = (units: SamplingUnits, label: readonly number[], side: number): number =>
  sumByUnit(units, (row) => Number(label[row] === side)).filter((rows) => rows > 0).length;

/**
 * As many equally large units as carry a mean over the rows equally well when rows of one unit are all alike:
 * n²/Σ n_c² (Kish 1965, "Survey sampling"). One large cluster among small ones makes it small.
 */
export function effectiveUnits(units: SamplingUnits): number {
  const sizes = sumByUnit(units, () => 1);
  return units.unitOf.length ** 2 / sizes.reduce((sum, size) => sum + size * size, 0);
}
