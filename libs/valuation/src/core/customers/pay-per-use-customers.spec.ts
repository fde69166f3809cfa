import { assert, type Random, seededRandom } from '#libs/kernel';
import { hypergeometric } from './hypergeometric.js';
import {
  activeProbability,
  expectedPurchases,
  fitPurchases,
  type PurchaseFit,
} from './pay-per-use-customers.js';
import type { PurchaseHistory } from './purchase-history.js';
import { expectedSpend, fitSpend, type SpendFit } from './spend-per-purchase.js';

const exactly = <Name extends string>(
  values: Readonly<Record<Name, number>>,
): Record<Name, { readonly value: number; readonly standardError: number }> =>
  Object.fromEntries(
    Object.entries<number>(values).map(([name, value]) => [name, { value, standardError: 0 }]),
  ) as Record<Name, { readonly value: number; readonly standardError: number }>;

/** Fader, Hardie and Lee (2005), table 2: the CDNOW sample. */
const CDNOW: Pick<PurchaseFit, 'parameters'> = {
  parameters: exactly({ r: 0.243, alpha: 4.414, a: 0.793, b: 2.426 }),
};

/** Gamma deviate by Marsaglia and Tsang (2000), for shapes of 1 and above by one boost for smaller ones. */
function gamma(random: Random, shape: number): number {
  if (shape < 1) return gamma(random, shape + 1) * (1 - random.uniform()) ** (1 / shape);
  const d = shape - 1 / 3;
  for (;;) {
    const z = random.normal();
    const v = (1 + z / Math.sqrt(9 * d)) ** 3;
    if (v > 0 && Math.log(1 - random.uniform()) < z ** 2 / 2 + d - d * v + d * Math.log(v)) return d * v;
  }
}

function simulatedHistory(random: Random, truth: Record<'r' | 'alpha' | 'a' | 'b', number>): PurchaseHistory {
  const rate = gamma(random, truth.r) / truth.alpha;
  const [left, right] = [gamma(random, truth.a), gamma(random, truth.b)];
  const dropOut = left / (left + right);
  const observedFor = 30 + 20 * random.uniform();
  let [repeats, lastAt, clock] = [0, 0, 0];
  for (;;) {
    clock -= Math.log(1 - random.uniform()) / rate;
    if (clock > observedFor) return { repeats, lastAt, observedFor };
    [repeats, lastAt] = [repeats + 1, clock];
    if (random.uniform() < dropOut) return { repeats, lastAt, observedFor };
  }
}

describe('customers who pay per use', () => {
  it('buy as often as the authors’ spreadsheet says', () => {
    // Fader, Hardie and Lee (2005), "Implementing the BG/NBD model … in Microsoft Excel": E(Y(39) | 2, 30.43, 38.86).
    const history = { repeats: 2, lastAt: 30.43, observedFor: 38.86 };
    expect(expectedPurchases(CDNOW, history, 39)).toBeCloseTo(1.226, 3);
  });

  it('are taken for active without a repeat purchase, and for gone after a long silence', () => {
    expect(activeProbability(CDNOW, { repeats: 0, lastAt: 0, observedFor: 39 })).toBe(1);
    expect(activeProbability(CDNOW, { repeats: 20, lastAt: 10, observedFor: 39 })).toBeLessThan(0.01);
    expect(activeProbability(CDNOW, { repeats: 20, lastAt: 38, observedFor: 39 })).toBeGreaterThan(0.9);
  });

  it('are found with the parameters that made them', () => {
    const truth = { r: 0.8, alpha: 5, a: 0.8, b: 2.5 };
    const random = seededRandom('buyers');
    const fit = fitPurchases(Array.from({ length: 3000 }, () => simulatedHistory(random, truth)));
    assert(fit.ok, 'the likelihood has a maximum');
    for (const [name, value] of Object.entries(truth)) {
      const estimate = fit.value.parameters[name as keyof typeof truth];
      expect(Math.abs(estimate.value - value)).toBeLessThan(3 * estimate.standardError);
    }
  });

  it.each<[string, PurchaseHistory]>([
    ['a purchase after the end', { repeats: 1, lastAt: 5, observedFor: 4 }],
    ['repeats without a time', { repeats: 1, lastAt: 0, observedFor: 4 }],
    ['a time without repeats', { repeats: 0, lastAt: 1, observedFor: 4 }],
    ['half a purchase', { repeats: 0.5, lastAt: 1, observedFor: 4 }],
  ])('are refused with %s', (_what, history) => {
    expect(fitPurchases([history])).toMatchObject({ ok: false, error: { code: 'invalid-observation' } });
  });

  it('are refused when they are few', () => {
    expect(fitPurchases([{ repeats: 0, lastAt: 0, observedFor: 4 }])).toMatchObject({
      ok: false,
      error: { code: 'too-few-points' },
    });
  });
});

describe('amounts of purchases', () => {
  it('tend to the mean of all with the published parameters', () => {
    // Fader and Hardie (2013): p = 6.25, q = 3.74, γ = 15.44 on the CDNOW sample; the mean is p γ / (q − 1).
    const fit: Pick<SpendFit, 'parameters'> = { parameters: exactly({ p: 6.25, q: 3.74, gamma: 15.44 }) };
    const mean = (6.25 * 15.44) / 2.74;
    const one = expectedSpend(fit, { purchases: 1, meanAmount: 100 });
    const many = expectedSpend(fit, { purchases: 100, meanAmount: 100 });
    expect(one).toBeGreaterThan(mean);
    expect(one).toBeLessThan(many);
    expect(many).toBeCloseTo(100, 0);
    expect(expectedSpend(fit, { purchases: 7, meanAmount: mean })).toBeCloseTo(mean, 9);
  });

  it('are found with the parameters that made them', () => {
    const truth = { p: 6, q: 4, gamma: 15 };
    const random = seededRandom('spenders');
    const histories = Array.from({ length: 3000 }, () => {
      const scale = gamma(random, truth.q) / truth.gamma;
      const purchases = 1 + random.below(5);
      return { purchases, meanAmount: gamma(random, truth.p * purchases) / scale / purchases };
    });
    const fit = fitSpend(histories);
    assert(fit.ok, 'the likelihood has a maximum');
    for (const [name, value] of Object.entries(truth)) {
      const estimate = fit.value.parameters[name as keyof typeof truth];
      expect(Math.abs(estimate.value - value)).toBeLessThan(3 * estimate.standardError);
    }
  });

  it.each([
    ['no purchase', { purchases: 0, meanAmount: 5 }],
    ['no amount', { purchases: 2, meanAmount: 0 }],
  ])('are refused with %s', (_what, history) => {
    expect(fitSpend([history])).toMatchObject({ ok: false, error: { code: 'invalid-observation' } });
  });
});

describe('hypergeometric', () => {
  it.each([
    // Abramowitz and Stegun, 15.1.3 and 15.1.8: −log(1 − z)/z and (1 − z)^(−a).
    [1, 1, 2, 0.5, Math.log(2) * 2],
    [0.7, 3, 3, 0.4, 0.6 ** -0.7],
    [2, 3, 4, 0, 1],
  ])('2F1(%d, %d; %d; %d)', (a, b, c, z, value) => {
    expect(hypergeometric(a, b, c, z)).toBeCloseTo(value, 12);
  });
});
