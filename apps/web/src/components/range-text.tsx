import { money } from '../format.js';
import { Money } from './money.js';
import type { AmountRange } from './range-bar.js';

/** The median, and below it from P10 to P90. */
export const RangeText = ({
  range,
  currency,
}: {
  readonly range: AmountRange;
  readonly currency: string;
}) => (
  <>
    <Money amountMinor={range.p50} currency={currency} />
    <small>
      {money(range.p10, currency)} to {money(range.p90, currency)}
    </small>
  </>
);
