import type { RefusalAbout } from './about.js';
import { code, factsMarkup } from './facts.js';
import { html } from './markup.js';
import { pageText } from './page.js';
import { heading, LABEL, titleText } from './title.js';

/** Why no value is given. */
export interface ShownRefusal {
  readonly code: string;
  readonly reason: string;
  /** The domain that the refusal is about. */
  readonly subject?: string | null;
}

/** A valuation that was refused, as one HTML5 page: what was asked, and why there is no answer. */
export const refusalHtml = (refusal: ShownRefusal, about: RefusalAbout): string =>
  pageText({
    title: titleText(about),
    head: html` ${heading(about)}
      <p><strong class="label">${LABEL}</strong><strong class="label">refused</strong></p>
      <p class="notice"><strong>No value is given.</strong> ${refusal.reason}</p>
      ${factsMarkup([
        ['Reason', code(refusal.code)],
        ['About', refusal.subject ?? 'the whole dossier'],
        ['Domains', about.domains.join(', ')],
        ['As of', about.valuationDate],
        ['Issued', about.issuedOn],
        ['Valuation', code(about.valuationId)],
        [
          'Digest of the dossier',
          about.dossierDigest === null ? 'no dossier was made' : code(about.dossierDigest),
        ],
      ])}
      <p>A refusal is an answer: data that cannot carry a price get none.</p>`,
    sections: [],
  });
