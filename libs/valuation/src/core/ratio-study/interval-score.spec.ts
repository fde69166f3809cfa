import { seededRandom } from '#libs/kernel';
import { covers, intervalScore } from './interval-score.js';

describe('interval score', () => {
  it('is the width where the outcome was covered', () => {
    expect(intervalScore({ lower: 2, upper: 5, outcome: 5 }, 0.8)).toBe(3);
    expect(covers({ lower: 2, upper: 5, outcome: 5 })).toBe(true);
  });

  it('adds 2/α times the miss', () => {
    expect(intervalScore({ lower: 2, upper: 5, outcome: 6 }, 0.8)).toBeCloseTo(3 + 10, 12);
    expect(intervalScore({ lower: 2, upper: 5, outcome: 1.5 }, 0.95)).toBeCloseTo(3 + 20, 12);
  });

  it('is least for the true quantiles', () => {
    const random = seededRandom('proper');
    const outcomes = Array.from({ length: 20_000 }, () => random.normal());
    const scoreOf = (half: number): number =>
      outcomes.reduce((sum, outcome) => sum + intervalScore({ lower: -half, upper: half, outcome }, 0.8), 0);
    const best = scoreOf(1.2816);
    expect(scoreOf(1.0)).toBeGreaterThan(best);
    expect(scoreOf(1.6)).toBeGreaterThan(best);
  });
});
