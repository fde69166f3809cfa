import { html, type Insertion, type Markup } from './markup.js';

/** Names with what they stand for, line by line. */
export const factsMarkup = (facts: readonly (readonly [name: string, value: Insertion])[]): Markup =>
  html`<dl>
    ${facts.map(
      ([name, value]) =>
        html` <div>
          <dt>${name}</dt>
          <dd>${value}</dd>
        </div>`,
    )}
  </dl>`;

export const code = (text: string): Markup => html`<code>${text}</code>`;
