import { html, type Markup } from '../markup.js';
import { type LinearScale, linearScale } from './linear-scale.js';
import { PICTURE_WIDTH, type Picture, pictureMarkup } from './picture.js';

export interface RangeRow {
  readonly name: string;
  readonly p10: number;
  readonly p50: number;
  readonly p90: number;
  /** A price asked on the way, drawn as a stroke. */
  readonly reserve?: number;
}

export interface RangeChart extends Omit<Picture, 'height'> {
  readonly rows: readonly RangeRow[];
  readonly axisText: (value: number) => string;
}

const ROW_HEIGHT = 24;
const AXIS_HEIGHT = 22;
const PLOT = { from: 230, to: PICTURE_WIDTH - 30 } as const;

/** Ranges below one another on one axis that begins at nothing: a line from P10 to P90, a dot at P50. */
export function rangeChart({ rows, axisText, ...picture }: RangeChart): Markup {
  const amounts = rows.flatMap(({ p10, p50, p90, reserve = 0 }) => [p10, p50, p90, reserve]);
  const scale = linearScale([0, ...amounts], PLOT);
  const bottom = rows.length * ROW_HEIGHT + 2;
  return pictureMarkup(
    { ...picture, height: bottom + AXIS_HEIGHT },
    html` ${scale.ticks.map((tick) => tickMarkup(scale.at(tick), bottom, axisText(tick)))}
    ${rows.map((row, index) => rowMarkup(row, index * ROW_HEIGHT + ROW_HEIGHT / 2, scale))}`,
  );
}

const tickMarkup = (x: number, bottom: number, label: string): Markup =>
  html` <line x1="${x}" y1="0" x2="${x}" y2="${bottom}" class="grid" />
    <text x="${x}" y="${bottom + 15}" text-anchor="middle" class="tick">${label}</text>`;

function rowMarkup({ name, p10, p50, p90, reserve }: RangeRow, y: number, { at }: LinearScale): Markup {
  const [low, high] = [at(p10), at(p90)];
  return html` <text x="0" y="${y + 4}">${name}</text>
    <line x1="${low}" y1="${y}" x2="${high}" y2="${y}" class="range" />
    <line x1="${low}" y1="${y - 5}" x2="${low}" y2="${y + 5}" class="range" />
    <line x1="${high}" y1="${y - 5}" x2="${high}" y2="${y + 5}" class="range" />
    <circle cx="${at(p50)}" cy="${y}" r="4.5" class="median" />
    ${reserve === undefined ? '' : html`<line x1="${at(reserve)}" y1="${y - 9}" x2="${at(reserve)}" y2="${y + 9}" class="reserve" />`}`;
}
