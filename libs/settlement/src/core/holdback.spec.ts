import * as fc from 'fast-check';
import { heldBack, HOLDBACK_TOLERANCE_BPS, holdbackRelease } from './holdback.js';

const release = (heldMinor: bigint, scoreAtSale?: number, scoreNow?: number) =>
  holdbackRelease({ heldMinor, scoreAtSale, scoreNow, tolerance: HOLDBACK_TOLERANCE_BPS });

const amounts = fc.bigInt({ min: 0n, max: 10n ** 18n });
const bps = fc.integer({ min: 0, max: 10_000 });

describe('heldBack', () => {
  it('rounds down, and is never more than the price', () => {
    expect(heldBack(1_999n, 1_000)).toBe(199n);
    fc.assert(
      fc.property(amounts, bps, (price, rate) => {
        const held = heldBack(price, rate);
        expect(held * 10_000n <= price * BigInt(rate)).toBe(true);
        expect((held + 1n) * 10_000n > price * BigInt(rate)).toBe(true);
      }),
    );
  });
});

describe('holdbackRelease', () => {
  it('releases all when the version was not scored again', () => {
    expect(release(1_000n)).toEqual({ refundMinor: 0n, releaseMinor: 1_000n });
  });

  it('releases all when the score is better, or lower within the tolerance', () => {
    expect(release(1_000n, 8_000, 9_000).refundMinor).toBe(0n);
    expect(release(1_000n, 8_000, 7_800).refundMinor).toBe(0n);
  });

  it('gives back the part of the score that is gone', () => {
    // 80 % at the sale, 60 % now: a quarter of it is gone.
    expect(release(1_000n, 8_000, 6_000)).toEqual({ refundMinor: 250n, releaseMinor: 750n });
  });

  it('rounds in favour of those who are paid', () => {
    expect(release(1_000n, 9_000, 6_001).refundMinor).toBe(333n);
  });

  it('gives back all that is held, and no more, when nothing is left of the score', () => {
    expect(release(1_000n, 8_000, 0)).toEqual({ refundMinor: 1_000n, releaseMinor: 0n });
  });

  it('divides the whole, between nothing and all of it, and gives back no less for a lower score', () => {
    fc.assert(
      fc.property(amounts, bps, bps, bps, (held, atSale, now, lower) => {
        const { refundMinor, releaseMinor } = release(held, atSale, now);
        expect(refundMinor + releaseMinor).toBe(held);
        expect(refundMinor >= 0n && releaseMinor >= 0n).toBe(true);
        expect(release(held, atSale, Math.min(now, lower)).refundMinor >= refundMinor).toBe(true);
      }),
    );
  });
});
