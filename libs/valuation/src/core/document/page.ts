import { DOCUMENT_STYLE } from './document-style.js';
import { html, type Markup, NOTHING } from './markup.js';
import { type Section, sectionMarkup } from './section.js';

export interface Page {
  readonly title: string;
  /** What stands above the chapters. */
  readonly head: Markup;
  readonly sections: readonly Section[];
}

/**
 * A page that needs nothing but itself, and may load nothing (Content Security Policy Level 3): no scripts, no
 * pictures, no fonts. HTML5 as text.
 */
export const pageText = ({ title, head, sections }: Page): string =>
  html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'" />
        <title>${title}</title>
        <style>
          ${DOCUMENT_STYLE}
        </style>
      </head>
      <body>
        <header>${head} ${contentsOf(sections)}</header>
        <main>${sections.map(sectionMarkup)}</main>
      </body>
    </html> `.toString();

const contentsOf = (sections: readonly Section[]): Markup =>
  sections.length === 0
    ? NOTHING
    : html`<nav aria-label="Contents">
        <ol>
          ${sections.map(({ id, title }) => html`<li><a href="#${id}">${title}</a></li>`)}
        </ol>
      </nav>`;
