import {
  type KnnModel,
  knnShapley,
  knnShapleyExact,
  knnShapleyOfMatches,
  knnShapleyOfRanks,
  namesFault,
  pointSet,
  type Rational,
  rationalText,
  rationalToNumber,
} from '#core/attribution';
import { err, ok, type Result } from '#libs/kernel';
import { z } from 'zod';
import type { InputFault } from '../command.js';

export const POINTS_MAX = 100_000;

/** Fractions over the common multiple of more ranks than these are too long to be of use. */
export const POINTS_EXACT_MAX = 1_000;

/** Values that are computed exactly, training points times validation points. */
const PAIRS_EXACT_MAX = 1_000_000;

const points = z.strictObject({
  features: z.array(z.array(z.number()).min(1)).min(1).max(POINTS_MAX),
  labels: z.array(z.union([z.string(), z.number()])),
});

const match = z.union([z.literal(0), z.literal(1)], { error: 'must be 0 or 1' });

export const neighbours = z.strictObject({
  method: z.literal('knn-shapley'),
  k: z.int().min(1),
  utility: z.enum(['hard-label', 'soft-label']).default('hard-label'),
  players: z.array(z.string()).optional(),
  matches: z.array(z.array(match).min(1).max(POINTS_MAX)).min(1).max(POINTS_MAX).optional(),
  train: points.optional(),
  validation: points.optional(),
});

type NeighboursInput = z.output<typeof neighbours>;
type Points = z.output<typeof points>;

type Values = { readonly values: readonly (number | Rational)[]; readonly efficiencyGap: number };

export function attributeNeighbours(input: NeighboursInput): Result<object, InputFault> {
  const { matches, train, validation, k, utility } = input;
  const model = { k, utility };
  const values =
    matches === undefined ? valuesOfPoints(train, validation, model) : valuesOfMatches(input, matches, model);
  if (!values.ok) return values;
  const count = values.value.values.length;
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
  return ok(answer(input, players, values.value));
}

function answer({ method, utility }: NeighboursInput, players: readonly string[], found: Values): object {
  const values = found.values.map((value, index) =>
    typeof value === 'number'
      ? { player: players[index], value }
      : { player: players[index], value: rationalToNumber(value), exact: rationalText(value) },
  );
  return { method, utility, values, efficiencyGap: found.efficiencyGap };
}

function valuesOfMatches(
  { train, validation }: NeighboursInput,
  matches: readonly (readonly number[])[],
  model: KnnModel,
): Result<Values, InputFault> {
  if (train !== undefined || validation !== undefined)
    return err({ path: '/matches', reason: 'either matches, or train and validation' });
  const ranks = matches[0]?.length ?? 0;
  const fault = lengthFault('/matches', matches, ranks);
  if (fault !== undefined) return err(fault);
  if (ranks <= POINTS_EXACT_MAX) {
    const { values, efficiencyGap } = knnShapleyOfMatches(matches, model);
    return ok({ values, efficiencyGap: rationalToNumber(efficiencyGap) });
  }
  const { values, efficiencyGap } = knnShapleyOfRanks(matches, model);
  return ok({ values: [...values], efficiencyGap });
}

function valuesOfPoints(
  train: Points | undefined,
  validation: Points | undefined,
  model: KnnModel,
): Result<Values, InputFault> {
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
  if (exact) {
    const { values, efficiencyGap } = knnShapleyExact(known, asked, model);
    return ok({ values, efficiencyGap: rationalToNumber(efficiencyGap) });
  }
  const { values, efficiencyGap } = knnShapley(known, asked, model);
  return ok({ values: [...values], efficiencyGap });
}

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
