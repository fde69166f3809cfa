import { normalQuantile } from '../normal-distribution.js';
import type { ForecastKind } from './forecast-request.js';

/** Series are told apart by what their noise does: errors of those where it passes are no guide to the others. */
export type NoiseClass = 'passing' | 'lasting';

/** From this posterior share of lasting noise a series counts as one whose level wanders. */
const LASTING_SHARE_MIN = 0.4;

export const noiseClassOf = (lastingShare: number): NoiseClass =>
  lastingShare < LASTING_SHARE_MIN ? 'passing' : 'lasting';

/** Points of a series, share of its length that is looked ahead, and level: where past errors were counted. */
export const INFLATION_NODES = {
  points: [8, 16, 32],
  reach: [0.125, 0.25, 0.5],
  level: [0.5, 0.8, 0.95],
} as const;

export type InflationFactors = readonly (readonly (readonly number[])[])[];

/** Factors on half-widths with where they come from; written by test/bench/inflation-table.ts. */
export interface InflationTable {
  /** Of the simulation that the scores are from. */
  readonly seed: string;
  /** Scores behind each factor, at least. */
  readonly scoreCount: number;
  /** By kind and class, then in the order of {@link INFLATION_NODES}: points, reach, level. */
  readonly factors: Readonly<Record<ForecastKind, Readonly<Record<NoiseClass, InflationFactors>>>>;
}

/** Intervals as the average over families gives them: what a table is computed with. */
export const NEUTRAL_INFLATION: InflationTable = {
  seed: '',
  scoreCount: 0,
  factors: { quality: { passing: [], lasting: [] }, amount: { passing: [], lasting: [] } },
};

/**
 * Split-conformal factor from scores of past errors (Vovk, Gammerman and Shafer, 2005; scaled scores as in Lei et
 * al., 2018, section 5.2): with it the intervals of the past would have covered their level, counted so that the
 * next error, exchangeable with them, is covered too; kept apart by class (Mondrian: Vovk et al., section 4.5).
 * Undefined with too few scores for the level.
 *
 * @param scores distance of each outcome from the median over the half-width on its side
 */
export const conformalFactor = (scores: readonly number[], level: number): number | undefined =>
  scores.toSorted((a, b) => a - b)[Math.ceil((scores.length + 1) * level) - 1];

/** What a forecast is like, as far as its errors go. */
export interface ForecastCircumstances {
  readonly kind: ForecastKind;
  /** Posterior share of the noise that lasts. */
  readonly lastingShare: number;
  /** Points of the series. */
  readonly points: number;
  /** Steps ahead, as a share of the points. */
  readonly reach: number;
}

/**
 * Factor on the half-width of an interval: linear between the nodes in the logarithm of the number of points, in the
 * share looked ahead and in the normal deviate of the level; beyond the outer nodes it stays. Never below 1: series of
 * the world surprise more than simulated ones, so simulation is no reason to narrow an interval.
 */
export function inflationFactor(
  { kind, lastingShare, points, reach }: ForecastCircumstances,
  level: number,
  table: InflationTable,
): number {
  const factors = table.factors[kind][noiseClassOf(lastingShare)];
  const byPoints = positionOf(INFLATION_NODES.points.map(Math.log), Math.log(points));
  const byReach = positionOf(INFLATION_NODES.reach, reach);
  const byLevel = positionOf(INFLATION_NODES.level.map(deviateOf), deviateOf(level));
  return between(byPoints, (i) =>
    between(byReach, (j) => between(byLevel, (k) => Math.max(1, factors[i]?.[j]?.[k] ?? 1))),
  );
}

const deviateOf = (level: number): number => normalQuantile((1 + level) / 2);

/** A node and how far the place lies towards the next one. */
interface NodePosition {
  readonly node: number;
  readonly share: number;
}

function positionOf(nodes: readonly number[], place: number): NodePosition {
  const above = nodes.findIndex((node) => node >= place);
  if (above === 0) return { node: 0, share: 0 };
  if (above === -1) return { node: nodes.length - 1, share: 0 };
  const [low = 0, high = 1] = nodes.slice(above - 1, above + 1);
  return { node: above - 1, share: (place - low) / (high - low) };
}

function between({ node, share }: NodePosition, valueAt: (node: number) => number): number {
  const low = valueAt(node);
  return share === 0 ? low : low + share * (valueAt(node + 1) - low);
}
