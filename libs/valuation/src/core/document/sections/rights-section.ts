import type { Currency } from '#libs/kernel';
import type { PricedRight, Valuation } from '../../pricing/valuation.js';
import { rangeChart } from '../charts/range-chart.js';
import { code, factsMarkup } from '../facts.js';
import { axisAmount, money, percent } from '../figure-text.js';
import { html, type Markup, NOTHING } from '../markup.js';
import { rightName, termsText } from '../right-text.js';
import type { Section } from '../section.js';
import { figures, tableMarkup, text } from '../table.js';

export const rightsSection = ({ rights, currency }: Valuation): Section => ({
  id: 'rights',
  title: 'Price of each right',
  body: html` ${comparison(rights, currency)}
  ${rights.map((right, index) => rightMarkup(right, index + 1, currency))}`,
});

function comparison(rights: readonly PricedRight[], currency: Currency): Markup {
  const rows = rights.flatMap((right, index) =>
    'refused' in right
      ? []
      : [
          {
            name: `${String(index + 1)}. ${rightName(right.kind)}`,
            p10: Number(right.p10),
            p50: Number(right.p50),
            p90: Number(right.p90),
            reserve: Number(right.reserve),
          },
        ],
  );
  if (rows.length === 0) return NOTHING;
  return html` <figure>
    ${rangeChart({
      id: 'rights-chart',
      title: 'The rights side by side',
      description:
        'A line from P10 to P90, a dot at P50 and a stroke at the advised reserve for each right. The tables below hold the figures.',
      rows,
      axisText: (value) => axisAmount(value, currency),
    })}
    <figcaption>
      P10 to P90 with the median as a dot and the advised reserve as a stroke, in ${currency}.
    </figcaption>
  </figure>`;
}

const rightMarkup = (right: PricedRight, number: number, currency: Currency): Markup =>
  html` <article aria-labelledby="right-${number}">
    <h3 id="right-${number}">${number}. ${rightName(right.kind)}</h3>
    <p>${termsText(right.terms, currency)}. Figures are per ${right.per}.</p>
    ${
      'refused' in right
        ? html`<p class="notice">
            <strong>No price.</strong> ${right.refused.reason} (${code(right.refused.code)})
          </p>`
        : priceMarkup(right, currency)
    }
  </article>`;

type Priced = Exclude<PricedRight, { readonly refused: unknown }>;

const priceMarkup = (right: Priced, currency: Currency): Markup =>
  html` ${tableMarkup({
    caption: `${rightName(right.kind)}, in ${currency}`,
    columns: [text('Price'), ...figures('P10', 'P50', 'P90', 'Mean')],
    rows: [
      ['Value of the right', ...amounts([right.p10, right.p50, right.p90, right.mean], currency)],
      ['Expected hammer', ...amounts([right.market.p10, right.market.p50, right.market.p90], currency), '–'],
    ],
  })}
  ${factsMarkup([
    ['Advised reserve', money(right.reserve, currency)],
    ['What the seller gives up', money(right.sellerValue, currency)],
    ['Share of paths on which it is worth nothing', percent(right.worthlessShare, 2)],
    ...(right.reversionMean === null
      ? []
      : [['Mean that stays with the seller', money(right.reversionMean, currency)] as const]),
  ])}`;

const amounts = (minor: readonly string[], currency: Currency): readonly Markup[] =>
  minor.map((amountMinor) => money(amountMinor, currency));
