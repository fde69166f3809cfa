import { assertDefined } from '#libs/kernel';
import type { ExpressionGraph, GraphNode } from './expression-graph.js';

/** How a node depends on a set of parameters: not at all, as an affine function, or otherwise. */
type Degree = 'none' | 'affine' | 'other';

/**
 * Positions of parameters in which the expression is affine together while the others are held: those that
 * variable projection takes out of the search (Golub and Pereyra, 1973). Read off the formula, so b1/b2 counts
 * b1 and not what an algebraist could make linear. Of competing sets, the one with the earliest names.
 */
export function linearParameters({ nodes, parameterNames }: ExpressionGraph): readonly number[] {
  const chosen = new Set<number>();
  for (const index of parameterNames.keys()) {
    chosen.add(index);
    if (degreeOf(nodes, chosen) !== 'affine') chosen.delete(index);
  }
  return [...chosen];
}

function degreeOf(nodes: readonly GraphNode[], chosen: ReadonlySet<number>): Degree | undefined {
  const degrees: Degree[] = [];
  const at = (position: number): Degree => assertDefined(degrees[position], 'operands come first');
  for (const node of nodes) {
    if ('value' in node || node.op === 'predictor') degrees.push('none');
    else if (node.op === 'parameter') degrees.push(chosen.has(node.index) ? 'affine' : 'none');
    else if ('of' in node)
      degrees.push(node.op === 'negate' || at(node.of) === 'none' ? at(node.of) : 'other');
    else if ('left' in node) degrees.push(combined(node.op, at(node.left), at(node.right)));
  }
  return degrees.at(-1);
}

function combined(op: '+' | '-' | '*' | '/' | '^', left: Degree, right: Degree): Degree {
  if (left === 'none' && right === 'none') return 'none';
  if (left === 'other' || right === 'other') return 'other';
  if (op === '+' || op === '-') return 'affine';
  if (op === '*') return left === 'none' || right === 'none' ? 'affine' : 'other';
  return op === '/' && right === 'none' ? 'affine' : 'other';
}
