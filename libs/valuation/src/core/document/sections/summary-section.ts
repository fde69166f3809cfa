import type { Valuation } from '../../pricing/valuation.js';
import { rangeChart } from '../charts/range-chart.js';
import { factsMarkup } from '../facts.js';
import { axisAmount, money, percent } from '../figure-text.js';
import { html, type Markup } from '../markup.js';
import type { Section } from '../section.js';
import { figures, tableMarkup, text } from '../table.js';

/** Named as for aircraft (International Society of Transport Aircraft Trading). */
const VALUES = [
  { key: 'base', name: 'Base', meaning: 'nobody is in a hurry, all rights free' },
  { key: 'market', name: 'Market', meaning: 'what the hammer is expected to bring now' },
  { key: 'distress', name: 'Distress', meaning: 'the sale cannot wait' },
  { key: 'encumbered', name: 'Encumbered', meaning: 'with the rights that others hold already' },
] as const;

export function summarySection({ values, currency, confidence }: Valuation): Section {
  const rows = VALUES.map(({ key, name }) => {
    const { p10, p50, p90 } = values[key];
    return { name: `${name} value`, p10: Number(p10), p50: Number(p50), p90: Number(p90) };
  });
  return {
    id: 'values',
    title: 'Four values',
    body: html` <p>
        Half of the simulated outcomes lie above P50; one in ten lies below P10, one in ten above P90.
      </p>
      ${tableMarkup({
        caption: `Values of the model, in ${currency}`,
        columns: [text('Value'), text('Meaning'), ...figures('P10', 'P50', 'P90', 'Mean')],
        rows: VALUES.map(({ key, name, meaning }) => {
          const value = values[key];
          const [p10, p50, p90] = [value.p10, value.p50, value.p90].map((amount) => money(amount, currency));
          const mean = 'mean' in value ? money(value.mean, currency) : '–';
          return [name, meaning, p10 ?? '', html`<strong>${p50 ?? ''}</strong>`, p90 ?? '', mean] as const;
        }),
      })}
      <figure>
        ${rangeChart({
          id: 'values-chart',
          title: 'The four values side by side',
          description:
            'A line from P10 to P90 and a dot at P50 for each value. The table above holds the figures.',
          rows,
          axisText: (value) => axisAmount(value, currency),
        })}
        <figcaption>P10 to P90 with the median as a dot, in ${currency}.</figcaption>
      </figure>
      ${confidenceMarkup(confidence)}`,
  };
}

const confidenceMarkup = ({
  forecastStandardDeviation: deviation,
  within10Percent,
  lossShare,
}: Valuation['confidence']): Markup =>
  factsMarkup([
    [
      'Forecast standard deviation of the market value',
      deviation === null ? 'none: the first decile is nothing' : percent(deviation),
    ],
    [
      'Chance that the hammer falls within ten per cent of the median',
      within10Percent === null ? 'not known' : percent(within10Percent),
    ],
    ['Share of paths on which holding the model loses money', percent(lossShare)],
  ]);
