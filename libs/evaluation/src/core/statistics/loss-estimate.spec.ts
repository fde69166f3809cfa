import { seededRandom } from '#libs/kernel';
import { brierEstimate, logLossEstimate } from './loss-estimate.js';
import { brierLoss, meanLoss } from './probability-scores.js';
import { valueOf } from './refusal.js';
import { drawResamples, type Resamples } from './resampling.js';
import { samplingUnits } from './sampling-units.js';
import { scoreInterval, wilsonInterval } from './wilson-interval.js';

const rows = (count: number) => {
  const label = Array.from({ length: count }, (_, row) => Number(row % 3 === 0));
  return { label, probability: label.map((truth, row) => 0.2 + 0.4 * truth + ((row * 7) % 10) / 50) };
};

const resamplesOf = (count: number, names?: readonly number[]): Resamples =>
  drawResamples(samplingUnits(count, names), seededRandom('losses'));

describe('brierEstimate', () => {
  it('of 20 rows has the bootstrap’s interval, narrower than that of a share', () => {
    const { label, probability } = rows(20);
    const { value, lower, upper, n } = valueOf(brierEstimate(label, probability, resamplesOf(20)));
    expect(value).toBe(valueOf(meanLoss(label, probability, brierLoss)));
    const share = scoreInterval(value, 20);
    expect(upper - lower).toBeLessThan((share.upper - share.lower) / 2);
    expect(lower).toBeLessThan(value);
    expect(upper).toBeGreaterThan(value);
    expect(n).toBe(20);
  });

  it('of 19 rows has that of a share', () => {
    const { label, probability } = rows(19);
    const estimate = valueOf(brierEstimate(label, probability, resamplesOf(19)));
    expect(estimate).toEqual({ value: estimate.value, ...scoreInterval(estimate.value, 19), n: 19 });
  });

  it('of 60 rows in 12 clusters has that of 12', () => {
    const { label, probability } = rows(60);
    const names = label.map((_, row) => row % 12);
    const estimate = valueOf(brierEstimate(label, probability, resamplesOf(60, names)));
    expect(estimate).toMatchObject(scoreInterval(estimate.value, 12));
  });

  it('of certain and right answers may still be as large as unseen errors', () => {
    const { label } = rows(50);
    expect(valueOf(brierEstimate(label, label, resamplesOf(50)))).toEqual({
      value: 0,
      ...wilsonInterval(0, 50),
      n: 50,
    });
  });
});

describe('logLossEstimate', () => {
  it('holds the loss', () => {
    const { label, probability } = rows(30);
    const { value, lower, upper } = valueOf(logLossEstimate(label, probability, resamplesOf(30)));
    expect(lower).toBeLessThan(value);
    expect(upper).toBeGreaterThan(value);
  });

  it('is refused of 19 rows or clusters', () => {
    const { label, probability } = rows(57);
    const names = label.map((_, row) => row % 19);
    expect(logLossEstimate(label.slice(0, 19), probability.slice(0, 19), resamplesOf(19))).toMatchObject({
      error: { code: 'too-few-rows', reason: 'the interval of a loss needs at least 20 rows, there are 19' },
    });
    expect(logLossEstimate(label, probability, resamplesOf(57, names))).toMatchObject({
      error: { code: 'too-few-clusters' },
    });
  });

  it('is refused where all rows cost the same: there is no bound to what was not seen', () => {
    const { label } = rows(40);
    expect(
      logLossEstimate(
        label,
        label.map(() => 0.5),
        resamplesOf(40),
      ),
    ).toMatchObject({
      error: { code: 'no-variation' },
    });
  });

  it('is refused where it is infinite', () => {
    const { label } = rows(40);
    expect(
      logLossEstimate(
        label,
        label.map((truth) => 1 - truth),
        resamplesOf(40),
      ),
    ).toMatchObject({
      error: { code: 'infinite-loss' },
    });
  });
});
