import { html, type Insertion, type Markup, NOTHING } from './markup.js';

/** A row: its name, then one cell for each further column. */
export type Row = readonly [name: Insertion, ...cells: Insertion[]];

export interface Table {
  readonly caption: string;
  /** Text columns stand left, figures right. The first is that of the names. */
  readonly columns: readonly { readonly title: string; readonly kind: 'text' | 'figure' }[];
  readonly rows: readonly Row[];
  /** A last row that sums up. */
  readonly foot?: Row;
}

/** A table whose cells can be told by their headers: one for each column, one for each row. */
export function tableMarkup({ caption, columns, rows, foot }: Table): Markup {
  const classOf = (index: number): string => columns[index]?.kind ?? 'text';
  const row = ([name, ...cells]: Row): Markup =>
    html` <tr>
      <th scope="row">${name}</th>
      ${cells.map((cell, index) => html`<td class="${classOf(index + 1)}">${cell}</td>`)}
    </tr>`;
  return html` <table>
    <caption>
      ${caption}
    </caption>
    <thead>
      <tr>
        ${columns.map(({ title, kind }) => html`<th scope="col" class="${kind}">${title}</th>`)}
      </tr>
    </thead>
    <tbody>
      ${rows.map(row)}
    </tbody>
    ${
      foot === undefined
        ? NOTHING
        : html`<tfoot>
            ${row(foot)}
          </tfoot>`
    }
  </table>`;
}

export const text = (title: string): Table['columns'][number] => ({ title, kind: 'text' });
export const figures = (...titles: readonly string[]): Table['columns'] =>
  titles.map((title) => ({ title, kind: 'figure' }));
