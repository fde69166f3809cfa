import fc from 'fast-check';
import { ok, type Random, seededRandom } from '#libs/kernel';
import { median } from 'simple-statistics';
import { STUDY_LEVEL } from '../ratio-study/index.js';
import { medianInterval } from '../ratio-study/order-statistic-interval.js';
import {
  type CalibrationEvidence,
  type CalibrationVerdict,
  calibrationVerdict,
  verdictOverKinds,
} from './calibration-verdict.js';
import { deviationCheck } from './deviation-check.js';
import { entryScore } from './entry-score.js';
import { medianRatioWithUnsold } from './level-with-unsold.js';
import { rangeCoverage } from './range-coverage.js';
import { isSold, type ScoreEntry } from './score-entry.js';
import { withInterval } from './score-figure.js';
import { type LotMarket, recordedLot, simulatedLots } from './simulated-lots-fixture.js';

const calibrationOf = (entries: readonly ScoreEntry[]): CalibrationVerdict =>
  calibrationVerdict(evidenceOf(entries));

/** What a verdict rests on, without the resampled figures of a whole board. */
function evidenceOf(entries: readonly ScoreEntry[]): CalibrationEvidence {
  const sold = entries.filter(isSold);
  const ratios = sold.map((entry) => entryScore(entry).ratio ?? 0);
  const level = medianInterval(ratios, STUDY_LEVEL);
  return {
    sold: sold.length,
    unsold: entries.length - sold.length,
    medianRatio: withInterval(ok({ value: median(ratios), interval: level }), sold.length),
    medianRatioWithUnsold: medianRatioWithUnsold(entries),
    coverage: rangeCoverage(entries),
    deviation: deviationCheck(entries),
  };
}

/** Share of a market's boards that are called calibrated. */
function shareCalled(boards: number, market: LotMarket, random: Random): number {
  const verdicts = Array.from({ length: boards }, () =>
    calibrationVerdict(evidenceOf(simulatedLots(market, random))),
  );
  return verdicts.filter(({ calibrated }) => calibrated).length / boards;
}

describe('calibration', () => {
  it('is never called so below 30 sales', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 29 }), fc.integer({ min: 0, max: 40 }), (sales, unsold) => {
        const sold = simulatedLots({ lots: sales }, seededRandom('few'));
        const others = Array.from({ length: unsold }, (_, index) =>
          recordedLot({ lot: `u${String(index)}`, outcome: { state: 'unsold', reserveMinor: 90_000n } }),
        );
        expect(calibrationOf([...sold, ...others])).toMatchObject({
          calibrated: false,
          code: 'too-few-sales',
        });
      }),
      { numRuns: 20 },
    );
  });

  it('is found at 40 sales of most markets that keep their claims', () => {
    expect(shareCalled(100, { lots: 40 }, seededRandom('good'))).toBeGreaterThan(0.9);
  });

  it('is found though a fifth of the lots did not reach their reserve', () => {
    const market = { lots: 60, reserveShare: 0.8 };
    expect(shareCalled(50, market, seededRandom('reserves'))).toBeGreaterThan(0.9);
  });

  it.each<[string, LotMarket]>([
    ['ranges half as wide as prices spread', { lots: 40, spread: 0.5, claimed: 0.25 }],
    ['ranges three times as wide', { lots: 40, spread: 0.15, claimed: 0.45 }],
    ['estimates half as high again', { lots: 40, centre: -Math.log(1.5) }],
    ['the same, when the cheap lots stay unsold', { lots: 100, centre: -Math.log(1.5), reserveShare: 0.6 }],
    ['ranges half as wide, with reserves', { lots: 100, spread: 0.5, claimed: 0.25, reserveShare: 0.7 }],
  ])('is not found for %s', (name, market) => {
    expect(shareCalled(40, market, seededRandom(name))).toBeLessThan(0.05);
  });

  it('is not found where more lots stay unsold than are sold', () => {
    const sold = simulatedLots({ lots: 40 }, seededRandom('unsold'));
    const unsold = Array.from({ length: 41 }, (_, index) =>
      recordedLot({ lot: `u${String(index)}`, outcome: { state: 'unsold', reserveMinor: 90_000n } }),
    );
    expect(calibrationOf([...sold, ...unsold])).toMatchObject({ calibrated: false, code: 'mostly-unsold' });
  });

  it('needs 30 sales with a claimed deviation too', () => {
    const sold = simulatedLots({ lots: 29 }, seededRandom('claims'));
    const unclaimed = recordedLot({ forecastStandardDeviation: null });
    expect(calibrationOf([...sold, unclaimed])).toMatchObject({ calibrated: false, code: 'too-few-claims' });
  });

  it('of all lots needs that of every kind', () => {
    const good: CalibrationVerdict = { calibrated: true, code: 'nothing-contradicts', reason: '' };
    const few: CalibrationVerdict = { calibrated: false, code: 'too-few-sales', reason: '' };
    const kinds = [
      { kind: 'weights', calibration: good },
      { kind: 'revenue-share', calibration: few },
    ];
    expect(verdictOverKinds(good, kinds)).toMatchObject({ calibrated: false, code: 'kind-uncalibrated' });
    expect(verdictOverKinds(few, kinds)).toBe(few);
    expect(verdictOverKinds(good, kinds.slice(0, 1))).toBe(good);
  });
});
