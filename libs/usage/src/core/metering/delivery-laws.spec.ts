import fc from 'fast-check';
import { canonicalJson } from '#libs/kernel';
import type { CountersignedReceipt } from '../wash/receipt.js';
import { emptyMeter, verifyReceipts } from '../wash/verify-receipts.js';
import { ADMISSION, chainOf } from './receipt-fixture.js';
import { splitReplays } from './split-replays.js';

const CHAIN = chainOf([
  {},
  { amountMinor: '700' },
  { kind: 'refund', refundOf: 0, amountMinor: '200' },
  {},
  {},
]);

const check = (receipts: readonly unknown[]) => verifyReceipts(emptyMeter('meter-1'), receipts, ADMISSION);

const standing = (receipts: readonly CountersignedReceipt[]) =>
  new Map(receipts.map((receipt) => [receipt.receipt.sequence, receipt]));

/** A place in the text of a receipt, and a bit to flip there. Texts are ASCII. */
const bitFlip = fc.tuple(fc.nat(CHAIN.length - 1), fc.nat(10_000), fc.nat(6));

function flipped(receipt: CountersignedReceipt, place: number, bit: number): unknown {
  const text = canonicalJson(receipt);
  const at = place % text.length;
  const changed = String.fromCharCode(text.charCodeAt(at) ^ (1 << bit));
  try {
    return JSON.parse(`${text.slice(0, at)}${changed}${text.slice(at + 1)}`) as unknown;
  } catch {
    return undefined;
  }
}

describe('a delivery of receipts', () => {
  it('is refused for any flipped bit', () => {
    expect(check(CHAIN).ok).toBe(true);
    fc.assert(
      fc.property(bitFlip, ([index, place, bit]) => {
        const receipts = CHAIN.map((receipt, n) => (n === index ? flipped(receipt, place, bit) : receipt));
        const flippedText = JSON.stringify(receipts[index]);
        fc.pre(flippedText !== JSON.stringify(CHAIN[index]));
        expect(check(receipts).ok).toBe(false);
      }),
      { numRuns: 200 },
    );
  });

  it('is refused in any order but that of the chain', () => {
    fc.assert(
      fc.property(fc.shuffledSubarray([...CHAIN], { minLength: CHAIN.length }), (shuffled) => {
        expect(check(shuffled).ok).toBe(shuffled.every((receipt, index) => receipt === CHAIN[index]));
      }),
      { numRuns: 60 },
    );
  });

  it('comes to the same whatever of it was delivered before, and however often it stands in it', () => {
    fc.assert(
      fc.property(
        fc.nat(CHAIN.length),
        fc.array(fc.nat(CHAIN.length - 1), { maxLength: 4 }),
        (before, repeated) => {
          const again = repeated.flatMap((index) => CHAIN[index] ?? []);
          const delivery = splitReplays([...CHAIN, ...again], standing(CHAIN.slice(0, before)));
          expect(delivery.fresh.map(({ receipt }) => receipt)).toEqual(CHAIN.slice(before));
          expect(delivery.fresh.map(({ index }) => index)).toEqual(
            CHAIN.map((_, index) => index).slice(before),
          );
          expect(delivery.replayed).toBe(before + again.length);
        },
      ),
    );
  });

  it('leaves in what stands under a number that is taken by another', () => {
    const [rival] = chainOf([{ amountMinor: '501' }]);
    const { fresh, replayed } = splitReplays(rival === undefined ? [] : [rival], standing(CHAIN));
    expect([fresh.length, replayed]).toEqual([1, 0]);
  });
});
