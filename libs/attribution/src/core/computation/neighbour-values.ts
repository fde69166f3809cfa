import { err, ok, type Result } from '#libs/kernel';
import { z } from 'zod';
import {
  type ExactValues,
  type KnnModel,
  knnShapley,
  knnShapleyExact,
  knnShapleyOfMatches,
  knnShapleyOfRanks,
  type KnnValues,
  namesFault,
  pointSet,
  type Rational,
  rationalToNumber,
} from '../methods/index.js';
import { type AttributionValues, publishedValues } from './attribution-values.js';
import type { InputFault } from './input-fault.js';

export const POINTS_MAX = 100_000;

/** Fractions over the common multiple of more ranks than these are too long to be of use. */
export const POINTS_EXACT_MAX = 1_000;

/** Values that are computed exactly, training points times validation points. */
const PAIRS_EXACT_MAX = 1_000_000;

export const points = z.strictObject({
  features: z.array(z.array(z.number()).min(1)).min(1).max(POINTS_MAX),
  labels: z.array(z.union([z.string(), z.number()])),
});

const match = z.union([z.literal(0), z.literal(1)], { error: 'must be 0 or 1' });

export const matches = z.array(z.array(match).min(1).max(POINTS_MAX)).min(1).max(POINTS_MAX);
export const neighbourCount = z.int().min(1);
export const neighbourUtility = z.enum(['hard-label', 'soft-label']);

export const neighboursInput = z.strictObject({
  method: z.literal('knn-shapley'),
  k: neighbourCount,
  utility: neighbourUtility.default('hard-label'),
  players: z.array(z.string()).optional(),
  matches: matches.optional(),
  train: points.optional(),
  validation: points.optional(),
});

export type NeighboursInput = z.output<typeof neighboursInput>;
type Points = z.output<typeof points>;

type Values = { readonly values: readonly (number | Rational)[]; readonly efficiencyGap: number };

/** Checked input: what the training points are called, and how their values are computed. */
export type ReadNeighbours = {
  readonly players: readonly string[];
  readonly values: () => Values;
};

/** KNN-Shapley values of training points, from ranked matches or from features and labels. */
export function attributeNeighbours(input: NeighboursInput): Result<AttributionValues, InputFault> {
  const read = readNeighbours(input);
  if (!read.ok) return read;
  const { values, efficiencyGap } = read.value.values();
  const { method, utility } = input;
  return ok({ method, utility, values: publishedValues(read.value.players, values), efficiencyGap });
}

/** Checks everything about the input; nothing is left that could fail. */
export function readNeighbours(input: NeighboursInput): Result<ReadNeighbours, InputFault> {
  const { matches, train, validation, k, utility } = input;
  const model = { k, utility };
  const ready =
    matches === undefined ? readPoints(train, validation, model) : readMatches(input, matches, model);
  if (!ready.ok) return ready;
  const { count, values } = ready.value;
  const players = input.players ?? Array.from({ length: count }, (_, index) => String(index));
  if (players.length !== count)
    return err({
      path: '/players',
      reason: `has ${String(players.length)} names for ${String(count)} training points`,
    });
  const names = namesFault(players);
  if (names !== undefined)
    return err({
      path: `/players/${String(names.index)}`,
      reason: 'must be a name of its own, without a comma',
    });
  return ok({ players, values });
}

type Ready = { readonly count: number; readonly values: () => Values };

function readMatches(
  { train, validation }: NeighboursInput,
  matches: readonly (readonly number[])[],
  model: KnnModel,
): Result<Ready, InputFault> {
  if (train !== undefined || validation !== undefined)
    return err({ path: '/matches', reason: 'either matches, or train and validation' });
  const ranks = matches[0]?.length ?? 0;
  const fault = lengthFault('/matches', matches, ranks);
  if (fault !== undefined) return err(fault);
  const exact = ranks <= POINTS_EXACT_MAX;
  return ok({
    count: ranks,
    values: () =>
      exact ? fractions(knnShapleyOfMatches(matches, model)) : numbers(knnShapleyOfRanks(matches, model)),
  });
}

function readPoints(
  train: Points | undefined,
  validation: Points | undefined,
  model: KnnModel,
): Result<Ready, InputFault> {
  if (train === undefined) return err({ path: '/train', reason: 'either matches, or train and validation' });
  if (validation === undefined)
    return err({ path: '/validation', reason: 'train needs validation beside it' });
  const dimension = train.features[0]?.length ?? 0;
  const fault = pointsFault('/train', train, dimension) ?? pointsFault('/validation', validation, dimension);
  if (fault !== undefined) return err(fault);
  const sets = [train, validation].map(({ features, labels }) => ({ points: pointSet(features), labels }));
  const [known = EMPTY, asked = EMPTY] = sets;
  const exact =
    train.labels.length <= POINTS_EXACT_MAX &&
    train.labels.length * validation.labels.length <= PAIRS_EXACT_MAX;
  return ok({
    count: train.labels.length,
    values: () =>
      exact ? fractions(knnShapleyExact(known, asked, model)) : numbers(knnShapley(known, asked, model)),
  });
}

const fractions = ({ values, efficiencyGap }: ExactValues): Values => ({
  values,
  efficiencyGap: rationalToNumber(efficiencyGap),
});

const numbers = ({ values, efficiencyGap }: KnnValues): Values => ({ values: [...values], efficiencyGap });

const EMPTY = { points: pointSet([]), labels: [] };

function pointsFault(path: string, { features, labels }: Points, dimension: number): InputFault | undefined {
  if (labels.length !== features.length)
    return {
      path: `${path}/labels`,
      reason: `has ${String(labels.length)} labels for ${String(features.length)} points`,
    };
  return lengthFault(`${path}/features`, features, dimension);
}

function lengthFault(
  path: string,
  rows: readonly (readonly number[])[],
  length: number,
): InputFault | undefined {
  const index = rows.findIndex((row) => row.length !== length);
  if (index < 0) return undefined;
  return {
    path: `${path}/${String(index)}`,
    reason: `has ${String(rows[index]?.length ?? 0)} numbers, expected ${String(length)}`,
  };
}
