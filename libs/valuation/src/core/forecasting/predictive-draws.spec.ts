import { seededRandom } from '#libs/kernel';
import type { WeightedFit } from './family-weights.js';
import { predictiveDraws } from './predictive-draws.js';
import { sortedQuantile } from './sorted-quantile.js';

const fitOf = (name: string, weight: number, centre: number, degreesOfFreedom: number): WeightedFit => ({
  weight,
  fit: {
    name,
    logEvidence: 0,
    parameterCount: 1,
    components: [
      { weight: 1, degreesOfFreedom, lastingShare: 1, predict: (step) => ({ centre, scale: step }) },
    ],
  },
});

describe('predictive draws', () => {
  it('have the quantiles of Student’s t (tables: t(0.975; 5) = 2.571, t(0.9; 5) = 1.476)', () => {
    const draws = predictiveDraws([fitOf('one', 1, 10, 5)], seededRandom('student')).at(2);
    expect((sortedQuantile(draws, 0.975) - 10) / 2).toBeCloseTo(2.571, 0);
    expect((sortedQuantile(draws, 0.9) - 10) / 2).toBeCloseTo(1.476, 0);
    expect(sortedQuantile(draws, 0.5)).toBeCloseTo(10, 6);
  });

  it('come from each family as often as its weight says', () => {
    const fits = [fitOf('low', 0.3, -1000, 9), fitOf('high', 0.7, 1000, 9)];
    const draws = predictiveDraws(fits, seededRandom('shares')).at(1);
    expect(draws.filter((draw) => draw < 0).length / draws.length).toBeCloseTo(0.3, 2);
  });

  it('differ between times by the forecast and not by chance', () => {
    const draws = predictiveDraws([fitOf('one', 1, 0, 7)], seededRandom('common'));
    const [near, far] = [draws.at(1), draws.at(3)];
    expect(Array.from(far, (draw) => draw / 3)).toEqual(
      Array.from(near, (draw): unknown => expect.closeTo(draw, 9)),
    );
  });
});
