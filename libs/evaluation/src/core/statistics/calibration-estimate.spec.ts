import { type Random, seededRandom } from '#libs/kernel';
import { calibrationError } from './calibration.js';
import { calibrationErrorEstimate } from './calibration-estimate.js';
import { valueOf } from './refusal.js';
import { drawResamples } from './resampling.js';
import { samplingUnits } from './sampling-units.js';

/** Probabilities over all bins; labels come true with the probability given for each. */
function drawnRows(count: number, truthOf: (chance: number) => number, random: Random) {
  const probability = Array.from({ length: count }, () => random.uniform());
  return { probability, label: probability.map((chance) => Number(random.uniform() < truthOf(chance))) };
}

describe('calibrationErrorEstimate', () => {
  const random = seededRandom('calibration');

  it('is refused below 300 rows and below 10 clusters', () => {
    const { label, probability } = drawnRows(300, (chance) => chance, random);
    const few = drawResamples(samplingUnits(299), random);
    expect(calibrationErrorEstimate(few, label.slice(1), probability.slice(1))).toMatchObject({
      error: { code: 'too-few-rows' },
    });
    const clusters = samplingUnits(
      300,
      label.map((_, row) => row % 9),
    );
    expect(calibrationErrorEstimate(drawResamples(clusters, random), label, probability)).toMatchObject({
      error: { code: 'too-few-clusters' },
    });
  });

  it('has the error of the rows, and reaches 0 where the probabilities are honest', () => {
    const { label, probability } = drawnRows(300, (chance) => chance, random);
    const resamples = drawResamples(samplingUnits(300), random);
    const { value, lower, upper, n } = valueOf(calibrationErrorEstimate(resamples, label, probability));
    expect(value).toBe(valueOf(calibrationError(label, probability)));
    expect(lower).toBe(0);
    expect(upper).toBeGreaterThan(value);
    expect(n).toBe(300);
  });

  it.each([
    ['honest', (chance: number) => chance, 0],
    ['a tenth too high', (chance: number) => Math.max(0, chance - 0.1), 0.095],
  ])('covers the error of the bins for probabilities that are %s', (_name, truthOf, error) => {
    const resamples = drawResamples(samplingUnits(300), random);
    let covered = 0;
    for (let trial = 0; trial < 10; trial += 1) {
      const { label, probability } = drawnRows(300, truthOf, random);
      const { lower, upper } = valueOf(calibrationErrorEstimate(resamples, label, probability));
      if (lower <= error && error <= upper) covered += 1;
    }
    expect(covered).toBeGreaterThanOrEqual(9);
  });
});
