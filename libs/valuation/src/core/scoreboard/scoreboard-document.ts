import { CALIBRATION_SALES_MIN, STUDY_LEVEL } from '../ratio-study/index.js';
import { shown } from '../pricing/minor-amounts.js';
import type { CalibrationVerdict } from './calibration-verdict.js';
import type { EntryScore } from './entry-score.js';
import type { ClaimedShare } from './claimed-share.js';
import type { DeviationCheck } from './deviation-check.js';
import type { CurrencyScores, RatioScores } from './price-figures.js';
import type { ReliabilityPoint } from './reliability.js';
import type { ScoreFigure, ScoreRefusal } from './score-figure.js';
import type { Scoreboard, ScoreboardStratum } from './scoreboard.js';

/** Changes whenever the same entries may lead to other figures. */
export const SCOREBOARD_METHOD = 'scoreboard-1';

/** A figure with its 95 % interval, or the reason why there is none. */
export type FigureDocument =
  | { readonly value: number; readonly lower: number; readonly upper: number; readonly n: number }
  | { readonly refused: { readonly code: ScoreRefusal['code']; readonly reason: string } };

/** The scoreboard as plain JSON: amounts are whole minor units as text, figures have nine digits. */
export const scoreboardDocument = ({ seed, entries, byKind, overall }: Scoreboard) => ({
  methodVersion: SCOREBOARD_METHOD,
  seed,
  intervalLevel: STUDY_LEVEL,
  calibrationSalesMin: CALIBRATION_SALES_MIN,
  entries: entries.map(entryDocument),
  byKind: byKind.map(({ kind, ...stratum }) => ({ kind, ...stratumDocument(stratum) })),
  overall: stratumDocument(overall),
});

export type ScoreboardDocument = ReturnType<typeof scoreboardDocument>;

const entryDocument = (entry: EntryScore) => ({
  lot: entry.lot,
  valuationDigest: entry.valuationDigest,
  kind: entry.kind,
  currency: entry.currency,
  valuedOn: entry.valuedOn,
  closedOn: entry.closedOn,
  p10Minor: entry.p10Minor.toString(),
  estimateMinor: entry.estimateMinor.toString(),
  p90Minor: entry.p90Minor.toString(),
  forecastStandardDeviation: shownOrNull(entry.forecastStandardDeviation),
  outcome:
    entry.outcome.state === 'sold'
      ? { state: entry.outcome.state, priceMinor: entry.outcome.priceMinor.toString() }
      : { state: entry.outcome.state, reserveMinor: entry.outcome.reserveMinor.toString() },
  losingBidsMinor: entry.losingBidsMinor.map((bidMinor) => bidMinor.toString()),
  ratio: shownOrNull(entry.ratio),
  isCovered: entry.isCovered,
  standardisedError: shownOrNull(entry.standardisedError),
});

const stratumDocument = (stratum: ScoreboardStratum) => ({
  offered: stratum.offered,
  sold: stratum.sold,
  unsold: stratum.unsold,
  valuations: stratum.valuations,
  losingBids: stratum.losingBids,
  hitRate: figureDocument(stratum.hitRate),
  ratios: ratioDocument(stratum.ratios),
  byCurrency: stratum.byCurrency.map(currencyDocument),
  medianRatioWithUnsold: figureDocument(stratum.medianRatioWithUnsold),
  coverage: shareDocument(stratum.coverage),
  deviation: deviationDocument(stratum.deviation),
  reliability: stratum.reliability.map(pointDocument),
  calibration: verdictDocument(stratum.calibration),
});

const ratioDocument = ({ trimmed, logIntervalScore, ...ratios }: RatioScores) => ({
  medianRatio: figureDocument(ratios.medianRatio),
  cod: figureDocument(ratios.cod),
  mdape: figureDocument(ratios.mdape),
  pe5: figureDocument(ratios.pe5),
  pe10: figureDocument(ratios.pe10),
  pe20: figureDocument(ratios.pe20),
  trimmed: { outlierCount: trimmed.outlierCount, cod: figureDocument(trimmed.cod) },
  logIntervalScore: figureDocument(logIntervalScore),
});

const currencyDocument = (scores: CurrencyScores) => ({
  currency: scores.currency,
  sold: scores.sold,
  estimatesMinor: scores.estimatesMinor.toString(),
  pricesMinor: scores.pricesMinor.toString(),
  prd: figureDocument(scores.prd),
  prb: figureDocument(scores.prb),
  trimmed: { prd: figureDocument(scores.trimmed.prd), prb: figureDocument(scores.trimmed.prb) },
  intervalScore: figureDocument(scores.intervalScore),
});

const deviationDocument = ({ mean, spread, spreadWithUnsold, within }: DeviationCheck) => ({
  mean: figureDocument(mean),
  spread: figureDocument(spread),
  spreadWithUnsold: figureDocument(spreadWithUnsold),
  within: shareDocument(within),
});

const pointDocument = ({ quantile, ...share }: ReliabilityPoint) => ({ quantile, ...shareDocument(share) });

const shareDocument = ({ nominal, observed, withUnsold }: ClaimedShare) => ({
  nominal: shown(nominal),
  observed: figureDocument(observed),
  withUnsold:
    withUnsold === null
      ? null
      : {
          least: shown(withUnsold.least),
          most: shown(withUnsold.most),
          lower: shown(withUnsold.lower),
          upper: shown(withUnsold.upper),
          n: withUnsold.n,
        },
});

const verdictDocument = ({ calibrated, code, reason }: CalibrationVerdict) => ({ calibrated, code, reason });

const figureDocument = (figure: ScoreFigure): FigureDocument =>
  figure.ok
    ? {
        value: shown(figure.value.value),
        lower: shown(figure.value.lower),
        upper: shown(figure.value.upper),
        n: figure.value.n,
      }
    : { refused: { code: figure.error.code, reason: figure.error.reason } };

const shownOrNull = (figure: number | null): number | null => (figure === null ? null : shown(figure));
