import { percentOf } from '../price-scale.js';

export type AmountRange = { readonly p10: string; readonly p50: string; readonly p90: string };

type Props = { readonly range: AmountRange; readonly endMinor: bigint };

/** P10 to P90 with the median, from nothing to the end of a scale that all bars of a table share. */
export function RangeBar({ range, endMinor }: Props) {
  const [low, middle, high] = [range.p10, range.p50, range.p90].map((amount) =>
    percentOf(BigInt(amount), endMinor),
  );
  return (
    <div class="range-bar" aria-hidden="true">
      <div
        class="range-bar-band"
        style={{ left: `${String(low)}%`, width: `${String(Number(high) - Number(low))}%` }}
      />
      <div class="range-bar-median" style={{ left: `${String(middle)}%` }} />
    </div>
  );
}
