import * as fc from 'fast-check';
import { kendallTau } from './kendall-tau.js';
import { valueOf } from './refusal.js';

const values = fc.array(fc.integer({ min: 0, max: 6 }), { minLength: 2, maxLength: 12 });

/** All orders of 0 to n − 1. */
const orders = (n: number): readonly (readonly number[])[] =>
  n === 0
    ? [[]]
    : orders(n - 1).flatMap((order) => Array.from({ length: n }, (_, at) => order.toSpliced(at, 0, n - 1)));

/** The linear congruential generator of Press et al., seed 42. */
function uniforms(count: number): number[] {
  let state = 42;
  return Array.from({ length: count }, () => {
    state = (1_664_525 * state + 1_013_904_223) % 2 ** 32;
    return state / 2 ** 32;
  });
}

describe('kendallTau', () => {
  // scipy 1.17.1, kendalltau(method='exact').
  it('without ties is scipy’s, exact', () => {
    const test = valueOf(
      kendallTau(
        [2.1, 3.4, 1.2, 5.6, 4.4, 7.7, 6.1, 8.8, 0.3, 9.9],
        [1.1, 2.9, 2.2, 4.9, 5.1, 6, 7.3, 6.6, 1, 8.2],
      ),
    );
    expect(test.tau).toBeCloseTo(0.8222222222222221, 12);
    expect(test.pValue).toBeCloseTo(0.0003576940035273369, 12);
  });

  // scipy 1.17.1, kendalltau(method='asymptotic').
  it('with ties is scipy’s, asymptotic', () => {
    const test = valueOf(kendallTau([1, 2, 2, 3, 4, 4, 4, 5, 6, 7], [2, 1, 3, 3, 5, 4, 4, 4, 8, 7]));
    expect(test.tau).toBeCloseTo(0.7804878048780488, 12);
    expect(test.pValue).toBeCloseTo(0.002970544137651877, 12);
  });

  it('counts the orders of five values that are at least as far from chance', () => {
    const all = orders(5).map((order) => valueOf(kendallTau([0, 1, 2, 3, 4], order)));
    expect(all).toHaveLength(120);
    for (const { tau, pValue } of all) {
      const asFar = all.filter((other) => Math.abs(other.tau) >= Math.abs(tau) - 1e-12).length;
      expect(pValue).toBeCloseTo(asFar / 120, 12);
    }
  });

  it('has little power at six values: two exchanges and a trend is no longer significant', () => {
    const times = [0, 1, 2, 3, 4, 5];
    expect(valueOf(kendallTau(times, [0, 1, 2, 3, 5, 4])).tau).toBeCloseTo(13 / 15, 12);
    expect(valueOf(kendallTau(times, [0, 1, 2, 3, 5, 4])).pValue).toBeLessThan(0.05);
    expect(valueOf(kendallTau(times, [0, 1, 2, 5, 3, 4])).pValue).toBeGreaterThan(0.05);
  });

  it('changes its sign with the order, and stays within −1 and 1', () => {
    fc.assert(
      fc.property(values, fc.func(fc.integer({ min: 0, max: 6 })), (x, pick) => {
        const y = x.map((value, index) => pick(value, index));
        const test = kendallTau(x, y);
        fc.pre(test.ok);
        const { tau, pValue } = valueOf(test);
        expect(Math.abs(tau)).toBeLessThanOrEqual(1 + 1e-12);
        expect(pValue).toBeGreaterThanOrEqual(0);
        expect(pValue).toBeLessThanOrEqual(1);
        const mirrored = valueOf(
          kendallTau(
            x,
            y.map((value) => -value),
          ),
        );
        expect(mirrored.tau).toBeCloseTo(-tau, 12);
        expect(mirrored.pValue).toBeCloseTo(pValue, 12);
      }),
    );
  });

  // scipy 1.17.1 on values of the generator below: method 'exact' for the first 40, 'asymptotic' for the next 120.
  it.each([
    [0, 40, 0.12051282051282051, 0.28055298397227796],
    [40, 160, 0.11820728291316525, 0.055569702852598345],
  ])('is scipy’s on both sides of the exact range, values %i to %i', (from, to, tau, pValue) => {
    const y = uniforms(160).slice(from, to);
    const test = valueOf(kendallTau(Array.from(y.keys()), y));
    expect(test.tau).toBeCloseTo(tau, 12);
    expect(test.pValue).toBeCloseTo(pValue, 10);
  });

  it('refuses one value, and values that are all alike', () => {
    expect(kendallTau([1], [1])).toMatchObject({ error: { code: 'too-few-rows' } });
    expect(kendallTau([1, 2], [3, 3])).toMatchObject({ error: { code: 'zero-variance' } });
  });
});
