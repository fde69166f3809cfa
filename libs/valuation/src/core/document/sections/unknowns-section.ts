import type { Valuation } from '../../pricing/valuation.js';
import { html } from '../markup.js';
import type { Section } from '../section.js';

/** What the figures rest on and nobody has measured. */
export const unknownsSection = ({ unknowns }: Valuation): Section => ({
  id: 'unknowns',
  title: 'What is not known',
  body: html` <ul>
    ${unknowns.map(({ code, text }) => html`<li>${text} <code>${code}</code></li>`)}
  </ul>`,
});
