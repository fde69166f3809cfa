import { assertDefined } from '#libs/kernel';
import type { GraphNode } from './expression-graph.js';
import type { FunctionName, Operator } from './expression.js';
import { at } from './row.js';

/** Computes a node for all rows from its operands. Numbers, predictors and parameters stand there already. */
export function forward(node: GraphNode, position: number, values: readonly Float64Array[]): void {
  const row = (index: number): Float64Array => assertDefined(values[index], 'a node has its values');
  if ('of' in node) unary(node.op, row(node.of), row(position));
  else if ('left' in node) binary(node.op, row(node.left), row(node.right), row(position));
}

/** One loop an operation: a function called for each row would cost more than most of them. */
function unary(op: 'negate' | FunctionName, a: Float64Array, out: Float64Array): void {
  const n = out.length;
  switch (op) {
    case 'negate':
      for (let i = 0; i < n; i++) out[i] = -at(a, i);
      return;
    case 'exp':
      for (let i = 0; i < n; i++) out[i] = Math.exp(at(a, i));
      return;
    case 'log':
      for (let i = 0; i < n; i++) out[i] = Math.log(at(a, i));
      return;
    case 'sin':
      for (let i = 0; i < n; i++) out[i] = Math.sin(at(a, i));
      return;
    case 'cos':
      for (let i = 0; i < n; i++) out[i] = Math.cos(at(a, i));
      return;
    case 'atan':
      for (let i = 0; i < n; i++) out[i] = Math.atan(at(a, i));
      return;
    case 'sqrt':
      for (let i = 0; i < n; i++) out[i] = Math.sqrt(at(a, i));
      return;
  }
}

function binary(op: Operator, a: Float64Array, b: Float64Array, out: Float64Array): void {
  const n = out.length;
  switch (op) {
    case '+':
      for (let i = 0; i < n; i++) out[i] = at(a, i) + at(b, i);
      return;
    case '-':
      for (let i = 0; i < n; i++) out[i] = at(a, i) - at(b, i);
      return;
    case '*':
      for (let i = 0; i < n; i++) out[i] = at(a, i) * at(b, i);
      return;
    case '/':
      for (let i = 0; i < n; i++) out[i] = at(a, i) / at(b, i);
      return;
    case '^':
      for (let i = 0; i < n; i++) out[i] = power(at(a, i), at(b, i));
      return;
  }
}

/** Squares are most powers in practice, and a product is exact to half a unit in the last place. */
const power = (base: number, exponent: number): number => (exponent === 2 ? base * base : base ** exponent);
