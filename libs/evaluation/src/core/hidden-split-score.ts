/**
 * A score from a hidden split as it may be told: to two decimals. From exact successive scores the labels of single
 * rows could be worked out by asking with one answer changed. The limits are rounded outwards, so that the interval
 * covers what it covered.
 */
export const roundHiddenScore = ({
  value,
  lower,
  upper,
}: {
  readonly value: number;
  readonly lower: number;
  readonly upper: number;
}): { readonly value: number; readonly lower: number; readonly upper: number } => ({
  value: Math.round(hundredths(value)) / 100,
  lower: Math.floor(hundredths(lower)) / 100,
  upper: Math.ceil(hundredths(upper)) / 100,
});

/** 0.29 is 28.999999999999996 hundredths to the machine; nobody means that. */
const hundredths = (share: number): number => Number((share * 100).toFixed(9));
