import type { Valuation } from '../../pricing/valuation.js';
import { tornadoChart } from '../charts/tornado-chart.js';
import { signedPercent } from '../figure-text.js';
import { html, type Markup } from '../markup.js';
import type { Section } from '../section.js';
import { figures, tableMarkup, text } from '../table.js';

/** What the base value would be if one thing were otherwise, the widest swing first. */
export function sensitivitiesSection({ sensitivities }: Valuation): Section {
  const widestFirst = sensitivities.toSorted((a, b) => Math.abs(b.effect) - Math.abs(a.effect));
  return {
    id: 'sensitivities',
    title: 'Sensitivities',
    body:
      widestFirst.length === 0
        ? html`<p>None are told: the median is nothing, and no share of nothing can be lost.</p>`
        : tornado(widestFirst),
  };
}

const tornado = (sensitivities: Valuation['sensitivities']): Markup =>
  html` <p>Change of the median of the base value if one thing were otherwise and all else the same.</p>
    <figure>
      ${tornadoChart({
        id: 'tornado',
        title: 'Sensitivities, widest first',
        description:
          'A bar for each change, to the left where the value falls. The table below holds the figures.',
        bars: sensitivities.map(({ input, change, effect }) => ({ name: `${input}: ${change}`, effect })),
        effectText: signedPercent,
      })}
    </figure>
    ${tableMarkup({
      caption: 'Effect of one change at a time on the median of the base value',
      columns: [text('What'), text('Change'), ...figures('Effect')],
      rows: sensitivities.map(({ input, change, effect }) => [input, change, signedPercent(effect)]),
    })}`;
