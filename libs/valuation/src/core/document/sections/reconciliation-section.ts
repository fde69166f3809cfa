import type { Currency } from '#libs/kernel';
import type { Valuation } from '../../pricing/valuation.js';
import { money, percent } from '../figure-text.js';
import { html, type Insertion } from '../markup.js';
import type { Section } from '../section.js';
import { figures, tableMarkup, text } from '../table.js';

/** What each approach to value had to say, and how much it counted. */
export const reconciliationSection = ({
  reconciliation: { income, market, cost },
  currency,
}: Valuation): Section => ({
  id: 'reconciliation',
  title: 'Reconciliation of the approaches',
  body: html` ${tableMarkup({
    caption: 'What each approach indicates for the market value, and its weight',
    columns: [text('Approach'), text('Evidence'), ...figures('Indicates', 'Weight')],
    rows: [
      ['Income', 'cash flows over all paths', money(income.indicatedMinor, currency), percent(income.weight)],
      [
        'Market',
        `${String(market.lots)} comparable lots, ${String(market.unsold)} of them unsold, ${String(market.bids)} bids`,
        amountOrNone(market.indicatedMinor, currency),
        percent(market.weight),
      ],
      [
        'Cost',
        `caps the value of a path; it did on ${percent(cost.bindingShare)} of them`,
        amountOrNone(cost.indicatedMinor, currency),
        'cap only',
      ],
    ],
  })}`,
});

const amountOrNone = (amountMinor: string | null, currency: Currency): Insertion =>
  amountMinor === null ? 'nothing' : money(amountMinor, currency);
