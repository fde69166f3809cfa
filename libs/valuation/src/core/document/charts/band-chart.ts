import { html, type Markup, NOTHING } from '../markup.js';
import { type LinearScale, linearScale } from './linear-scale.js';
import { PICTURE_WIDTH, type Picture, pictureMarkup } from './picture.js';

/** A median with its first and last decile at one time, in decimal years. */
export interface BandPoint {
  readonly t: number;
  readonly p10: number;
  readonly p50: number;
  readonly p90: number;
}

/** When a curve falls to nothing, in decimal years; null beyond the last point. */
export interface ZeroCrossing {
  readonly p10: number | null;
  readonly p50: number | null;
  readonly p90: number | null;
}

export interface BandChart extends Omit<Picture, 'height'> {
  /** In the order of t. */
  readonly points: readonly BandPoint[];
  readonly crossing: ZeroCrossing;
  readonly axisText: (value: number) => string;
  /** What the vertical axis counts. */
  readonly unit: string;
}

const HEIGHT = 230;
const ACROSS = { from: 62, to: PICTURE_WIDTH - 12 } as const;
/** Upwards: the lowest value stands at the larger distance from the top. */
const UP = { from: HEIGHT - 26, to: 18 } as const;

/** A curve over calendar years with the band from P10 to P90, and the years in which it falls to nothing. */
export function bandChart({ points, crossing, axisText, unit, ...picture }: BandChart): Markup {
  const across = linearScale(
    points.map(({ t }) => t),
    ACROSS,
  );
  const up = linearScale([0, ...points.flatMap(({ p10, p50, p90 }) => [p10, p50, p90])], UP);
  const line = (level: 'p10' | 'p50' | 'p90', order: readonly BandPoint[] = points): string =>
    order.map((point) => `${String(across.at(point.t))},${String(up.at(point[level]))}`).join(' ');
  return pictureMarkup(
    { ...picture, height: HEIGHT },
    html` <text x="0" y="10" class="tick">${unit}</text>
      ${up.ticks.map((tick) => levelMarkup(up.at(tick), axisText(tick)))}
      ${across.ticks.map((tick) => yearMarkup(across.at(tick), String(tick)))}
      <polygon points="${line('p90')} ${line('p10', points.toReversed())}" class="band" />
      <polyline points="${line('p50')}" class="curve" />
      <line x1="${ACROSS.from}" y1="${up.at(0)}" x2="${ACROSS.to}" y2="${up.at(0)}" class="axis" />
      ${crossingMarkup(crossing, across, up.at(0))}`,
  );
}

const levelMarkup = (y: number, label: string): Markup =>
  html` <line x1="${ACROSS.from}" y1="${y}" x2="${ACROSS.to}" y2="${y}" class="grid" />
    <text x="${ACROSS.from - 6}" y="${y + 4}" text-anchor="end" class="tick">${label}</text>`;

const yearMarkup = (x: number, label: string): Markup =>
  html` <line x1="${x}" y1="${UP.from}" x2="${x}" y2="${UP.from + 5}" class="grid" />
    <text x="${x}" y="${HEIGHT - 6}" text-anchor="middle" class="tick">${label}</text>`;

/** On the line of nothing, from the first to the last decile of the crossing; a diamond at its median. */
function crossingMarkup({ p10, p50, p90 }: ZeroCrossing, { at }: LinearScale, y: number): Markup {
  if (p10 === null) return NOTHING;
  const middle = p50 === null ? undefined : at(p50);
  return html` <line
      x1="${at(p10)}"
      y1="${y}"
      x2="${p90 === null ? ACROSS.to : at(p90)}"
      y2="${y}"
      class="crossing"
    />
    ${middle === undefined ? '' : html`<path transform="translate(${middle} ${y})" d="M0 -7l6 7l-6 7l-6 -7z" class="median" />`}`;
}
