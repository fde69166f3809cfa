import type { Valuation } from '../pricing/valuation.js';
import type { Staleness, ValuationAbout } from './about.js';
import { code, factsMarkup } from './facts.js';
import { html, type Markup, NOTHING } from './markup.js';
import { pageText } from './page.js';
import { assumptionsSection } from './sections/assumptions-section.js';
import { bridgesSection } from './sections/bridges-section.js';
import { clocksSection } from './sections/clocks-section.js';
import { curvesSection } from './sections/curves-section.js';
import { forecastsSection } from './sections/forecasts-section.js';
import { recomputationSection } from './sections/recomputation-section.js';
import { reconciliationSection } from './sections/reconciliation-section.js';
import { rightsSection } from './sections/rights-section.js';
import { sensitivitiesSection } from './sections/sensitivities-section.js';
import { summarySection } from './sections/summary-section.js';
import { unknownsSection } from './sections/unknowns-section.js';
import { heading, titleText } from './title.js';

/**
 * A valuation as a document to print or to hand on: one HTML5 page that needs nothing else and changes nothing. Equal
 * arguments give equal text.
 *
 * @param about what the service knows of it; the names in it may hold any characters
 */
export const valuationHtml = (valuation: Valuation, about: ValuationAbout): string =>
  pageText({
    title: titleText(about),
    head: headMarkup(valuation, about),
    sections: [
      summarySection(valuation),
      rightsSection(valuation),
      clocksSection(valuation),
      curvesSection(valuation),
      bridgesSection(valuation),
      reconciliationSection(valuation),
      sensitivitiesSection(valuation),
      assumptionsSection(valuation),
      forecastsSection(valuation),
      unknownsSection(valuation),
      recomputationSection(valuation, about),
    ],
  });

const headMarkup = (valuation: Valuation, about: ValuationAbout): Markup =>
  html` ${heading(about)}
    <p>
      <strong class="label">${valuation.label}</strong><strong class="label">${valuation.calibration}</strong>
    </p>
    ${about.stale === null ? NOTHING : staleMarkup(about.stale)}
    ${factsMarkup([
      ['As of', valuation.valuationDate],
      ['Currency', valuation.currency],
      ['Usage figures', USAGE[valuation.usageSource ?? 'unstated']],
      ['Issued', about.issuedOn],
      ['Valuation', code(about.valuationId)],
    ])}`;

const USAGE: Readonly<Record<NonNullable<Valuation['usageSource']> | 'unstated', string>> = {
  fixture: 'made up for a demonstration',
  declared: 'the seller’s word',
  receipts: 'metered and signed receipts',
  unstated: 'of a source that the dossier does not tell',
};

const CAUSES: Readonly<Record<Staleness['cause'], string>> = {
  scores: 'newer scores',
  usage: 'newer usage',
  rights: 'a right that was granted or ended',
};

const staleMarkup = ({ cause, since, successorId }: Staleness): Markup =>
  html`<p class="notice">
    <strong>Stale since ${since}.</strong> These figures do not know of ${CAUSES[cause]}; ${code(successorId)}
    does.
  </p>`;
