import type { Valuation } from '../../pricing/valuation.js';
import { percent, wordsOf } from '../figure-text.js';
import { html } from '../markup.js';
import type { Section } from '../section.js';
import { tableMarkup, text } from '../table.js';

/** Which families of curves the paths come from. */
export const forecastsSection = ({ forecasts }: Valuation): Section => ({
  id: 'forecasts',
  title: 'Forecasts behind the paths',
  body: html` ${tableMarkup({
    caption: 'Share of each family of curves, largest first',
    columns: [text('Domain'), text('Quality'), text('Calls')],
    rows: forecasts.map(({ domain, quality, calls }) => [domain, sharesText(quality), sharesText(calls)]),
  })}`,
});

const sharesText = (shares: Readonly<Record<string, number>>): string =>
  Object.entries(shares)
    .sort(([, a], [, b]) => b - a)
    .map(([family, share]) => `${wordsOf(family)} ${percent(share)}`)
    .join(', ') || 'none: assumed';
