import { html, type Markup } from '../markup.js';

/** Bars lie below one another, one in each row. */
export const ROW_HEIGHT = 21;
export const BAR_HEIGHT = 13;

export const topOf = (row: number): number => row * ROW_HEIGHT + 4;

/** A bar from one place on the axis to another. Rising ones are full, falling ones hatched: told apart without colours. */
export interface Bar {
  readonly pictureId: string;
  readonly row: number;
  readonly from: number;
  readonly to: number;
  readonly isFalling: boolean;
}

export const barMarkup = ({ pictureId, row, from, to, isFalling }: Bar): Markup =>
  html`<rect
    x="${Math.min(from, to)}"
    y="${topOf(row)}"
    width="${Number(Math.abs(to - from).toFixed(2))}"
    height="${BAR_HEIGHT}"
    fill="${isFalling ? `url(#${pictureId}-hatching)` : '#333'}"
    class="bar"
  />`;

/** What falling bars are filled with. Each picture has its own: ids are unique in a page. */
export const hatchingMarkup = (pictureId: string): Markup =>
  html`<defs>
    <pattern
      id="${pictureId}-hatching"
      width="5"
      height="5"
      patternUnits="userSpaceOnUse"
      patternTransform="rotate(45)"
    >
      <rect width="5" height="5" class="paper" />
      <line x1="0" y1="0" x2="0" y2="5" class="hatch" />
    </pattern>
  </defs>`;
