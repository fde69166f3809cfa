import fc from 'fast-check';
import { css, html } from './markup.js';

const ENTITIES: Readonly<Record<string, string>> = {
  '&amp;': '&',
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&#39;': "'",
};

/** What a browser makes of escaped text. */
const unescaped = (text: string): string =>
  text.replaceAll(/&(?:amp|lt|gt|quot|#39);/g, (entity) => ENTITIES[entity] ?? entity);

describe('markup', () => {
  it('escapes text in elements and attributes', () => {
    expect(html`<p title="${'"><img src=x>'}">${"<script>alert('&')</script>"}</p>`.toString()).toBe(
      '<p title="&quot;&gt;&lt;img src=x&gt;">&lt;script&gt;alert(&#39;&amp;&#39;)&lt;/script&gt;</p>',
    );
  });

  it('keeps the text of whatever is written', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (written) => {
        const shown = html`${written}`.toString();
        expect(shown).not.toMatch(/[<>"']/);
        expect(unescaped(shown)).toBe(written);
      }),
    );
  });

  it('leaves out what a page may not hold', () => {
    expect(html`${'a\u0000b\u001fc\u009bd\ud800e\tf\ng'}`.toString()).toBe(
      'a\ufffdb\ufffdc\ufffdd\ufffde\tf\ng',
    );
  });

  it('keeps markup and joins lists', () => {
    const items = ['<', '>'].map((text) => html`<i>${text}</i>`);
    expect(html`<b>${items}</b>`.toString()).toBe('<b><i>&lt;</i><i>&gt;</i></b>');
  });

  it('does not take markup from plain objects', () => {
    const forged = { toString: () => '<b>' } as unknown as string;
    expect(() => html`${forged}`.toString()).toThrow(/not a function/);
  });

  it.each([NaN, Infinity, -Infinity])('refuses %d', (value) => {
    expect(() => html`<rect x="${value}" />`).toThrow('no figure');
  });

  it('leaves style sheets as they stand', () => {
    expect(
      css`
        a > b::before {
          content: '&';
        }
      `.toString(),
    ).toContain("'&'");
  });
});
