import { money } from '../format.js';
import type { PlacedMark, PriceMark } from '../price-scale.js';
import { Money } from './money.js';

const NAMES: Readonly<Record<PriceMark['key'], { readonly short: string; readonly long: string }>> = {
  p10: { short: 'P10', long: 'Hammer expected, P10' },
  p50: { short: 'P50', long: 'Hammer expected, P50' },
  p90: { short: 'P90', long: 'Hammer expected, P90' },
  reserve: { short: 'reserve', long: 'Reserve of the auction' },
  hammer: { short: 'hammer price', long: 'Hammer price' },
};

const at = (percent: number): string => `${percent.toFixed(2)}%`;

/** The range from P10 to P90 on a scale from nothing, with what was asked and what was paid. */
export function PriceBar({
  marks,
  currency,
}: {
  readonly marks: readonly PlacedMark[];
  readonly currency: string;
}) {
  const place = (key: PriceMark['key']): number => marks.find((mark) => mark.key === key)?.percent ?? 0;
  const summary = marks.map(({ key, amountMinor }) => `${NAMES[key].short} ${money(amountMinor, currency)}`);
  return (
    <div class="price-range">
      <div class="price-bar" role="img" aria-label={summary.join(', ')}>
        <div class="price-track" />
        <div class="price-band" style={{ left: at(place('p10')), width: at(place('p90') - place('p10')) }} />
        {marks.map(({ key, percent }) => (
          <div key={key} class="price-mark" data-mark={key} style={{ left: at(percent) }}>
            <span style={{ transform: `translateX(-${at(percent)})` }}>{NAMES[key].short}</span>
          </div>
        ))}
      </div>
      <dl class="figures" data-testid="prices">
        {marks.map(({ key, amountMinor }) => (
          <div key={key} data-mark={key}>
            <dt>{NAMES[key].long}</dt>
            <dd>
              <Money amountMinor={amountMinor} currency={currency} />
            </dd>
          </div>
        ))}
      </dl>
    </div>
  );
}
