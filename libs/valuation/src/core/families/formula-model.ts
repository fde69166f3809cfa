import { assert } from '#libs/kernel';
import { evaluatorOf, type RowModel } from '../fitting/expression-evaluator.js';
import { expressionGraph } from '../fitting/expression-graph.js';
import { parseExpression } from '../fitting/parse-expression.js';
import type { CurveParameter } from './curve.js';
import { naturalFormula } from './parameter-scale.js';

/**
 * A curve's model from its formula in `t` (time since the first point), `gap` (the typical time between points)
 * and the natural parameters. Derivatives by the working parameters come with it.
 */
export function formulaModel(
  formula: string,
  parameters: readonly CurveParameter[],
): (times: readonly number[], gap: number) => RowModel {
  const scales = new Map(parameters.map(({ name, scale }) => [name, scale]));
  const inWorking = formula.replaceAll(/[A-Za-z_]\w*/g, (word) => {
    const scale = scales.get(word);
    return scale === undefined ? word : naturalFormula(scale, word);
  });
  const expression = parseExpression(inWorking);
  assert(expression.ok, `the formula ${formula} is well formed`);
  const graph = expressionGraph(expression.value, ['t', 'gap'], [...scales.keys()]);
  assert(graph.ok, `the formula ${formula} has parameters for all its names`);
  return (times, gap) => evaluatorOf(graph.value, [times, times.map(() => gap)], times.length);
}
