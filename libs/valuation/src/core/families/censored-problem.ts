import { normalCdf } from '../normal-distribution.js';
import type { RowModel } from '../fitting/expression-evaluator.js';
import type { LeastSquaresProblem } from '../fitting/least-squares-problem.js';
import { allFinite, at } from '../fitting/row.js';

/**
 * Normal errors with some observations known only to lie below a threshold (left-censored; Tobin, 1958): a point
 * that fell off a list adds log Φ((threshold − mean) / σ). The objective is −2 log-likelihood; log σ is the last
 * parameter. Each observation gives one row, and each that is seen a second one, which speaks of σ alone.
 */
export function censoredProblem(
  model: RowModel,
  y: readonly number[],
  sd: readonly number[],
  censored: readonly boolean[],
): LeastSquaresProblem {
  const n = model.rowCount;
  const p = model.parameterCount;
  const residuals = new Float64Array(2 * n);
  const columns = Array.from({ length: p + 1 }, () => new Float64Array(2 * n));
  const [observed, roots] = [Float64Array.from(y), Float64Array.from(sd, (value) => 1 / value)];
  /** Standardised distance of row i from its expectation. */
  const deviate = (values: Float64Array, sigma: number, i: number): number =>
    ((at(observed, i) - at(values, i)) * at(roots, i)) / sigma;

  const objectiveAt = (parameters: readonly number[]): number => {
    const logSigma = parameters[p] ?? Number.NaN;
    const values = model.valuesAt(parameters.slice(0, p));
    let sum = 0;
    for (let i = 0; i < n; i++) {
      const z = deviate(values, Math.exp(logSigma), i);
      sum -=
        2 *
        (censored[i] === true ? logNormalCdf(z) : logNormalDensity(z) - logSigma + Math.log(at(roots, i)));
    }
    return Number.isFinite(sum) ? sum : Infinity;
  };

  const linearise: LeastSquaresProblem['linearise'] = (parameters) => {
    const objective = objectiveAt(parameters);
    if (objective === Infinity) return undefined;
    const sigma = Math.exp(parameters[p] ?? Number.NaN);
    const values = model.valuesAt(parameters.slice(0, p));
    const slopes = model.derivatives();
    for (let i = 0; i < n; i++) {
      const z = deviate(values, sigma, i);
      const row = censored[i] === true ? censoredRow(z) : { residual: z, byMean: 1, bySigma: 0 };
      residuals[i] = row.residual;
      for (const [k, slope] of slopes.entries())
        setAt(columns[k], i, (row.byMean * at(slope, i) * at(roots, i)) / sigma);
      setAt(columns[p], i, row.bySigma);
      // Of a seen observation, z² − 1 over √2 is the score of log σ and 2 its information.
      residuals[n + i] = censored[i] === true ? 0 : (z * z - 1) / Math.SQRT2;
      setAt(columns[p], n + i, censored[i] === true ? 0 : Math.SQRT2);
    }
    return columns.every(allFinite) && allFinite(residuals) ? { objective, residuals, columns } : undefined;
  };
  return {
    parameterCount: p + 1,
    rowCount: 2 * n,
    roundingOf: (objective) => 64 * Number.EPSILON * (Math.abs(objective) + 1),
    objectiveAt,
    linearise,
  };
}

function setAt(column: Float64Array | undefined, index: number, value: number): void {
  if (column !== undefined) column[index] = value;
}

/** −log Φ(z) has slope −λ and curvature λ (λ + z) in z, with λ the density over Φ: one row with that score. */
function censoredRow(z: number): {
  readonly residual: number;
  readonly byMean: number;
  readonly bySigma: number;
} {
  const hazard = Math.exp(logNormalDensity(z) - logNormalCdf(z));
  const curvature = hazard * (hazard + z);
  if (!(curvature > 0)) return { residual: 0, byMean: 0, bySigma: 0 };
  const root = Math.sqrt(curvature);
  return { residual: -hazard / root, byMean: root, bySigma: root * z };
}

const logNormalDensity = (z: number): number => -(z * z) / 2 - Math.log(2 * Math.PI) / 2;

/** By its asymptotic series where Φ itself underflows (Abramowitz and Stegun, 26.2.12). */
const logNormalCdf = (z: number): number =>
  z > -30
    ? Math.log(normalCdf(z, 0, 1))
    : logNormalDensity(z) - Math.log(-z) + Math.log1p(-1 / z ** 2 + 3 / z ** 4);
