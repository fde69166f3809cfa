import { html, type Markup } from '../markup.js';
import { barMarkup, hatchingMarkup, topOf } from './bar.js';
import { linearScale } from './linear-scale.js';
import { PICTURE_WIDTH, type Picture, pictureMarkup } from './picture.js';

export interface Tornado extends Omit<Picture, 'height'> {
  /** Widest first. */
  readonly bars: readonly { readonly name: string; readonly effect: number }[];
  readonly effectText: (effect: number) => string;
}

const PLOT = { from: 330, to: PICTURE_WIDTH - 70 } as const;

/** Bars right and left of nothing, one for each thing that may be otherwise. */
export function tornadoChart({ bars, effectText, ...picture }: Tornado): Markup {
  const scale = linearScale([0, ...bars.map(({ effect }) => effect)], PLOT);
  const height = topOf(bars.length);
  const zero = scale.at(0);
  return pictureMarkup(
    { ...picture, height },
    html`${hatchingMarkup(picture.id)}
      ${bars.map(
        ({ name, effect }, row) =>
          html` <text x="0" y="${topOf(row) + 11}">${name}</text>
            ${barMarkup({ pictureId: picture.id, row, from: zero, to: scale.at(effect), isFalling: effect < 0 })}
            <text x="${PICTURE_WIDTH}" y="${topOf(row) + 11}" text-anchor="end">${effectText(effect)}</text>`,
      )} <line x1="${zero}" y1="0" x2="${zero}" y2="${height}" class="axis" />`,
  );
}
