import { assert } from '#libs/kernel';

export type Vector = Float64Array;

/** A convex function around a point. */
export interface Local {
  readonly value: number;
  readonly gradient: Vector;
  /** Product of the matrix of second derivatives with a direction. */
  readonly curvature: (direction: Vector) => Vector;
}

const STEPS_MAX = 100;
const HALVINGS_MAX = 40;
/** Share of the first gradient at which a point counts as the optimum. */
const GRADIENT_SHARE = 1e-9;

/**
 * Minimises a strictly convex function from the origin by Newton steps, each solved by conjugate gradients only as
 * far as it pays (Nocedal and Wright 2006, Numerical Optimization, algorithm 7.1), with halving as line search.
 */
export function minimise(size: number, at: (point: Vector) => Local): Vector {
  let point: Vector = new Float64Array(size);
  let local = at(point);
  const goal = GRADIENT_SHARE * norm(local.gradient);
  for (let step = 0; norm(local.gradient) > goal; step++) {
    if (step === STEPS_MAX) break;
    const direction = newtonDirection(local);
    const slope = dot(direction, local.gradient);
    let length = 1;
    let next = at(move(point, length, direction));
    // Armijo's rule; what does not go down any more is as low as the arithmetic gets.
    for (let halving = 0; next.value > local.value + 1e-4 * length * slope; halving++) {
      if (halving === HALVINGS_MAX) return point;
      length /= 2;
      next = at(move(point, length, direction));
    }
    point = move(point, length, direction);
    local = next;
  }
  assert(point.every(Number.isFinite), 'the optimum of a penalised likelihood is finite');
  return point;
}

function newtonDirection({ gradient, curvature }: Local): Vector {
  const direction = new Float64Array(gradient.length);
  const residual = gradient.map((value) => -value);
  let search: Vector = residual.slice();
  let square = dot(residual, residual);
  const tolerance = Math.min(0.1, Math.sqrt(Math.sqrt(square))) ** 2 * square;
  for (let step = 0; step < gradient.length && square > tolerance; step++) {
    const product = curvature(search);
    const length = square / dot(search, product);
    for (let index = 0; index < search.length; index++) {
      direction[index] = (direction[index] ?? 0) + length * (search[index] ?? 0);
      residual[index] = (residual[index] ?? 0) - length * (product[index] ?? 0);
    }
    const nextSquare = dot(residual, residual);
    search = residual.map((value, index) => value + (nextSquare / square) * (search[index] ?? 0));
    square = nextSquare;
  }
  return direction;
}

function dot(a: Vector, b: Vector): number {
  let sum = 0;
  for (let index = 0; index < a.length; index++) sum += (a[index] ?? 0) * (b[index] ?? 0);
  return sum;
}

const norm = (vector: Vector): number => Math.sqrt(dot(vector, vector));

const move = (from: Vector, length: number, direction: Vector): Vector =>
  from.map((value, index) => value + length * (direction[index] ?? 0));
