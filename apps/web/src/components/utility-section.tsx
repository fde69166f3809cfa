import { type Market, nameOf } from '../market-view.js';
import type { ShownDocument } from '../valuation-document.js';
import { Section } from './section.js';
import { UtilityChart } from './utility-chart.js';
import { UtilityTable } from './utility-table.js';

/** How long the valued model saves anything: residual utility in total and domain by domain. */
export const UtilitySection = ({ market: { priced } }: { readonly market: Market }) => (
  <Section
    id="utility"
    title="How long does it still pay?"
    lead="Residual utility: what the calls of a month still save against the cheapest substitute that will do, less what they cost to serve; in total also less the fixed cost. Where the curve crosses zero, the model has nothing left to sell."
  >
    {priced === undefined ? (
      <p class="empty">Nothing has been valued yet.</p>
    ) : (
      <Curves
        curves={priced.document.curves}
        name={nameOf(priced.version)}
        currency={priced.valuation.currency}
      />
    )}
  </Section>
);

type CurvesProps = {
  readonly curves: ShownDocument['curves'];
  readonly name: string;
  readonly currency: string;
};

/** With one domain the total differs from it by the fixed cost only, and is shown all the same. */
const Curves = ({ curves, name, currency }: CurvesProps) => (
  <div class="utility">
    {[{ domain: `${name}, all domains`, ...curves.total }, ...curves.domains].map((curve) => (
      <figure key={curve.domain} data-testid="utility">
        <figcaption>
          <strong>{curve.domain}</strong> crosses zero on{' '}
          <Day day={curve.crossesZeroOn.p50} testId="crosses-zero" /> (P10{' '}
          <Day day={curve.crossesZeroOn.p10} />, P90 <Day day={curve.crossesZeroOn.p90} />)
        </figcaption>
        <UtilityChart curve={curve} name={curve.domain} currency={currency} />
        <details>
          <summary>Figures of {curve.domain}</summary>
          <UtilityTable curve={curve} currency={currency} />
        </details>
      </figure>
    ))}
  </div>
);

const Day = ({ day, testId }: { readonly day: string | null; readonly testId?: string }) => (
  <span class="nowrap" data-testid={testId}>
    {day ?? 'a later day'}
  </span>
);
