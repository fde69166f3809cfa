import { assert, assertDefined } from '#libs/kernel';
import { dependsOn, type ExpressionGraph } from './expression-graph.js';
import { backward } from './node-derivatives.js';
import { forward } from './node-values.js';

/** A model over given data: values and exact derivatives for all rows at once. */
export interface RowModel {
  readonly rowCount: number;
  readonly parameterCount: number;
  /** Model values by row. The array is overwritten by the next call. */
  readonly valuesAt: (parameters: readonly number[]) => Float64Array;
  /** Derivatives of the values of the last `valuesAt` by each parameter: one column a parameter, reused. */
  readonly derivatives: () => readonly Float64Array[];
}

/**
 * The expression over rows of predictors. Derivatives are exact: reverse-mode differentiation (Griewank and
 * Walther, 2008, section 3.2) sweeps once over the operations, whatever the number of parameters. Memory is two
 * numbers for each operation and row.
 */
export function evaluatorOf(
  graph: ExpressionGraph,
  predictors: readonly (readonly number[])[],
  rowCount: number,
): RowModel {
  assert(
    predictors.every(({ length }) => length === rowCount),
    'every predictor has a value in every row',
  );
  const { nodes } = graph;
  const values = nodes.map(() => new Float64Array(rowCount));
  const slots = nodes.map((node) => (node.op === 'parameter' ? node.index : -1));
  for (const [position, node] of nodes.entries()) {
    if (node.op === 'predictor') values[position]?.set(predictors[node.index] ?? []);
    else if ('value' in node) values[position]?.fill(node.value);
  }
  const varies = dependsOn(nodes, ({ op }) => op === 'parameter');
  const operations = nodes.flatMap((node, position) =>
    'of' in node || 'left' in node ? [{ node, position, varies: varies[position] === true }] : [],
  );
  for (const { node, position, varies: later } of operations) if (!later) forward(node, position, values);
  const varying = operations.filter((operation) => operation.varies);
  const adjoints = nodes.map((_, position) => new Float64Array(varies[position] === true ? rowCount : 0));
  const result = assertDefined(values.at(-1), 'an expression has a node');
  const seed = assertDefined(adjoints.at(-1), 'an expression has a node');
  const unused = new Float64Array(rowCount);
  const columns = graph.parameterNames.map((_, index) => adjoints[slots.indexOf(index)] ?? unused);
  return {
    rowCount,
    parameterCount: graph.parameterNames.length,
    valuesAt: (parameters) => {
      for (const [position, index] of slots.entries())
        if (index >= 0) values[position]?.fill(parameters[index] ?? Number.NaN);
      for (const { node, position } of varying) forward(node, position, values);
      return result;
    },
    derivatives: () => {
      for (const adjoint of adjoints) adjoint.fill(0);
      seed.fill(1);
      for (const { node, position } of varying.toReversed())
        backward(node, position, values, adjoints, varies);
      return columns;
    },
  };
}
