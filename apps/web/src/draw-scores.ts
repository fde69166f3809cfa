import type uPlot from 'uplot';
import { dodges } from './dodges.js';
import type { Evidence } from './evidence.js';
import { markerPath, type SeriesStyle } from './series-style.js';

/** What the plot draws besides the curve; asked for at each drawing, so that it may change. */
export type PlotContent = {
  readonly evidence: readonly Evidence[];
  readonly styles: ReadonlyMap<string, SeriesStyle>;
  /** Decimal year of the valuation: what lies right of it is forecast. */
  readonly valuedAtYear: number | undefined;
  readonly selectedSlice: string | undefined;
};

export const FONT = '12px system-ui, sans-serif';
const FONT_PX = 12;
const MARKER_RADIUS_PX = 3.6;
const WHISKER_END_PX = 3;
const WHISKER_WIDTH_PX = 1.25;

export const cssColour = (variable: string): string =>
  getComputedStyle(document.documentElement).getPropertyValue(variable).trim();

/** Behind everything: the selected slice, and the day of the valuation. */
export function drawGuides(plot: uPlot, { evidence, selectedSlice, valuedAtYear }: PlotContent): void {
  const selected = evidence.flatMap(({ dated }) => dated).find(({ slice }) => slice === selectedSlice);
  if (selected !== undefined) verticalLine(plot, selected.year, '--rule', []);
  if (valuedAtYear === undefined) return;
  verticalLine(plot, valuedAtYear, '--text-muted', [4, 4]);
  label(plot, 'forecast', valuedAtYear);
}

function verticalLine(plot: uPlot, year: number, variable: string, dash: readonly number[]): void {
  const { ctx, bbox } = plot;
  const x = Math.round(plot.valToPos(year, 'x', true)) + 0.5;
  ctx.save();
  ctx.strokeStyle = cssColour(variable);
  ctx.lineWidth = devicePixelRatio;
  ctx.setLineDash(dash.map((length) => length * devicePixelRatio));
  ctx.beginPath();
  ctx.moveTo(x, bbox.top);
  ctx.lineTo(x, bbox.top + bbox.height);
  ctx.stroke();
  ctx.restore();
}

/** A word at the foot of the plot, right of a year where there is room. */
function label(plot: uPlot, text: string, year: number): void {
  const { ctx, bbox } = plot;
  ctx.save();
  ctx.font = FONT.replace(String(FONT_PX), String(FONT_PX * devicePixelRatio));
  ctx.fillStyle = cssColour('--text-muted');
  ctx.textAlign = 'left';
  ctx.textBaseline = 'bottom';
  const x = plot.valToPos(year, 'x', true) + 6 * devicePixelRatio;
  const rightmost = ctx.canvas.width - ctx.measureText(text).width;
  ctx.fillText(text, Math.min(x, rightmost), bbox.top + bbox.height - 10 * devicePixelRatio);
  ctx.restore();
}

/** The valued version is drawn last and so lies on top. */
export function drawScores(plot: uPlot, { evidence, styles }: PlotContent): void {
  const places = dodges(evidence.length, plot.bbox.width / devicePixelRatio);
  [...evidence.entries()].reverse().forEach(([index, { key, dated }]) => {
    const style = styles.get(key);
    if (style === undefined) return;
    plot.ctx.save();
    plot.ctx.strokeStyle = plot.ctx.fillStyle = cssColour(style.colourVariable);
    for (const { year, score } of dated) {
      const x = plot.valToPos(year, 'x', true) + (places[index] ?? 0) * devicePixelRatio;
      const yOf = (share: number): number => plot.valToPos(share, 'y', true);
      drawWhisker(plot.ctx, x, yOf(score.upper), yOf(score.lower));
      drawMarker(plot.ctx, x, yOf(score.value), style);
    }
    plot.ctx.restore();
  });
}

function drawWhisker(ctx: CanvasRenderingContext2D, x: number, top: number, bottom: number): void {
  const end = WHISKER_END_PX * devicePixelRatio;
  ctx.lineWidth = WHISKER_WIDTH_PX * devicePixelRatio;
  ctx.beginPath();
  for (const edge of [top, bottom]) {
    ctx.moveTo(x - end, edge);
    ctx.lineTo(x + end, edge);
  }
  ctx.moveTo(x, top);
  ctx.lineTo(x, bottom);
  ctx.stroke();
}

function drawMarker(ctx: CanvasRenderingContext2D, x: number, y: number, { shape }: SeriesStyle): void {
  const marker = new Path2D(markerPath(shape));
  const radius = MARKER_RADIUS_PX * devicePixelRatio;
  ctx.save();
  ctx.translate(x, y);
  ctx.scale(radius, radius);
  ctx.lineWidth = 0.5;
  if (shape === 'cross') ctx.stroke(marker);
  else ctx.fill(marker);
  ctx.restore();
}
