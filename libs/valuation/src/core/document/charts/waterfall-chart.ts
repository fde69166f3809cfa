import { html, type Markup } from '../markup.js';
import { BAR_HEIGHT, barMarkup, hatchingMarkup, ROW_HEIGHT, topOf } from './bar.js';
import { linearScale } from './linear-scale.js';
import { PICTURE_WIDTH, type Picture, pictureMarkup } from './picture.js';
import type { WaterfallBar } from './waterfall-geometry.js';

export interface Waterfall extends Omit<Picture, 'height'> {
  readonly bars: readonly WaterfallBar<string>[];
  /** What the last bar is, from nothing to where the steps end. */
  readonly total: string;
  readonly amountText: (amountMinor: bigint) => string;
}

const PLOT = { from: 230, to: PICTURE_WIDTH - 130 } as const;

/** Bars below one another, each from the level at which the one before ended, and what they come to. */
export function waterfallChart({ bars, total, amountText, ...picture }: Waterfall): Markup {
  const endMinor = bars.at(-1)?.toMinor ?? 0n;
  const rows = [...bars, { step: total, amountMinor: endMinor, fromMinor: 0n, toMinor: endMinor }];
  const scale = linearScale([0, ...bars.map(({ toMinor }) => Number(toMinor))], PLOT);
  const height = topOf(rows.length);
  const zero = scale.at(0);
  return pictureMarkup(
    { ...picture, height },
    html`${hatchingMarkup(picture.id)}
      <line x1="${zero}" y1="0" x2="${zero}" y2="${height}" class="axis" />
      ${bars.map(({ toMinor }, row) => guideMarkup(scale.at(Number(toMinor)), row))}
      ${rows.map(({ step, amountMinor, fromMinor, toMinor }, row) => {
        const rowClass = row === bars.length ? 'total' : 'step';
        const [from, to] = [scale.at(Number(fromMinor)), scale.at(Number(toMinor))];
        return html` <text x="0" y="${topOf(row) + 11}" class="${rowClass}">${step}</text>
          ${barMarkup({ pictureId: picture.id, row, from, to, isFalling: amountMinor < 0n })}
          <text x="${PICTURE_WIDTH}" y="${topOf(row) + 11}" text-anchor="end" class="${rowClass}">
            ${amountText(amountMinor)}
          </text>`;
      })}`,
  );
}

/** From where one bar ends down to where the next begins. */
const guideMarkup = (x: number, row: number): Markup =>
  html`<line
    x1="${x}"
    y1="${topOf(row) + BAR_HEIGHT}"
    x2="${x}"
    y2="${topOf(row) + ROW_HEIGHT}"
    class="guide"
  />`;
