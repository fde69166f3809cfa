import { assert, seededRandom } from '#libs/kernel';
import { deviationCheck } from './deviation-check.js';
import type { ScoreFigure } from './score-figure.js';
import { recordedLot, simulatedLots } from './simulated-lots-fixture.js';

const figureOf = (figure: ScoreFigure) => {
  assert(figure.ok, 'the figure was refused');
  return figure.value;
};

describe('deviation check', () => {
  it('finds the claims of a market that keeps them', () => {
    const { mean, spread, within } = deviationCheck(simulatedLots({ lots: 2_000 }, seededRandom('kept')));
    expect(figureOf(mean).value).toBeCloseTo(0, 1);
    expect(figureOf(spread).value).toBeCloseTo(1, 1);
    expect(figureOf(within.observed).value).toBeCloseTo(within.nominal, 1);
  });

  it('finds twice the spread where half is claimed', () => {
    const { spread, within } = deviationCheck(
      simulatedLots({ lots: 200, spread: 0.4, claimed: 0.2 }, seededRandom('half')),
    );
    expect(figureOf(spread).lower).toBeGreaterThan(1.5);
    expect(figureOf(within.observed).upper).toBeLessThan(within.nominal);
  });

  it('has intervals of the deviation that cover as often as they say', () => {
    const random = seededRandom('chi-square');
    const covered = Array.from({ length: 1_000 }, () => {
      const { spread } = deviationCheck(simulatedLots({ lots: 12 }, random));
      const { lower, upper } = figureOf(spread);
      return lower <= 1 && 1 <= upper;
    }).filter(Boolean).length;
    // 950 expected; four standard deviations are 28.
    expect(Math.abs(covered - 950)).toBeLessThan(28);
  });

  it('has the chi-square limits of tables', () => {
    // χ² of 2 degrees of freedom has its 2.5 % and 97.5 % points at −2 ln 0.975 and −2 ln 0.025.
    const prices = [100_000n, 120_000n, 144_000n];
    const entries = prices.map((priceMinor, index) =>
      recordedLot({
        lot: String(index),
        forecastStandardDeviation: 0.2,
        outcome: { state: 'sold', priceMinor },
      }),
    );
    const { value, lower, upper } = figureOf(deviationCheck(entries).spread);
    expect(value).toBeCloseTo(1, 12);
    expect(lower).toBeCloseTo(Math.sqrt(2 / (-2 * Math.log(0.025))), 10);
    expect(upper).toBeCloseTo(Math.sqrt(2 / (-2 * Math.log(0.975))), 10);
  });

  it('finds the spread of all lots where only the dear ones were sold', () => {
    const lots = simulatedLots({ lots: 2_000, reserveShare: 1 }, seededRandom('censored'));
    const { spread, spreadWithUnsold } = deviationCheck(lots);
    expect(figureOf(spread).value).toBeLessThan(0.7);
    expect(figureOf(spreadWithUnsold).value).toBeCloseTo(1, 1);
  });

  it('finds the same spread either way where every lot was sold', () => {
    const { spread, spreadWithUnsold } = deviationCheck(simulatedLots({ lots: 40 }, seededRandom('all')));
    expect(figureOf(spreadWithUnsold).value).toBeCloseTo(figureOf(spread).value, 8);
    expect(figureOf(spreadWithUnsold).upper).toBeCloseTo(figureOf(spread).upper, 8);
  });

  it('is refused without claims', () => {
    const unclaimed = [recordedLot({ forecastStandardDeviation: null })];
    const { mean, within } = deviationCheck(unclaimed);
    expect(mean).toMatchObject({ ok: false, error: { code: 'too-few-claims' } });
    expect(within.observed).toMatchObject({ ok: false, error: { code: 'no-claims' } });
  });
});
