import { ok, type Result } from '#libs/kernel';
import { type FeatureReader, readFeatures } from '../linear-features.js';
import type { LinearModel } from '../linear-model.js';
import { minimise, type Vector } from './newton.js';
import type { LogisticRegressionTrainer } from './trainer.js';
import {
  kept,
  type LabelsApart,
  type TrainingRefusal,
  type TrainingRow,
  type TrainingSet,
  trainingSet,
} from './training-set.js';

/** Features of all rows, one row after another. The last column is always there: the intercept. */
interface SparseRows {
  readonly columns: number;
  /** Where each row begins among the entries; one more than there are rows. */
  readonly starts: Int32Array;
  readonly column: Int32Array;
  readonly value: Float64Array;
}

/**
 * Logistic regression with a ridge penalty (le Cessie and van Houwelingen 1992, Applied Statistics 41, 191-201),
 * fitted by Newton's method to its one optimum, so that the same rows give the same weights. Features are scaled
 * to unit root mean square while they are penalised; the intercept is free.
 */
export function trainLogisticRegression(
  rows: readonly TrainingRow[],
  labels: LabelsApart,
  { features: kind, rows_min: rowsMin, penalty }: LogisticRegressionTrainer,
  featuresOf: FeatureReader = readFeatures,
): Result<LinearModel, TrainingRefusal> {
  const set = trainingSet(rows, labels, kind, rowsMin, featuresOf);
  if (!set.ok) return set;
  const names = set.value.vocabulary.toSorted();
  const scales = scalesOf(set.value, names);
  const sparse = sparseRows(set.value, names, scales);
  const fitted = fit(sparse, set.value.isPositive, penalty);
  return ok({
    features: kind,
    ...labels,
    intercept: kept(fitted[names.length] ?? 0),
    weights: Object.fromEntries(
      names.map((name, column) => [name, kept((fitted[column] ?? 0) / (scales.get(name) ?? 1))]),
    ),
  });
}

/** Only numbers are scaled: that a word is there is 1, and rare words must not be blown up. */
function scalesOf({ features }: TrainingSet, names: readonly string[]): ReadonlyMap<string, number> {
  const squares = new Map(names.map((name) => [name, { sum: 0, rows: 0 }]));
  for (const row of features)
    for (const [name, value] of row) {
      const square = squares.get(name);
      if (square === undefined) continue;
      square.sum += value * value;
      square.rows += 1;
    }
  return new Map([...squares].map(([name, { sum, rows }]) => [name, Math.sqrt(sum / rows) || 1]));
}

function sparseRows(
  { features }: TrainingSet,
  names: readonly string[],
  scales: ReadonlyMap<string, number>,
): SparseRows {
  const columnOf = new Map(names.map((name, index) => [name, index]));
  const starts = [0];
  const [column, value]: [number[], number[]] = [[], []];
  for (const row of features) {
    for (const [name, amount] of row) {
      const known = columnOf.get(name);
      if (known === undefined) continue;
      column.push(known);
      value.push(amount / (scales.get(name) ?? 1));
    }
    column.push(names.length);
    value.push(1);
    starts.push(column.length);
  }
  return {
    columns: names.length + 1,
    starts: Int32Array.from(starts),
    column: Int32Array.from(column),
    value: Float64Array.from(value),
  };
}

/** What each row adds up to under some weights. */
function rowSums({ starts, column, value }: SparseRows, weights: Vector): Vector {
  const sums = new Float64Array(starts.length - 1);
  for (let row = 0; row < sums.length; row++) {
    let sum = 0;
    for (let entry = starts[row] ?? 0; entry < (starts[row + 1] ?? 0); entry++)
      sum += (value[entry] ?? 0) * (weights[column[entry] ?? 0] ?? 0);
    sums[row] = sum;
  }
  return sums;
}

/** Adds each row, times its factor, to a vector. */
function addRows(to: Vector, { starts, column, value }: SparseRows, factors: Vector): Vector {
  for (let row = 0; row < factors.length; row++) {
    const factor = factors[row] ?? 0;
    for (let entry = starts[row] ?? 0; entry < (starts[row + 1] ?? 0); entry++) {
      const at = column[entry] ?? 0;
      to[at] = (to[at] ?? 0) + factor * (value[entry] ?? 0);
    }
  }
  return to;
}

function fit(sparse: SparseRows, isPositive: readonly boolean[], penalty: number): Vector {
  const last = sparse.columns - 1;
  const ridge = (vector: Vector): Vector =>
    vector.map((value, column) => (column === last ? 0 : value * penalty));
  return minimise(sparse.columns, (weights) => {
    const logOdds = rowSums(sparse, weights);
    const probability = logOdds.map((x) => 1 / (1 + Math.exp(-x)));
    const loss = logOdds.reduce((sum, x, row) => sum + softplus(isPositive[row] === true ? -x : x), 0);
    const residuals = probability.map((p, row) => p - (isPositive[row] === true ? 1 : 0));
    const size = weights.reduce((sum, weight, column) => sum + (column === last ? 0 : weight * weight), 0);
    return {
      value: loss + (penalty * size) / 2,
      gradient: addRows(ridge(weights), sparse, residuals),
      curvature: (direction) => {
        const along = rowSums(sparse, direction);
        const factors = along.map(
          (sum, row) => sum * (probability[row] ?? 0) * (1 - (probability[row] ?? 0)),
        );
        return addRows(ridge(direction), sparse, factors);
      },
    };
  });
}

/** log(1 + exp(x)) without overflow. */
const softplus = (x: number): number => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
