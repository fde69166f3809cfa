import { axisMoney } from '../format.js';
import { PLOT, utilityGeometry } from '../utility-geometry.js';
import type { UtilityCurve } from '../valuation-document.js';

type Props = { readonly curve: UtilityCurve; readonly name: string; readonly currency: string };

const HEIGHT = 214;
const WIDTH = 480;

/** The median with its band, and on the line of nothing the years in which it crosses. */
export function UtilityChart({ curve, name, currency }: Props) {
  const { band, median, zero, years, amounts, crossing } = utilityGeometry(curve);
  return (
    <svg
      class="utility-chart"
      viewBox={`0 0 ${String(WIDTH)} ${String(HEIGHT)}`}
      role="img"
      aria-label={`Residual utility of ${name} a month, with its band from P10 to P90. The table below holds the figures.`}
    >
      {amounts.map(({ at, value }) => (
        <g key={value}>
          <line class="grid" x1={PLOT.left} x2={PLOT.right} y1={at} y2={at} />
          <text x={PLOT.left - 6} y={at + 4} text-anchor="end">
            {axisMoney(value, currency)}
          </text>
        </g>
      ))}
      {years.map(({ at, value }) => (
        <text key={value} x={at} y={HEIGHT - 8} text-anchor="middle">
          {value}
        </text>
      ))}
      <polygon class="band" points={band} />
      <polyline class="median" points={median} />
      <line class="zero" x1={PLOT.left} x2={PLOT.right} y1={zero} y2={zero} />
      {crossing === undefined ? null : (
        <>
          <line class="crossing" x1={crossing.from} x2={crossing.to} y1={zero} y2={zero} />
          {crossing.median === undefined ? null : (
            <circle class="crossing-median" cx={crossing.median} cy={zero} r={5} />
          )}
        </>
      )}
    </svg>
  );
}
