import { assertDefined, type Random } from '#libs/kernel';
import type { FamilyFit } from './family.js';

/**
 * One draw of the working parameters from their normal approximation, for a parametric bootstrap: read the curve
 * with `meanWith`. Parameters without variance stay. Takes as many deviates as there are parameters. Undefined
 * for a fit that did not converge.
 */
export function sampleParameters(fit: FamilyFit, random: Random): readonly number[] | undefined {
  if (fit.covariance === null) return undefined;
  const lower = semidefiniteRoot(fit.covariance);
  const deviates = fit.working.map(() => random.normal());
  return fit.working.map((value, row) =>
    deviates
      .slice(0, row + 1)
      .reduce((sum, deviate, column) => sum + (lower[row]?.[column] ?? 0) * deviate, value),
  );
}

/** Variance that is rounding, as a share of the element it was taken from. */
const ROUNDING = 1e-12;

/** Lower triangle L with L Lᵀ = matrix, also where rows are zero or depend on earlier ones. */
function semidefiniteRoot(matrix: readonly (readonly number[])[]): readonly (readonly number[])[] {
  const lower: number[][] = [];
  for (const [row, elements] of matrix.entries()) {
    const current: number[] = [];
    lower.push(current);
    for (let column = 0; column <= row; column++) {
      const other = assertDefined(lower[column], 'rows so far');
      const element = elements[column] ?? 0;
      const rest = current.reduce((left, value, k) => left - value * (other[k] ?? 0), element);
      if (row === column) current.push(rest > ROUNDING * element ? Math.sqrt(rest) : 0);
      else current.push(other[column] === 0 ? 0 : rest / assertDefined(other[column], 'a diagonal element'));
    }
  }
  return lower;
}
