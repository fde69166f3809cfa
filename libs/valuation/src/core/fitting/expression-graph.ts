import { assertDefined, err, ok, type Result } from '#libs/kernel';
import {
  type Expression,
  type ExpressionFault,
  type FunctionName,
  namesOf,
  type Operator,
} from './expression.js';

/** One operation on the results of earlier ones, which `of`, `left` and `right` index. */
export type GraphNode =
  | { readonly op: 'number'; readonly value: number }
  | { readonly op: 'predictor' | 'parameter'; readonly index: number }
  | { readonly op: 'negate' | FunctionName; readonly of: number }
  | { readonly op: Operator; readonly left: number; readonly right: number };

/**
 * An expression as the list of its distinct operations, operands before their users; the last one is the value.
 * What is written twice is computed once.
 */
export interface ExpressionGraph {
  readonly predictorNames: readonly string[];
  readonly parameterNames: readonly string[];
  readonly nodes: readonly GraphNode[];
}

/** Tells data from parameters. The fault names the first name that is neither. */
export function expressionGraph(
  expression: Expression,
  predictorNames: readonly string[],
  parameterNames: readonly string[],
): Result<ExpressionGraph, ExpressionFault> {
  for (const [name, at] of namesOf(expression))
    if (!predictorNames.includes(name) && !parameterNames.includes(name))
      return err({ at, reason: `${name} is neither a predictor nor a parameter` });
  const builder = new GraphBuilder(predictorNames, parameterNames);
  builder.add(expression);
  return ok({ predictorNames, parameterNames, nodes: builder.nodes });
}

class GraphBuilder {
  readonly nodes: GraphNode[] = [];
  readonly #positions = new Map<string, number>();
  readonly #predictorNames: readonly string[];
  readonly #parameterNames: readonly string[];

  constructor(predictorNames: readonly string[], parameterNames: readonly string[]) {
    this.#predictorNames = predictorNames;
    this.#parameterNames = parameterNames;
  }

  /** The position of the node that computes the expression. */
  add(expression: Expression): number {
    switch (expression.kind) {
      case 'number':
        return this.#node({ op: 'number', value: expression.value });
      case 'name': {
        const index = this.#predictorNames.indexOf(expression.name);
        if (index >= 0) return this.#node({ op: 'predictor', index });
        return this.#node({ op: 'parameter', index: this.#parameterNames.indexOf(expression.name) });
      }
      case 'negate':
        return this.#node({ op: 'negate', of: this.add(expression.of) });
      case 'call':
        return this.#node({ op: expression.name, of: this.add(expression.of) });
      case 'operation': {
        const left = this.add(expression.left);
        return this.#node({ op: expression.operator, left, right: this.add(expression.right) });
      }
    }
  }

  #node(node: GraphNode): number {
    const key = Object.values(node).join(' ');
    const known = this.#positions.get(key);
    if (known !== undefined) return known;
    this.nodes.push(node);
    this.#positions.set(key, this.nodes.length - 1);
    return this.nodes.length - 1;
  }
}

/** For each node, whether it depends on one of the leaves of this kind. */
export function dependsOn(
  nodes: readonly GraphNode[],
  leaf: (node: GraphNode) => boolean,
): readonly boolean[] {
  const depends: boolean[] = [];
  const at = (position: number): boolean => assertDefined(depends[position], 'operands come first');
  for (const node of nodes) {
    if ('of' in node) depends.push(at(node.of));
    else if ('left' in node) depends.push(at(node.left) || at(node.right));
    else depends.push(leaf(node));
  }
  return depends;
}
