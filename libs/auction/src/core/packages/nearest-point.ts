import { assert } from '#libs/kernel';
import {
  addLarge,
  divideLarge,
  isLess,
  LARGE_ONE,
  LARGE_ZERO,
  large,
  type LargeNumber,
  scaleLarge,
  signLarge,
  subtractLarge,
} from './large-number.js';
import { solveExactly } from './linear-system.js';
import { add, multiply, negate, type Rational, rational, sign, subtract, ZERO } from './rational.js';

/** `sign × (sum of the coordinates of the members) >= least`. */
type Constraint = { readonly members: readonly number[]; readonly sign: 1n | -1n; readonly least: bigint };

/** A constraint that holds with equality, and how hard it presses. */
type Active = { readonly constraint: Constraint; multiplier: LargeNumber };

/** How the point and the multipliers move when a constraint presses by one more. */
type Direction = { readonly point: readonly Rational[]; readonly multipliers: readonly Rational[] };

/**
 * The point of a polyhedron with the smallest sum of coordinates, and of those the one nearest to the origin:
 * minimises ½‖t‖² + M·Σt for an M larger than any number. Coordinates lie between 0 and given bounds; further
 * constraints, that some coordinates sum to at least an amount, are added one after another.
 *
 * A dual active set method (Goldfarb and Idnani, 1983, "A numerically stable dual method for solving strictly convex
 * quadratic programs") in exact fractions: the result depends on no tolerance and no order. It ends, because each
 * constraint that is added raises the objective, so that no set of active constraints comes back.
 */
export class NearestPoint {
  readonly #constraints: Constraint[];
  /** At the origin the lower bounds press against M. */
  #active: Active[];
  #point: LargeNumber[];

  constructor(upperBounds: readonly bigint[]) {
    const lower = upperBounds.map((_, at): Constraint => ({ members: [at], sign: 1n, least: 0n }));
    const upper = upperBounds.map((bound, at): Constraint => ({ members: [at], sign: -1n, least: -bound }));
    this.#constraints = [...lower, ...upper];
    this.#active = lower.map((constraint) => ({ constraint, multiplier: LARGE_ONE }));
    this.#point = upperBounds.map(() => LARGE_ZERO);
  }

  get point(): readonly Rational[] {
    return this.#point.map(({ constant }) => constant);
  }

  /** Moves to where the sum of these coordinates is at least so much. Some point within the bounds must allow that. */
  require(members: readonly number[], least: bigint): void {
    this.#constraints.push({ members, sign: 1n, least });
    for (let next = this.#violated(); next !== undefined; next = this.#violated()) this.#satisfy(next);
  }

  #violated(): Constraint | undefined {
    return this.#constraints.find((constraint) => signLarge(this.#shortfall(constraint)) > 0);
  }

  #shortfall({ members, sign: direction, least }: Constraint): LargeNumber {
    const sum = members.reduce((total, at) => addLarge(total, this.#point[at] ?? LARGE_ZERO), LARGE_ZERO);
    return subtractLarge(large(rational(least)), scaleLarge(sum, rational(direction)));
  }

  /** Lets the constraint press until it holds; what presses no longer on the way is let go. */
  #satisfy(constraint: Constraint): void {
    let pressure = LARGE_ZERO;
    for (;;) {
      const direction = this.#direction(constraint);
      const speed = constraint.members.reduce(
        (sum, at) => add(sum, multiply(rational(constraint.sign), direction.point[at] ?? ZERO)),
        ZERO,
      );
      const full = sign(speed) > 0 ? divideLarge(this.#shortfall(constraint), speed) : undefined;
      const release = this.#firstRelease(direction);
      const isFull = full !== undefined && (release === undefined || !isLess(release.step, full));
      const step = isFull ? full : release?.step;
      assert(step !== undefined, 'the constraints have no point in common');
      this.#move(direction, step);
      pressure = addLarge(pressure, step);
      if (isFull) {
        this.#active.push({ constraint, multiplier: pressure });
        return;
      }
      this.#active = this.#active.filter((active) => active !== release?.active);
    }
  }

  #move({ point, multipliers }: Direction, step: LargeNumber): void {
    this.#point = this.#point.map((value, at) => addLarge(value, scaleLarge(step, point[at] ?? ZERO)));
    for (const [at, active] of this.#active.entries())
      active.multiplier = subtractLarge(active.multiplier, scaleLarge(step, multipliers[at] ?? ZERO));
  }

  /** The first active constraint that stops pressing, and after which step. */
  #firstRelease({
    multipliers,
  }: Direction): { readonly active: Active; readonly step: LargeNumber } | undefined {
    let first: { readonly active: Active; readonly step: LargeNumber } | undefined;
    for (const [at, active] of this.#active.entries()) {
      const rate = multipliers[at] ?? ZERO;
      if (sign(rate) <= 0) continue;
      const step = divideLarge(active.multiplier, rate);
      if (first === undefined || isLess(step, first.step)) first = { active, step };
    }
    return first;
  }

  /**
   * The constraint's normal, split into a combination of the active normals (the multipliers) and what is orthogonal
   * to them (the point). A coordinate at an active bound is held; the others leave a small system of equations.
   */
  #direction({ members, sign: direction }: Constraint): Direction {
    const held = new Set(
      this.#active.flatMap(({ constraint }) => (isBound(constraint) ? constraint.members : [])),
    );
    const sums = this.#active
      .filter(({ constraint }) => !isBound(constraint))
      .map(({ constraint }) => constraint);
    const isMember = sums.map((sum) => new Set(sum.members));
    const free = this.#point.flatMap((_, at) => (held.has(at) ? [] : [at]));
    const overlap = (a: ReadonlySet<number>, b: ReadonlySet<number>): Rational =>
      rational(BigInt(free.filter((at) => a.has(at) && b.has(at)).length));
    const own = new Set(members);
    const weights = solveExactly(
      isMember.map((one) => isMember.map((other) => overlap(one, other))),
      isMember.map((one) => multiply(rational(direction), overlap(one, own))),
    );
    const rest = this.#point.map((_, at) =>
      weights.reduce(
        (left, weight, index) => (isMember[index]?.has(at) === true ? subtract(left, weight) : left),
        own.has(at) ? rational(direction) : ZERO,
      ),
    );
    const weightOf = new Map(sums.map((constraint, index) => [constraint, weights[index] ?? ZERO]));
    return {
      point: rest.map((value, at) => (held.has(at) ? ZERO : value)),
      multipliers: this.#active.map(({ constraint }) => {
        const atBound = rest[constraint.members[0] ?? 0] ?? ZERO;
        return weightOf.get(constraint) ?? (constraint.sign === 1n ? atBound : negate(atBound));
      }),
    };
  }
}

/** Sums of one coordinate are bounds like any other. */
const isBound = ({ members }: Constraint): boolean => members.length === 1;
