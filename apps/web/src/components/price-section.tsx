import type { ShownAppraisal, ShownRight } from '../appraisal-document.js';
import type { Market, Priced, Sale, Valuation } from '../market-view.js';
import { nameOf } from '../market-view.js';
import { countOf, isOpenValuation } from '../progress.js';
import { placeMarks, type PriceMark } from '../price-scale.js';
import { PriceBar } from './price-bar.js';
import { PriceBridge } from './price-bridge.js';
import { Section } from './section.js';

/** What a licence is worth: the range, what was asked and paid, and the way from today's value to the price. */
export const PriceSection = ({ market: { priced, sale, contenders } }: { readonly market: Market }) => (
  <Section id="price" title="What is a licence worth?">
    {priced === undefined ? (
      <Waiting valuations={contenders.flatMap(({ valuations }) => valuations)} />
    ) : (
      <Price priced={priced} sale={sale} />
    )}
  </Section>
);

function Waiting({ valuations }: { readonly valuations: readonly Valuation[] }) {
  const refused = valuations.find(({ state }) => state === 'refused' || state === 'failed');
  if (valuations.some(isOpenValuation)) return <p class="empty">The valuation is being computed.</p>;
  if (refused === undefined) return <p class="empty">Nothing has been valued yet.</p>;
  return (
    <p class="empty">
      The last valuation was {refused.state}: {refused.reason ?? 'no reason was given'}.
    </p>
  );
}

function Price({ priced, sale }: { readonly priced: Priced; readonly sale: Sale | undefined }) {
  const { version, appraisal } = priced;
  const [right] = appraisal.rights;
  if (right === undefined) return null;
  return (
    <>
      <p class="labels">
        <strong class="label">estimate, not an appraisal</strong>
        <UsageLabel source={appraisal.usageSource} />
      </p>
      <p>
        {describe(right)} for {nameOf(version)}, as of <span class="nowrap">{appraisal.valuationDate}</span>.
        Half of the simulated outcomes lie above P50; one in ten lies below P10, one in ten above P90. The
        ranges are {appraisal.calibration}: no comparison with realised prices stands behind them yet.
      </p>
      <div class="price">
        <PriceBar marks={placeMarks(marksOf(right, soldFrom(priced, sale)))} currency={appraisal.currency} />
        <PriceBridge right={right} currency={appraisal.currency} />
      </div>
    </>
  );
}

const UsageLabel = ({ source }: { readonly source: ShownAppraisal['usageSource'] }) => {
  if (source === 'fixture')
    return <strong class="label">usage figures are made up for the demonstration</strong>;
  return source === 'declared' ? <strong class="label">usage figures are the seller’s word</strong> : null;
};

const describe = ({ kind, terms: { termMonths, licensees } }: ShownRight): string =>
  `A ${kind.replaceAll('-', ' ')} of ${countOf(termMonths, 'month')}${
    licensees > 1 ? `, one of ${String(licensees)},` : ''
  }`;

/** The sale, where it is about this very valuation. */
const soldFrom = ({ valuation }: Priced, sale: Sale | undefined): Sale | undefined =>
  sale?.detail.valuationId === valuation.id ? sale : undefined;

function marksOf({ p10Minor, p50Minor, p90Minor }: ShownRight, sale: Sale | undefined): readonly PriceMark[] {
  const marks: PriceMark[] = [
    { key: 'p10', amountMinor: BigInt(p10Minor) },
    { key: 'p50', amountMinor: BigInt(p50Minor) },
    { key: 'p90', amountMinor: BigInt(p90Minor) },
  ];
  if (sale === undefined) return marks;
  marks.push({ key: 'reserve', amountMinor: sale.detail.reserveMinor });
  const result = sale.outcome?.result;
  if (result?.status === 'sold') marks.push({ key: 'hammer', amountMinor: BigInt(result.priceMinor) });
  return marks;
}
