import { quantise } from '#libs/kernel';
import { STAIRS, type StairName } from './flows/staircase.js';

export type BridgeStepName =
  | StairName
  | 'cost-of-an-equal-model'
  | 'median-below-mean'
  | 'free-to-decline'
  | 'from-appraised-value'
  | 'expected-hammer'
  | 'comparable-sales'
  | 'from-market-value'
  | 'forced-sale'
  | 'existing-grants';

/** What adds to a value, or takes from it; amounts in minor units as text. The amounts sum to the value, exactly. */
export type BridgeStep = { readonly step: BridgeStepName; readonly amountMinor: string };

/** Steps between levels that are rounded first, so that they telescope to the last level to the minor unit. */
export function bridgeBetween(
  levels: readonly { readonly step: BridgeStepName; readonly level: number }[],
): readonly BridgeStep[] {
  let previousMinor = 0n;
  return levels.map(({ step, level }) => {
    const levelMinor = quantise(level, 'half-even');
    const amountMinor = (levelMinor - previousMinor).toString();
    previousMinor = levelMinor;
    return { step, amountMinor };
  });
}

/** From today's receipts over the horizon to the median of the appraised value. Medians do not add, means do. */
export const appraisedBridge = (
  stairs: Float64Array,
  value: { readonly mean: number; readonly median: number },
): readonly BridgeStep[] =>
  bridgeBetween([
    ...STAIRS.map((step, index) => ({ step, level: stairs[index] ?? 0 })),
    { step: 'cost-of-an-equal-model', level: value.mean },
    { step: 'median-below-mean', level: value.median },
    { step: 'free-to-decline', level: Math.max(value.median, 0) },
  ]);
