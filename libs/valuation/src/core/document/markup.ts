import { assert } from '#libs/kernel';

/** HTML that may be printed as it stands. Its only source is {@link html}, which escapes whatever it is given. */
class Markup {
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  toString(): string {
    return this.#text;
  }
}

export type { Markup };

/** What can stand in a template: text and numbers are escaped, markup is kept, lists are joined. */
export type Insertion = string | number | Markup | readonly Insertion[];

/** A template of HTML or SVG. Numbers must be finite: no attribute ever reads NaN. */
export function html(parts: TemplateStringsArray, ...insertions: readonly Insertion[]): Markup {
  const [first = '', ...others] = parts;
  return new Markup(
    first + others.map((part, index) => `${textOf(insertions[index] ?? '')}${part}`).join(''),
  );
}

export const NOTHING: Markup = html``;

/** A style sheet as it stands: nothing can be put into it. */
export const css = ([text = '']: TemplateStringsArray): Markup => new Markup(text);

function textOf(insertion: Insertion): string {
  if (insertion instanceof Markup) return insertion.toString();
  if (typeof insertion === 'string') return escaped(insertion);
  if (typeof insertion !== 'number') return insertion.map(textOf).join('');
  assert(Number.isFinite(insertion), `no figure: ${String(insertion)}`);
  return String(insertion);
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/**
 * Text for elements and quoted attributes. Control characters, which HTML (section 13.1.4) does not allow, and
 * unpaired surrogates, which UTF-8 cannot carry, become U+FFFD.
 */
const escaped = (text: string): string =>
  text
    .replaceAll(/(?![\t\n\r])\p{Cc}|\p{Cs}/gu, '\ufffd')
    .replaceAll(/[&<>"']/g, (character) => ENTITIES[character] ?? character);
