import fc from 'fast-check';
import { asCurrency } from '#libs/kernel';
import { callCostMicroMinor, type Prices } from './call-cost.js';

const USD = asCurrency('USD');

const usage = { inputTokens: 1_000, outputTokens: 50 };

describe('callCostMicroMinor', () => {
  it.each<[Prices | undefined, number]>([
    [{ currency: USD, inputMinorPerMillionTokens: '15' }, 15_000],
    [{ currency: USD, inputMinorPerMillionTokens: '15', outputMinorPerMillionTokens: '60' }, 18_000],
    [{ currency: USD, inputMinorPerMillionTokens: '0', minorPerCall: '1.5' }, 1_500_000],
    [{ currency: USD, minorPerCall: '0.000001' }, 1],
    [{ currency: USD, inputMinorPerMillionTokens: '7.5' }, 7_500],
    // A thousandth of a millionth of a cent still costs something.
    [{ currency: USD, inputMinorPerMillionTokens: '0.000001' }, 1],
    [undefined, 0],
  ])('by the prices %j is %d', (prices, expected) => {
    expect(callCostMicroMinor(prices, usage)).toBe(expected);
  });

  it('never falls when more tokens are taken, and is exact in whole prices', () => {
    const tokens = fc.nat(4_000_000);
    fc.assert(
      fc.property(fc.nat(99_999_999), tokens, tokens, (price, inputTokens, more) => {
        const prices = { currency: USD, inputMinorPerMillionTokens: String(price) };
        const cost = callCostMicroMinor(prices, { inputTokens, outputTokens: 0 });
        expect(cost).toBe(price * inputTokens);
        const dearer = callCostMicroMinor(prices, { inputTokens: inputTokens + more, outputTokens: 0 });
        expect(dearer).toBeGreaterThanOrEqual(cost);
      }),
    );
  });
});
