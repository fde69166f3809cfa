/**
 * Computes the factors by which prediction intervals are stretched, from forecasts of simulated series, and writes
 * them to libs/valuation/src/core/forecasting/inflation-table.ts.
 *
 *   node dist/test/bench/inflation-table.js [REPEATS]
 */
import { writeFileSync } from 'node:fs';
import {
  conformalFactor,
  forecast,
  type ForecastKind,
  INFLATION_NODES,
  type InflationFactors,
  NEUTRAL_INFLATION,
  type NoiseClass,
  noiseClassOf,
} from '#core/valuation';
import { assert, assertDefined } from '#libs/kernel';
import type { HeldOutSeries } from './forecast/held-out-series.js';
import { simulatedSets } from './forecast/series-sets.js';

const SEED = 'inflation-table 1';
const FILE = 'libs/valuation/src/core/forecasting/inflation-table.ts';

/** Where distances are measured: as the forecast does, on the scale on which noise is about equal everywhere. */
const WORKING = { quality: (share: number) => Math.asin(Math.sqrt(share)), amount: Math.log };

/** Horizons of a series at the nodes of reach. */
const outcomesOf = (series: HeldOutSeries): readonly { readonly t: number; readonly y: number }[] =>
  INFLATION_NODES.reach.map((reach) =>
    assertDefined(series.future[Math.round(reach * series.t.length) - 1], 'a point at every reach'),
  );

/** Distances of one series: its class, then by node of reach and by level. */
interface SeriesScores {
  readonly noise: NoiseClass;
  readonly byReach: readonly (readonly number[])[];
}

/** Distance of each outcome from the median over the half-width on its side, without stretching. */
function scoresOf(series: HeldOutSeries): SeriesScores {
  const outcomes = outcomesOf(series);
  const working = WORKING[series.kind];
  const result = forecast(
    { ...series, horizons: outcomes.map(({ t }) => t), levels: INFLATION_NODES.level, seed: '0' },
    NEUTRAL_INFLATION,
  );
  assert(result.ok, 'simulated series are long enough');
  const byReach = result.value.points.map(({ median, intervals }, reach) => {
    const centre = working(median);
    const distance = working(outcomes[reach]?.y ?? Number.NaN) - centre;
    return intervals.map(({ lower, upper }) =>
      distance === 0 ? 0 : distance / (working(distance > 0 ? upper : lower) - centre),
    );
  });
  return { noise: noiseClassOf(result.value.lastingShare), byReach };
}

/** No stretching reaches outcomes of zero: series with zeros are the part of the chain of zeros. */
const isStretchable = ({ kind, y, future }: HeldOutSeries): boolean =>
  kind === 'quality' || [...y, ...future.map((point) => point.y)].every((amount) => amount > 0);

const repeats = Number(process.argv[2] ?? '20');
const scores = INFLATION_NODES.points.map((points) =>
  simulatedSets(SEED, repeats, [points])
    .flatMap(({ series }) => series)
    .filter(isStretchable)
    .map((series) => ({ kind: series.kind, ...scoresOf(series) })),
);
let scoreCount = Infinity;

const factorsOf = (kind: ForecastKind, noise: NoiseClass): InflationFactors =>
  scores.map((ofLength) => {
    const alike = ofLength.filter((one) => one.kind === kind && one.noise === noise);
    scoreCount = Math.min(scoreCount, alike.length);
    return INFLATION_NODES.reach.map((_reach, at) =>
      INFLATION_NODES.level.map((level, index) => {
        const ofNode = alike.map(({ byReach }) => byReach[at]?.[index] ?? 0);
        return Number(assertDefined(conformalFactor(ofNode, level), 'enough scores').toFixed(3));
      }),
    );
  });

const factorsOfKind = (kind: ForecastKind): Readonly<Record<NoiseClass, InflationFactors>> => ({
  passing: factorsOf(kind, 'passing'),
  lasting: factorsOf(kind, 'lasting'),
});

const factors = { quality: factorsOfKind('quality'), amount: factorsOfKind('amount') };

writeFileSync(
  FILE,
  `import type { InflationTable } from './conformal-inflation.js';

/** Written by test/bench/inflation-table.ts (${String(repeats)} repeats); compute it again instead of editing it. */
export const INFLATION_TABLE: InflationTable = ${JSON.stringify({ seed: SEED, scoreCount, factors })};
`,
);
