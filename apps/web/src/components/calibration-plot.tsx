import type { Scoreboard } from '../market-view.js';

type Point = Scoreboard['overall']['reliability'][number];

const LEFT = 40;
const SIDE = 220;
const TOP = 10;
const TICKS = [0, 0.25, 0.5, 0.75, 1] as const;

const across = (share: number): number => LEFT + SIDE * share;
const up = (share: number): number => TOP + SIDE * (1 - share);

/** How often prices fell below what was claimed for them, against how often they should: the diagonal is right. */
export const CalibrationPlot = ({ points }: { readonly points: readonly Point[] }) => (
  <svg
    class="calibration-plot"
    viewBox="0 0 280 290"
    role="img"
    aria-label="Share of prices at or below each claimed quantile, with 95 % intervals, against the share that was claimed."
  >
    {TICKS.map((tick) => (
      <g key={tick}>
        <line class="grid" x1={across(0)} x2={across(1)} y1={up(tick)} y2={up(tick)} />
        <text x={LEFT - 6} y={up(tick) + 4} text-anchor="end">
          {100 * tick}
        </text>
        <text x={across(tick)} y={up(0) + 18} text-anchor="middle">
          {100 * tick}
        </text>
      </g>
    ))}
    <line class="right" x1={across(0)} x2={across(1)} y1={up(0)} y2={up(1)} />
    {points.map(({ nominal, observed }) =>
      'refused' in observed ? null : (
        <g key={nominal}>
          <line
            class="interval"
            x1={across(nominal)}
            x2={across(nominal)}
            y1={up(observed.lower)}
            y2={up(observed.upper)}
          />
          <circle cx={across(nominal)} cy={up(observed.value)} r={4} />
        </g>
      ),
    )}
    <text x={across(0.5)} y={TOP + SIDE + 42} text-anchor="middle">
      claimed, %; upwards: observed, %
    </text>
  </svg>
);
