import type { Valuation } from '../../pricing/valuation.js';
import type { ValuationAbout } from '../about.js';
import { code, factsMarkup } from '../facts.js';
import { html, type Markup } from '../markup.js';
import type { Section } from '../section.js';

const COMPUTE = 'npm run -s salvor -- value --input dossier.json';
const COMPARE = `${COMPUTE} | npm run -s salvor -- canonicalize | sha256sum`;

/** All that somebody needs who trusts nobody: what went in, by which method, and how to do it again. */
export const recomputationSection = (valuation: Valuation, about: ValuationAbout): Section => ({
  id: 'recomputation',
  title: 'Compute it again',
  body: html` <ol>
      <li>
        Save the member ${code('dossier')} of ${code(`GET /v1/valuations/${about.valuationId}/documents`)} as
        ${code('dossier.json')}.
      </li>
      <li>Compute the valuation: ${command(COMPUTE)}</li>
      <li>
        Compare: the SHA-256 of the RFC 8785 bytes of the result is the digest of this document.
        ${command(COMPARE)}
      </li>
    </ol>
    ${factsMarkup([
      ['Method', code(valuation.methodVersion)],
      ['Seed', code(valuation.seed)],
      ['Simulated paths', valuation.pathCount],
      ['Horizon', `${String(valuation.horizonMonths)} months`],
      ['Digest of the inputs', code(valuation.inputsDigest)],
      ['Digest of the dossier on record', code(about.dossierDigest)],
      ['Digest of this document', code(about.documentDigest)],
      ['Digest of the model’s manifest', code(valuation.manifestDigest ?? 'none stated')],
    ])}`,
});

const command = (line: string): Markup => html`<code class="command">${line}</code>`;
