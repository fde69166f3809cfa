import uPlot from 'uplot';
import { cssColour, drawGuides, drawScores, FONT, type PlotContent } from './draw-scores.js';

/** A chart of scores over decimal years, 0 to 100 %, with the forecast and its band as the only uPlot series. */
export function plotOptions(
  width: number,
  height: number,
  content: () => PlotContent,
  onYear: (year: number) => void,
): uPlot.Options {
  const line = (variable: string): uPlot.Series => ({
    stroke: () => cssColour(variable),
    spanGaps: true,
    pxAlign: 0,
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
