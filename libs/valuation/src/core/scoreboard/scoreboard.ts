import { clopperPearsonInterval } from '#core/evaluation';
import type { LotKind } from '#core/rights';
import { assert, ok, seededRandom } from '#libs/kernel';
import { STUDY_LEVEL } from '../ratio-study/index.js';
import { type CalibrationVerdict, calibrationVerdict, verdictOverKinds } from './calibration-verdict.js';
import type { ClaimedShare } from './claimed-share.js';
import { type DeviationCheck, deviationCheck } from './deviation-check.js';
import { type EntryScore, entryScore } from './entry-score.js';
import { medianRatioWithUnsold } from './level-with-unsold.js';
import { type PriceFigures, priceFigures } from './price-figures.js';
import { rangeCoverage } from './range-coverage.js';
import { reliability, type ReliabilityPoint } from './reliability.js';
import { isSold, type ScoreEntry } from './score-entry.js';
import { refuseScore, type ScoreFigure } from './score-figure.js';

/** The scores of some lots together: those of one right, or all. Intervals take lots as independent. */
export interface ScoreboardStratum extends PriceFigures {
  readonly offered: number;
  readonly sold: number;
  readonly unsold: number;
  /** Frozen valuations behind the lots; where they are fewer, lots of one valuation err together. */
  readonly valuations: number;
  /** Bids that lost, on sold and unsold lots: how far the prices are those of competition. */
  readonly losingBids: number;
  /** Share of the offered lots that were sold. */
  readonly hitRate: ScoreFigure;
  /** Median of estimate over price with unsold lots as censored at their reserve. */
  readonly medianRatioWithUnsold: ScoreFigure;
  readonly coverage: ClaimedShare;
  readonly deviation: DeviationCheck;
  readonly reliability: readonly ReliabilityPoint[];
  readonly calibration: CalibrationVerdict;
}

export interface KindScores extends ScoreboardStratum {
  readonly kind: LotKind;
}

/** How the engine's own valuations did against what became of the lots. */
export interface Scoreboard {
  readonly seed: string;
  /** By day of closing, then by name. */
  readonly entries: readonly EntryScore[];
  readonly byKind: readonly KindScores[];
  readonly overall: ScoreboardStratum;
}

const KINDS = [
  'weights',
  'exclusive-licence',
  'usage-licence',
  'inference-access',
  'revenue-share',
] as const satisfies readonly LotKind[];

/**
 * The scoreboard of frozen valuations with an outcome, by kind of right and over all. The same entries and seed give
 * the same board, in whatever order they come.
 *
 * @param entries no lot twice
 * @param seed of the resamples behind the intervals
 */
export function scoreboard(entries: readonly ScoreEntry[], seed: string): Scoreboard {
  const inOrder = entries.toSorted(byCloseThenName);
  assert(new Set(entries.map(({ lot }) => lot)).size === entries.length, 'no lot stands on the board twice');
  const byKind = KINDS.flatMap((kind): readonly KindScores[] => {
    const ofKind = inOrder.filter((entry) => entry.kind === kind);
    return ofKind.length === 0 ? [] : [{ kind, ...stratumOf(ofKind, `${seed}/${kind}`) }];
  });
  const overall = stratumOf(inOrder, `${seed}/overall`);
  return {
    seed,
    entries: inOrder.map(entryScore),
    byKind,
    overall: { ...overall, calibration: verdictOverKinds(overall.calibration, byKind) },
  };
}

const byCloseThenName = (a: ScoreEntry, b: ScoreEntry): number =>
  byText(a.closedOn, b.closedOn) || byText(a.lot, b.lot);

const byText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

function stratumOf(entries: readonly ScoreEntry[], seed: string): ScoreboardStratum {
  const sold = entries.filter(isSold);
  const unsold = entries.length - sold.length;
  const prices = priceFigures(sold, (name) => seededRandom(`${seed}/${name}`));
  const level = medianRatioWithUnsold(entries);
  const coverage = rangeCoverage(entries);
  const deviation = deviationCheck(entries);
  return {
    offered: entries.length,
    sold: sold.length,
    unsold,
    valuations: new Set(entries.map(({ valuationDigest }) => valuationDigest)).size,
    losingBids: entries.reduce((sum, { losingBidsMinor }) => sum + losingBidsMinor.length, 0),
    hitRate: hitRateOf(sold.length, entries.length),
    ...prices,
    medianRatioWithUnsold: level,
    coverage,
    deviation,
    reliability: reliability(entries),
    calibration: calibrationVerdict({
      sold: sold.length,
      unsold,
      medianRatio: prices.ratios.medianRatio,
      medianRatioWithUnsold: level,
      coverage,
      deviation,
    }),
  };
}

const hitRateOf = (sold: number, offered: number): ScoreFigure =>
  offered === 0
    ? refuseScore('no-lots', 'no lot was offered')
    : ok({ value: sold / offered, ...clopperPearsonInterval(sold, offered, STUDY_LEVEL), n: offered });
