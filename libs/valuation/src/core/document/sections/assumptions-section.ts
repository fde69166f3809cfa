import type { Valuation } from '../../pricing/valuation.js';
import { figure, wordsOf } from '../figure-text.js';
import { html } from '../markup.js';
import type { Section } from '../section.js';
import { figures, tableMarkup, text } from '../table.js';

const SOURCES = { dossier: 'dossier', prior: 'usual value' } as const;

/** Every figure that nobody measured for this valuation, and where it comes from. */
export const assumptionsSection = ({ assumptions }: Valuation): Section => ({
  id: 'assumptions',
  title: 'Assumptions',
  body: html` ${tableMarkup({
    caption: 'Figures that no data in the dossier measure; rates are per year',
    columns: [text('Assumption'), ...figures('Value', 'Deviation'), text('Source'), text('Basis')],
    rows: Object.entries(assumptions).map(([name, { value, deviation, source, basis }]) => [
      wordsOf(name),
      figure(value),
      figure(deviation),
      SOURCES[source],
      basis,
    ]),
  })}`,
});
