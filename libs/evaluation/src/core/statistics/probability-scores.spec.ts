import * as fc from 'fast-check';
import { brierLoss, logLoss, meanLoss } from './probability-scores.js';
import { valueOf } from './refusal.js';

const chance = fc.double({ min: 0.01, max: 0.99, noNaN: true });

describe('meanLoss', () => {
  // The examples of scikit-learn's documentation of brier_score_loss and log_loss.
  it('is scikit-learn’s Brier score and logarithmic loss', () => {
    expect(valueOf(meanLoss([0, 1, 1, 0], [0.1, 0.9, 0.8, 0.3], brierLoss))).toBeCloseTo(0.0375, 12);
    expect(valueOf(meanLoss([1, 0, 0, 1], [0.9, 0.1, 0.2, 0.65], logLoss))).toBeCloseTo(0.21616, 5);
  });

  it.each([
    ['Brier', brierLoss],
    ['logarithmic', logLoss],
  ])('the %s loss is least for honest probabilities', (_name, loss) => {
    fc.assert(
      fc.property(chance, chance, (truth, stated) => {
        const expected = (said: number): number => truth * loss(1, said) + (1 - truth) * loss(0, said);
        expect(expected(truth)).toBeLessThanOrEqual(expected(stated) + 1e-12);
      }),
    );
  });

  it('refuses an infinite loss instead of cutting it off', () => {
    expect(meanLoss([1, 1], [0.5, 0], logLoss)).toMatchObject({ error: { code: 'infinite-loss' } });
  });

  it('takes certainty that was right for no loss', () => {
    expect(valueOf(meanLoss([1, 0], [1, 0], logLoss))).toBe(0);
  });

  it('refuses no rows and asserts on unlike numbers of them', () => {
    expect(meanLoss([], [], brierLoss)).toMatchObject({ error: { code: 'no-rows' } });
    expect(() => meanLoss([1], [], brierLoss)).toThrow('as many');
  });
});
