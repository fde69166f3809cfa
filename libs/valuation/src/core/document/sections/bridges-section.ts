import type { Currency } from '#libs/kernel';
import type { Valuation } from '../../pricing/valuation.js';
import type { BridgeStep } from '../../pricing/value-bridge.js';
import { waterfallChart } from '../charts/waterfall-chart.js';
import { waterfallBars } from '../charts/waterfall-geometry.js';
import { money, moneyText } from '../figure-text.js';
import { html, type Markup } from '../markup.js';
import type { Section } from '../section.js';
import { stepName } from '../step-names.js';
import { figures, tableMarkup, text } from '../table.js';

/** How each value comes about: amounts that sum to its median, to the minor unit. */
export const bridgesSection = ({ bridge, bridges, currency, horizonMonths }: Valuation): Section => ({
  id: 'bridges',
  title: 'How the values come about',
  body: html` <p>
      From today’s receipts, taken over ${horizonMonths} months, to the base value; and from there to the
      others. Each step takes in one fact more and is a mean over all paths. Full bars add, hatched bars take
      away.
    </p>
    ${bridgeMarkup('base', bridge, currency)} ${bridgeMarkup('market', bridges.market, currency)}
    ${bridgeMarkup('distress', bridges.distress, currency)}
    ${bridgeMarkup('encumbered', bridges.encumbered, currency)}`,
});

function bridgeMarkup(value: string, steps: readonly BridgeStep[], currency: Currency): Markup {
  const bars = waterfallBars(steps.map(({ step, amountMinor }) => ({ step: stepName(step), amountMinor })));
  const total = `Median of the ${value} value`;
  const endMinor = bars.at(-1)?.toMinor ?? 0n;
  return html` <h3>To the ${value} value</h3>
    <figure>
      ${waterfallChart({
        id: `bridge-${value}`,
        title: `Bridge to the ${value} value`,
        description: `Bars that each begin where the one before ended, down to the ${total.toLowerCase()}. The table below holds the figures.`,
        bars,
        total,
        amountText: (amountMinor) => moneyText(amountMinor, currency),
      })}
    </figure>
    ${tableMarkup({
      caption: `Steps to the ${value} value`,
      columns: [text('Step'), ...figures('Amount', 'Sum so far')],
      rows: bars.map(({ step, amountMinor, toMinor }) => [
        step,
        money(amountMinor, currency),
        money(toMinor, currency),
      ]),
      foot: [total, money(endMinor, currency), ''],
    })}`;
}
