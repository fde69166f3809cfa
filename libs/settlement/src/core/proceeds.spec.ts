import * as fc from 'fast-check';
import { PPB } from '#core/attribution';
import { AMOUNT_MINOR_MAX, asId, assert } from '#libs/kernel';
import { BPS, type Proceeds, type ProceedsInput, splitProceeds, type WeightShare } from './proceeds.js';

const party = (index: number) =>
  asId('party', `019a0000-0000-7000-8000-${index.toString(16).padStart(12, '0')}`);

const sharesOf = (...ppb: readonly number[]): WeightShare[] =>
  ppb.map((weightPpb, index) => ({ partyId: party(index), weightPpb }));

const split = (input: ProceedsInput): Proceeds => {
  const result = splitProceeds(input);
  assert(result.ok, 'expected proceeds');
  return result.value;
};

const faultOf = (input: ProceedsInput) => {
  const result = splitProceeds(input);
  assert(!result.ok, 'expected a refusal');
  return result.error;
};

const amountsOf = (input: ProceedsInput): bigint[] =>
  split(input).lines.map(({ amountMinor }) => amountMinor);

/** Cuts a billion parts at arbitrary places. */
const anyShares = fc
  .uniqueArray(fc.integer({ min: 1, max: PPB - 1 }), { maxLength: 20 })
  .map((cuts) => [0, ...cuts.sort((a, b) => a - b), PPB])
  .map((edges) => sharesOf(...edges.slice(1).map((edge, index) => edge - (edges[index] ?? 0))));

const anyInput: fc.Arbitrary<ProceedsInput> = fc.record({
  grossMinor: fc.oneof(fc.bigInt({ min: 0n, max: 500n }), fc.bigInt({ min: 0n, max: AMOUNT_MINOR_MAX })),
  feeBps: fc.integer({ min: 0, max: BPS }),
  shares: anyShares,
});

describe('splitProceeds', () => {
  it('takes the fee first and splits the rest by weight', () => {
    const proceeds = split({ grossMinor: 10_000n, feeBps: 500, shares: sharesOf(600_000_000, 400_000_000) });
    expect(proceeds).toMatchObject({ feeMinor: 500n, netMinor: 9_500n });
    expect(proceeds.lines.map(({ amountMinor }) => amountMinor)).toEqual([5_700n, 3_800n]);
  });

  it('rounds the fee down: the fraction goes to the contributors', () => {
    expect(split({ grossMinor: 199n, feeBps: 500, shares: sharesOf(PPB) })).toMatchObject({
      feeMinor: 9n,
      netMinor: 190n,
    });
    expect(split({ grossMinor: 19n, feeBps: 500, shares: sharesOf(PPB) })).toMatchObject({
      feeMinor: 0n,
      netMinor: 19n,
    });
  });

  it('gives away the price to the unit', () => {
    fc.assert(
      fc.property(anyInput, (input) => {
        const { feeMinor, netMinor, lines } = split(input);
        const paid = lines.reduce((sum, { amountMinor }) => sum + amountMinor, 0n);
        expect(paid).toBe(netMinor);
        expect(feeMinor + paid).toBe(input.grossMinor);
      }),
    );
  });

  it('asks nobody to pay', () => {
    fc.assert(
      fc.property(anyInput, (input) => {
        const { feeMinor, lines } = split(input);
        expect(feeMinor >= 0n && lines.every(({ amountMinor }) => amountMinor >= 0n)).toBe(true);
      }),
    );
  });

  it('keeps the fee less than one unit below the exact fee and never above it', () => {
    fc.assert(
      fc.property(anyInput, (input) => {
        const rest = input.grossMinor * BigInt(input.feeBps) - split(input).feeMinor * BigInt(BPS);
        expect(rest >= 0n && rest < BigInt(BPS)).toBe(true);
      }),
    );
  });

  it('keeps every line less than one unit away from the exact part', () => {
    fc.assert(
      fc.property(anyInput, (input) => {
        const { netMinor, lines } = split(input);
        for (const { weightPpb, amountMinor } of lines) {
          const scaled = amountMinor * BigInt(PPB) - netMinor * BigInt(weightPpb);
          expect(scaled > -BigInt(PPB) && scaled < BigInt(PPB)).toBe(true);
        }
      }),
    );
  });

  it('does not depend on the order of the shares', () => {
    fc.assert(
      fc.property(anyInput, (input) => {
        expect(split({ ...input, shares: [...input.shares].reverse() })).toEqual(split(input));
      }),
    );
  });

  it('can leave everything or nothing to the contributors', () => {
    expect(amountsOf({ grossMinor: 7n, feeBps: 0, shares: sharesOf(PPB) })).toEqual([7n]);
    expect(amountsOf({ grossMinor: 7n, feeBps: BPS, shares: sharesOf(PPB) })).toEqual([0n]);
    expect(amountsOf({ grossMinor: 0n, feeBps: 500, shares: sharesOf(PPB) })).toEqual([0n]);
  });

  it('refuses what cannot be split', () => {
    const fine = { grossMinor: 100n, feeBps: 500, shares: sharesOf(PPB) };
    expect(faultOf({ ...fine, grossMinor: -1n })).toEqual({ code: 'gross-negative' });
    expect(faultOf({ ...fine, feeBps: 10_001 })).toEqual({ code: 'fee-out-of-range' });
    expect(faultOf({ ...fine, feeBps: 0.5 })).toEqual({ code: 'fee-out-of-range' });
    expect(faultOf({ ...fine, shares: [] })).toEqual({ code: 'weights-not-whole' });
    expect(faultOf({ ...fine, shares: sharesOf(PPB - 1) })).toEqual({ code: 'weights-not-whole' });
    expect(faultOf({ ...fine, shares: sharesOf(PPB + 1, -1) })).toEqual({
      code: 'weight-negative',
      index: 1,
    });
    const twice = [...sharesOf(PPB / 2), ...sharesOf(PPB / 2)];
    expect(faultOf({ ...fine, shares: twice })).toEqual({ code: 'party-duplicate', index: 1 });
  });
});
