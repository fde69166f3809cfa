/** A two-state chain: whether an amount is above zero from one step to the next. */
export interface ZeroChain {
  /** Chance that an amount above zero is followed by none. */
  readonly ceasing: number;
  /** Chance that none is followed by an amount above zero. */
  readonly returning: number;
  readonly lastIsZero: boolean;
}

/**
 * Estimates the chain from the points in order (Jeffreys' prior for either chance). A series that was never zero is
 * taken for one that cannot be: nothing in it says how likely its end is, and that is asked elsewhere, of hazards.
 */
export function zeroChainOf(amounts: readonly number[]): ZeroChain {
  const lastIsZero = amounts.at(-1) === 0;
  if (amounts.every((amount) => amount > 0)) return { ceasing: 0, returning: 1, lastIsZero };
  let [fromPositive, ceased, fromZero, returned] = [0, 0, 0, 0];
  for (let point = 1; point < amounts.length; point += 1) {
    const none = amounts[point] === 0;
    if (amounts[point - 1] === 0) {
      fromZero += 1;
      returned += none ? 0 : 1;
    } else {
      fromPositive += 1;
      ceased += none ? 1 : 0;
    }
  }
  return {
    ceasing: (ceased + 0.5) / (fromPositive + 1),
    returning: (returned + 0.5) / (fromZero + 1),
    lastIsZero,
  };
}

/** Chance that the amount is zero so many steps after the last point (they need not be whole). */
export function zeroChanceAt({ ceasing, returning, lastIsZero }: ZeroChain, aheadSteps: number): number {
  const total = ceasing + returning;
  const stationary = ceasing / total;
  // A chain that rather alternates has no meaning between steps, so its last point is held to say nothing.
  const memory = Math.max(0, 1 - total) ** aheadSteps;
  return stationary + memory * ((lastIsZero ? 1 : 0) - stationary);
}
