import uPlot from 'uplot';
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

/** Scores of one slice would hide each other: each model stands so many pixels beside the next. */
const DODGE_PX = 5;
const MARKER_RADIUS_PX = 3.6;
const WHISKER_END_PX = 3;
const FONT = '12px system-ui, sans-serif';

const cssColour = (variable: string): string =>
  getComputedStyle(document.documentElement).getPropertyValue(variable).trim();

/** A chart of recall over decimal years, 0 to 100 %, with the fitted curve and its band as the only uPlot series. */
export function plotOptions(
  width: number,
  height: number,
  content: () => PlotContent,
  onYear: (year: number) => void,
): uPlot.Options {
  const line = (variable: string): uPlot.Series => ({
    stroke: () => cssColour(variable),
    spanGaps: true,
    points: { show: false },
  });
  return {
    width,
    height,
    padding: [12, 14, 0, 0],
    legend: { show: false },
    cursor: { y: false, drag: { x: false, y: false }, points: { show: false } },
    scales: {
      x: { time: false, range: (_, min, max) => [min - 0.5, max + 0.3] },
      y: { range: [-0.03, 1.03] },
    },
    axes: [yearAxis(), shareAxis()],
    series: [
      {},
      { ...line('--band-edge'), width: 0 },
      { ...line('--series-a'), width: 2 },
      { ...line('--band-edge'), width: 0 },
    ],
    bands: [{ series: [3, 1], fill: () => cssColour('--band') }],
    hooks: {
      drawAxes: [
        (plot) => {
          drawGuides(plot, content());
        },
      ],
      draw: [
        (plot) => {
          drawScores(plot, content());
        },
      ],
      setCursor: [
        (plot) => {
          const { left } = plot.cursor;
          if (left !== undefined && left >= 0) onYear(plot.posToVal(left, 'x'));
        },
      ],
    },
  };
}

const yearAxis = (): uPlot.Axis => ({
  stroke: () => cssColour('--text-muted'),
  font: FONT,
  grid: { show: false },
  ticks: { stroke: () => cssColour('--rule'), size: 4 },
  incrs: [1, 2, 5, 10],
  space: 44,
  values: (_, years) => years.map(String),
});

const shareAxis = (): uPlot.Axis => ({
  stroke: () => cssColour('--text-muted'),
  font: FONT,
  size: 52,
  grid: { stroke: () => cssColour('--rule-faint'), width: 1 },
  ticks: { show: false },
  splits: () => [0, 0.25, 0.5, 0.75, 1],
  values: (_, shares) => shares.map((share) => `${String(share * 100)} %`),
});

/** Behind everything: the selected slice, and the day of the valuation. */
function drawGuides(plot: uPlot, { evidence, selectedSlice, valuedAtYear }: PlotContent): void {
  const selected = evidence.flatMap(({ recall }) => recall).find(({ slice }) => slice === selectedSlice);
  if (selected !== undefined) verticalLine(plot, selected.year, '--rule', []);
  if (valuedAtYear === undefined) return;
  verticalLine(plot, valuedAtYear, '--text-muted', [4, 4]);
  const { ctx, bbox } = plot;
  ctx.save();
  ctx.font = FONT.replace('12px', `${String(12 * devicePixelRatio)}px`);
  ctx.fillStyle = cssColour('--text-muted');
  ctx.textBaseline = 'bottom';
  ctx.fillText(
    'forecast',
    plot.valToPos(valuedAtYear, 'x', true) + 6 * devicePixelRatio,
    bbox.top + bbox.height - 10 * devicePixelRatio,
  );
  ctx.restore();
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

/** Baselines first, the valued version last and so on top. */
function drawScores(plot: uPlot, { evidence, styles }: PlotContent): void {
  const middle = (evidence.length - 1) / 2;
  [...evidence.entries()].reverse().forEach(([index, one]) => {
    const style = styles.get(one.key);
    if (style !== undefined) drawModel(plot, one, style, (index - middle) * DODGE_PX * devicePixelRatio);
  });
}

function drawModel(
  plot: uPlot,
  { recall }: Evidence,
  { colourVariable, shape }: SeriesStyle,
  dodge: number,
): void {
  const { ctx } = plot;
  const marker = new Path2D(markerPath(shape));
  const end = WHISKER_END_PX * devicePixelRatio;
  const radius = MARKER_RADIUS_PX * devicePixelRatio;
  ctx.save();
  ctx.strokeStyle = ctx.fillStyle = cssColour(colourVariable);
  for (const { year, score } of recall) {
    const x = plot.valToPos(year, 'x', true) + dodge;
    const [y, top, bottom] = [score.value, score.upper, score.lower].map((share) =>
      plot.valToPos(share, 'y', true),
    ) as [number, number, number];
    ctx.lineWidth = 1.25 * devicePixelRatio;
    ctx.beginPath();
    for (const edge of [top, bottom]) {
      ctx.moveTo(x - end, edge);
      ctx.lineTo(x + end, edge);
    }
    ctx.moveTo(x, top);
    ctx.lineTo(x, bottom);
    ctx.stroke();
    ctx.save();
    ctx.translate(x, y);
    ctx.scale(radius, radius);
    if (shape === 'cross') {
      ctx.lineWidth = 0.5;
      ctx.stroke(marker);
    } else ctx.fill(marker);
    ctx.restore();
  }
  ctx.restore();
}
