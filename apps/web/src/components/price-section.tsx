import { encodeId } from '#libs/kernel';
import { lotMarks } from '../lot-marks.js';
import { lotName, lotTerms } from '../lot-name.js';
import { rightOfLot } from '../lot-right.js';
import { type Market, nameOf, type Priced, type Sale, type Valuation } from '../market-view.js';
import { placeMarks } from '../price-scale.js';
import { isOpenValuation } from '../progress.js';
import { PriceBar } from './price-bar.js';
import { PriceBridge } from './price-bridge.js';
import { RightsTable } from './rights-table.js';
import { Section } from './section.js';
import { UsageLabel } from './usage-label.js';
import { ValuesTable } from './values-table.js';

/** What a model and each right in it are worth: ranges, what was asked and paid, and the way to the price. */
export const PriceSection = ({ market: { priced, sale, contenders } }: { readonly market: Market }) => (
  <Section id="price" title="What is it worth, and each right in it?">
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
      The last valuation was {refused.state}: {refused.refusal?.reason ?? 'no reason was given'}.
    </p>
  );
}

function Price({ priced, sale }: { readonly priced: Priced; readonly sale: Sale | undefined }) {
  const { version, valuation, document } = priced;
  const { values, rights, currency } = valuation;
  if (values === null) return null;
  return (
    <>
      <p class="labels">
        <strong class="label">{document.label}</strong>
        <UsageLabel source={document.usageSource} />
      </p>
      <p>
        {nameOf(version)}, as of <span class="nowrap">{document.valuationDate}</span>. Half of the simulated
        outcomes lie above P50; one in ten lies below P10, one in ten above P90. The ranges are{' '}
        {document.calibration}: no comparison with realised prices stands behind them yet.{' '}
        <a href={`/v1/valuations/${encodeId('valuation', valuation.id)}/report`}>Printable report</a>
      </p>
      <div class="price">
        <div>
          <ValuesTable values={values} currency={currency} />
          <LotPrices priced={priced} sale={sale} />
        </div>
        <PriceBridge steps={document.bridge} medianMinor={values.base.p50} currency={currency} />
      </div>
      <RightsTable rights={rights ?? []} currency={currency} />
    </>
  );
}

/** What each lot on sale was expected to bring, what was asked and what was paid. */
function LotPrices({
  priced: { valuation },
  sale,
}: {
  readonly priced: Priced;
  readonly sale: Sale | undefined;
}) {
  if (sale?.detail.valuationId !== valuation.id) return null;
  const { lots } = sale.detail.announcement;
  return (
    <>
      {lots.map((lot) => {
        const right = rightOfLot(valuation.rights ?? [], lot);
        return right === undefined ? null : (
          <div key={lot.lotId} data-testid="lot-price">
            <h3>
              For sale: {lotName(lot, lots.length > 1)}
              <small>{lotTerms(lot, valuation.currency)}</small>
            </h3>
            <PriceBar marks={placeMarks(lotMarks(right, lot, sale))} currency={valuation.currency} />
          </div>
        );
      })}
    </>
  );
}
