import { encodeId } from '#libs/kernel';
import { MODELS_SHOWN_MAX } from '../load-market.js';
import type { Market, Valuation, ValuedModel } from '../market-view.js';
import { isOpenValuation } from '../progress.js';
import { RangeText } from './range-text.js';
import { Section } from './section.js';

/** Every model with its value, or the reason why it has none. */
export const ValuationsSection = ({
  market: { valuedModels, hasMoreModels },
}: {
  readonly market: Market;
}) => (
  <Section
    id="valuations"
    title="What is each model worth?"
    lead="The newest valuation of every model. Data that cannot carry a price get none, and the reason stands in its place."
  >
    <div class="scroll" role="region" aria-label="Value of each model" tabIndex={0}>
      <table data-testid="valuations">
        <thead>
          <tr>
            <th scope="col">Model</th>
            <th scope="col" class="figure">
              Base value
            </th>
            <th scope="col" class="figure">
              Market value
            </th>
            <th scope="col">Report</th>
          </tr>
        </thead>
        <tbody>
          {valuedModels.map((model) => (
            <tr key={model.key}>
              <th scope="row">{model.name}</th>
              <ModelCells {...model} />
            </tr>
          ))}
        </tbody>
      </table>
    </div>
    {hasMoreModels ? (
      <p class="note">Only the first {MODELS_SHOWN_MAX} models are shown; the API lists all of them.</p>
    ) : null}
  </Section>
);

function ModelCells({ valuation }: Pick<ValuedModel, 'valuation'>) {
  if (valuation === undefined) return <td colSpan={3}>not valued yet</td>;
  if (isOpenValuation(valuation)) return <td colSpan={3}>being computed</td>;
  const { values, currency, refusal } = valuation;
  if (values === null)
    return (
      <>
        <td colSpan={2} data-refused>
          No value: {refusal?.reason ?? 'the computation failed'}
        </td>
        <td>{refusal === null ? null : <ReportLink valuation={valuation} />}</td>
      </>
    );
  return (
    <>
      <td class="figure">
        <RangeText range={values.base} currency={currency} />
      </td>
      <td class="figure">
        <RangeText range={values.market} currency={currency} />
      </td>
      <td>
        <ReportLink valuation={valuation} />
        {valuation.stale === null ? null : <small>stale: newer {valuation.stale.cause}</small>}
      </td>
    </>
  );
}

const ReportLink = ({ valuation: { id, valuationDate } }: { readonly valuation: Valuation }) => (
  <a href={`/v1/valuations/${encodeId('valuation', id)}/report`}>as of {valuationDate}</a>
);
