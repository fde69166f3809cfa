/** What leads to a price, one named step after the other; the amounts sum to the price exactly. */
export type BridgeStep = { readonly step: BridgeStepName; readonly amountMinor: bigint };

export type BridgeStepName =
  | 'as-today'
  | 'quality-decay'
  | 'usage-change'
  | 'serving-cost'
  | 'right-to-stop'
  | 'discounting'
  | 'kept-by-licensee'
  | 'shared-among-licensees';

/**
 * Turns a staircase of levels, each with one more fact than the one before, into steps. Rounding happens on the
 * levels, so the steps telescope: their sum is the last level, to the minor unit.
 */
export function bridgeOf(
  levels: readonly { readonly step: BridgeStepName; readonly levelMinor: bigint }[],
): readonly BridgeStep[] {
  let previousMinor = 0n;
  return levels.map(({ step, levelMinor }) => {
    const amountMinor = levelMinor - previousMinor;
    previousMinor = levelMinor;
    return { step, amountMinor };
  });
}
