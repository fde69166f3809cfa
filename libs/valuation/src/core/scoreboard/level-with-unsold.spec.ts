import { assert, seededRandom } from '#libs/kernel';
import { median } from 'simple-statistics';
import { medianRatioWithUnsold } from './level-with-unsold.js';
import { isSold, type ScoreEntry } from './score-entry.js';
import type { ScoreFigure } from './score-figure.js';
import { recordedLot, simulatedLots } from './simulated-lots-fixture.js';

const figureOf = (figure: ScoreFigure) => {
  assert(figure.ok, JSON.stringify(figure));
  return figure.value;
};

const medianOfSold = (entries: readonly ScoreEntry[]): number =>
  median(
    entries
      .filter(isSold)
      .map(({ estimateMinor, outcome }) => Number(estimateMinor) / Number(outcome.priceMinor)),
  );

/** Estimates a fifth above what lots are worth, and reserves at nine tenths of them. */
const TOO_HIGH = { centre: -Math.log(1.2), spread: 0.4, reserveShare: 0.9 };

describe('median ratio with unsold lots', () => {
  it('recovers the level that the sold lots alone miss', () => {
    const lots = simulatedLots({ lots: 1_500, ...TOO_HIGH }, seededRandom('selection'));
    expect(figureOf(medianRatioWithUnsold(lots)).value).toBeCloseTo(1.2, 1);
    // Among the lots that met their reserve the estimates look too low.
    expect(medianOfSold(lots)).toBeLessThan(0.95);
  });

  it('has intervals that cover about as often as they say', () => {
    const random = seededRandom('tobit coverage');
    const covered = Array.from({ length: 100 }, () => {
      const { lower, upper } = figureOf(
        medianRatioWithUnsold(simulatedLots({ lots: 60, ...TOO_HIGH }, random)),
      );
      return lower <= 1.2 && 1.2 <= upper;
    }).filter(Boolean).length;
    // 95 expected; four standard deviations are 9.
    expect(covered).toBeGreaterThan(86);
  });

  it('is the geometric mean where every lot was sold', () => {
    const lots = simulatedLots({ lots: 25 }, seededRandom('sold'));
    const logs = lots
      .filter(isSold)
      .map(({ estimateMinor, outcome }) => Math.log(Number(estimateMinor) / Number(outcome.priceMinor)));
    const geometric = Math.exp(logs.reduce((sum, log) => sum + log, 0) / logs.length);
    expect(figureOf(medianRatioWithUnsold(lots)).value).toBeCloseTo(geometric, 8);
  });

  it('rises with every further lot that stayed unsold', () => {
    const sold = simulatedLots({ lots: 30 }, seededRandom('one more'));
    const unsold = recordedLot({ lot: 'unsold', outcome: { state: 'unsold', reserveMinor: 100_000n } });
    expect(figureOf(medianRatioWithUnsold([...sold, unsold])).value).toBeGreaterThan(
      figureOf(medianRatioWithUnsold(sold)).value,
    );
  });

  it.each([
    ['too-few-sales', 9, 0],
    ['mostly-unsold', 12, 60],
  ])('is refused: %s', (code, soldCount, unsoldCount) => {
    const sold = simulatedLots({ lots: soldCount }, seededRandom(code));
    const unsold = Array.from({ length: unsoldCount }, () =>
      recordedLot({ outcome: { state: 'unsold', reserveMinor: 90_000n } }),
    );
    expect(medianRatioWithUnsold([...sold, ...unsold])).toMatchObject({ ok: false, error: { code } });
  });
});
