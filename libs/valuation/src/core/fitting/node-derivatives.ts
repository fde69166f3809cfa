import { assertDefined } from '#libs/kernel';
import type { GraphNode } from './expression-graph.js';
import type { FunctionName, Operator } from './expression.js';
import { at } from './row.js';

interface Operand {
  readonly value: Float64Array;
  /** Derivative of the result by this operand, summed over its uses; undefined where no parameter is in it. */
  readonly adjoint: Float64Array | undefined;
}

/** Passes the derivative of the result by a node on to the node's operands, for all rows. */
export function backward(
  node: GraphNode,
  position: number,
  values: readonly Float64Array[],
  adjoints: readonly Float64Array[],
  varies: readonly boolean[],
): void {
  const value = (index: number): Float64Array => assertDefined(values[index], 'a node has its values');
  const adjoint = (index: number): Float64Array => assertDefined(adjoints[index], 'a node has its adjoint');
  const operand = (index: number): Operand => ({
    value: value(index),
    adjoint: varies[index] === true ? adjoint(index) : undefined,
  });
  if ('of' in node) unary(node.op, value(node.of), value(position), adjoint(position), adjoint(node.of));
  else if ('left' in node)
    binary(node.op, operand(node.left), operand(node.right), value(position), adjoint(position));
}

/** `a` the operand, `v` the value, `d` the derivative by the value; adds to `out`, the derivative by `a`. */
function unary(
  op: 'negate' | FunctionName,
  a: Float64Array,
  v: Float64Array,
  d: Float64Array,
  out: Float64Array,
): void {
  const n = out.length;
  switch (op) {
    case 'negate':
      for (let i = 0; i < n; i++) out[i] = at(out, i) - at(d, i);
      return;
    case 'exp':
      for (let i = 0; i < n; i++) out[i] = at(out, i) + at(d, i) * at(v, i);
      return;
    case 'log':
      for (let i = 0; i < n; i++) out[i] = at(out, i) + at(d, i) / at(a, i);
      return;
    case 'sin':
      for (let i = 0; i < n; i++) out[i] = at(out, i) + at(d, i) * Math.cos(at(a, i));
      return;
    case 'cos':
      for (let i = 0; i < n; i++) out[i] = at(out, i) - at(d, i) * Math.sin(at(a, i));
      return;
    case 'atan':
      for (let i = 0; i < n; i++) out[i] = at(out, i) + at(d, i) / (1 + at(a, i) ** 2);
      return;
    case 'sqrt':
      for (let i = 0; i < n; i++) out[i] = at(out, i) + at(d, i) / (2 * at(v, i));
      return;
  }
}

function binary(op: Operator, left: Operand, right: Operand, v: Float64Array, d: Float64Array): void {
  switch (op) {
    case '+':
      addTo(left.adjoint, d, 1);
      addTo(right.adjoint, d, 1);
      return;
    case '-':
      addTo(left.adjoint, d, 1);
      addTo(right.adjoint, d, -1);
      return;
    case '*':
      addProduct(left.adjoint, d, right.value);
      addProduct(right.adjoint, d, left.value);
      return;
    case '/':
      throughQuotient(left.adjoint, right, v, d);
      return;
    case '^':
      throughPower(left, right, v, d);
      return;
  }
}

function addTo(out: Float64Array | undefined, d: Float64Array, factor: 1 | -1): void {
  if (out === undefined) return;
  for (let i = 0; i < out.length; i++) out[i] = at(out, i) + factor * at(d, i);
}

function addProduct(out: Float64Array | undefined, d: Float64Array, factor: Float64Array): void {
  if (out === undefined) return;
  for (let i = 0; i < out.length; i++) out[i] = at(out, i) + at(d, i) * at(factor, i);
}

/** v = a / b: by a it is 1 / b, by b it is −v / b. */
function throughQuotient(
  out: Float64Array | undefined,
  { value: b, adjoint: outOfB }: Operand,
  v: Float64Array,
  d: Float64Array,
): void {
  if (out !== undefined) for (let i = 0; i < out.length; i++) out[i] = at(out, i) + at(d, i) / at(b, i);
  if (outOfB !== undefined)
    for (let i = 0; i < outOfB.length; i++) outOfB[i] = at(outOfB, i) - (at(d, i) * at(v, i)) / at(b, i);
}

/** v = a^b: by a it is b a^(b−1), by b it is v log a, which goes to 0 with v. */
function throughPower(
  { value: a, adjoint: outOfA }: Operand,
  { value: b, adjoint: outOfB }: Operand,
  v: Float64Array,
  d: Float64Array,
): void {
  if (outOfA !== undefined)
    for (let i = 0; i < outOfA.length; i++)
      outOfA[i] = at(outOfA, i) + at(d, i) * powerSlope(at(a, i), at(b, i));
  if (outOfB !== undefined)
    for (let i = 0; i < outOfB.length; i++)
      if (at(v, i) !== 0) outOfB[i] = at(outOfB, i) + at(d, i) * at(v, i) * Math.log(at(a, i));
}

/** By the base. A constant power has no slope, also at 0, where b a^(b−1) would be 0 × ∞. */
function powerSlope(base: number, exponent: number): number {
  if (exponent === 0) return 0;
  return exponent === 2 ? 2 * base : exponent * base ** (exponent - 1);
}
