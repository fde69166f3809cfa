import { assertDefined } from '#libs/kernel';
import type { RowModel } from '../fitting/expression-evaluator.js';
import { at } from '../fitting/row.js';

/**
 * A model whose level changes at declared times: from each on, a factor exp(w), with w one more parameter. The
 * factor multiplies skill; on log amounts it adds w.
 */
export function stepModel(
  smooth: RowModel,
  times: readonly number[],
  stepTimes: readonly number[],
  acts: 'multiplying' | 'adding',
): RowModel {
  const { parameterCount, rowCount } = smooth;
  const passed = stepTimes.map((step) => times.map((time) => time >= step));
  const values = new Float64Array(rowCount);
  const factors = new Float64Array(rowCount);
  const stepColumns = stepTimes.map(() => new Float64Array(rowCount));
  return {
    rowCount,
    parameterCount: parameterCount + stepTimes.length,
    valuesAt: (parameters) => {
      const base = smooth.valuesAt(parameters.slice(0, parameterCount));
      const weights = parameters.slice(parameterCount);
      for (let i = 0; i < rowCount; i++) {
        let sum = 0;
        for (const [step, weight] of weights.entries()) if (passed[step]?.[i] === true) sum += weight;
        factors[i] = acts === 'multiplying' ? Math.exp(sum) : 1;
        values[i] = acts === 'multiplying' ? at(base, i) * at(factors, i) : at(base, i) + sum;
      }
      return values;
    },
    derivatives: () => {
      const columns = smooth.derivatives();
      for (const column of columns)
        for (let i = 0; i < rowCount; i++) column[i] = at(column, i) * at(factors, i);
      for (const [step, column] of stepColumns.entries()) {
        const after = assertDefined(passed[step], 'every step has its rows');
        for (let i = 0; i < rowCount; i++)
          column[i] = after[i] !== true ? 0 : acts === 'multiplying' ? at(values, i) : 1;
      }
      return [...columns, ...stepColumns];
    },
  };
}
