/** A step of a bridge between two levels, in minor units: it leads from one to the other. */
export interface WaterfallBar<Step> {
  readonly step: Step;
  readonly amountMinor: bigint;
  readonly fromMinor: bigint;
  readonly toMinor: bigint;
}

/** Steps as a staircase: each begins where the one before ended, and the first at nothing. Exact. */
export function waterfallBars<Step>(
  steps: readonly { readonly step: Step; readonly amountMinor: string }[],
): readonly WaterfallBar<Step>[] {
  let levelMinor = 0n;
  return steps.map(({ step, amountMinor: text }) => {
    const amountMinor = BigInt(text);
    const fromMinor = levelMinor;
    levelMinor += amountMinor;
    return { step, amountMinor, fromMinor, toMinor: levelMinor };
  });
}
