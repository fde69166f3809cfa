import { html, type Markup } from '../markup.js';

export const PICTURE_WIDTH = 720;

export interface Picture {
  /** Unique in the page. */
  readonly id: string;
  readonly title: string;
  /** What a reader who cannot see the picture is told; the figures stand in the table beside it. */
  readonly description: string;
  readonly height: number;
}

/** A drawing that says what it shows. */
export const pictureMarkup = ({ id, title, description, height }: Picture, content: Markup): Markup =>
  html` <svg
    viewBox="0 0 ${PICTURE_WIDTH} ${height}"
    role="img"
    aria-labelledby="${id}-title ${id}-description"
  >
    <title id="${id}-title">${title}</title>
    <desc id="${id}-description">${description}</desc>
    ${content}
  </svg>`;
