import { demandGeometry, PLOT } from '../demand-geometry.js';
import type { Demand } from '../demand-steps.js';
import { axisMoney, money } from '../format.js';
import type { UnitAnnouncement } from '../auction-view.js';

type Props = { readonly demand: Demand; readonly announcement: UnitAnnouncement };

const WIDTH = 480;
const HEIGHT = 246;

/** The staircase of what was wanted at which price, cut off where the supply ends. */
export function DemandChart({ demand, announcement: { supply, reserveMinor, currency } }: Props) {
  const plot = demandGeometry(demand, BigInt(supply), BigInt(reserveMinor));
  const { stopOutMinor } = demand;
  return (
    <svg
      class="demand-chart"
      viewBox={`0 0 ${String(WIDTH)} ${String(HEIGHT)}`}
      role="img"
      aria-label={`Demand in steps from the best price down against a supply of ${supply} units. ${stopOutText(stopOutMinor, currency)} The table beside it holds the bids.`}
    >
      {plot.prices.map(({ at, value }) => (
        <g key={value}>
          <line class="grid" x1={PLOT.left} x2={PLOT.right} y1={at} y2={at} />
          <text x={PLOT.left - 6} y={at + 4} text-anchor="end">
            {axisMoney(value, currency)}
          </text>
        </g>
      ))}
      {plot.units.map(({ at, value }) => (
        <text key={value} x={at} y={PLOT.bottom + 18} text-anchor="middle">
          {value}
        </text>
      ))}
      <line class="zero" x1={PLOT.left} x2={PLOT.right} y1={PLOT.bottom} y2={PLOT.bottom} />
      <line class="reserve" x1={PLOT.left} x2={PLOT.right} y1={plot.reserve} y2={plot.reserve} />
      <text x={PLOT.left + 5} y={plot.reserve - 5}>
        reserve
      </text>
      <line class="supply" x1={plot.supply} x2={plot.supply} y1={PLOT.top} y2={PLOT.bottom} />
      <text x={plot.supply} y={PLOT.top - 8} text-anchor="middle">
        supply
      </text>
      <polyline class="demand-line" points={plot.demand} />
      {plot.stopOut === undefined ? null : (
        <>
          <line class="stop-out" x1={PLOT.left} x2={plot.supply} y1={plot.stopOut} y2={plot.stopOut} />
          <circle class="stop-out-point" cx={plot.supply} cy={plot.stopOut} r={5} />
        </>
      )}
      <text x={(PLOT.left + PLOT.right) / 2} y={HEIGHT - 4} text-anchor="middle">
        units wanted; {stopOutText(stopOutMinor, currency)}
      </text>
    </svg>
  );
}

const stopOutText = (stopOutMinor: bigint | undefined, currency: string): string =>
  stopOutMinor === undefined
    ? 'demand ends before the supply does.'
    : `stop-out price ${money(stopOutMinor, currency)}.`;
