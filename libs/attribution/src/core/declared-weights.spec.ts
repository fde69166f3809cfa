import * as fc from 'fast-check';
import { asId, assert, digestOf, encodeId } from '#libs/kernel';
import {
  type DeclaredWeight,
  freezeWeights,
  type FrozenWeight,
  PARTIES_MAX,
  PPB,
} from './declared-weights.js';
import { weightsDocument } from './weights-document.js';

const party = (index: number) =>
  asId('party', `019a0000-0000-7000-8000-${index.toString(16).padStart(12, '0')}`);

const declare = (...weights: readonly (number | bigint)[]): DeclaredWeight[] =>
  weights.map((weight, index) => ({ partyId: party(index), weight: BigInt(weight) }));

const frozen = (declared: readonly DeclaredWeight[]): readonly FrozenWeight[] => {
  const result = freezeWeights(declared);
  assert(result.ok, 'expected weights');
  return result.value;
};

const faultOf = (declared: readonly DeclaredWeight[]) => {
  const result = freezeWeights(declared);
  assert(!result.ok, 'expected a refusal');
  return result.error;
};

const ppbOf = (declared: readonly DeclaredWeight[]): number[] =>
  frozen(declared).map(({ weightPpb }) => weightPpb);

const anyWeights = fc
  .array(fc.bigInt({ min: 1n, max: 1_000_000n }), { minLength: 1, maxLength: PARTIES_MAX })
  .map((weights) => declare(...weights));

describe('freezeWeights', () => {
  it('turns plain proportions into parts per billion', () => {
    expect(ppbOf(declare(50, 30, 20))).toEqual([500_000_000, 300_000_000, 200_000_000]);
    expect(ppbOf(declare(7))).toEqual([PPB]);
  });

  it('sums to a billion, always', () => {
    fc.assert(
      fc.property(anyWeights, (declared) => {
        expect(ppbOf(declared).reduce((sum, ppb) => sum + ppb, 0)).toBe(PPB);
      }),
    );
  });

  it('gives thirds that differ by one part', () => {
    expect(ppbOf(declare(1, 1, 1)).sort()).toEqual([333_333_333, 333_333_333, 333_333_334]);
  });

  it('does not depend on the order in which parties are named', () => {
    const reordered = anyWeights.chain((declared) =>
      fc.tuple(fc.constant(declared), fc.shuffledSubarray(declared, { minLength: declared.length })),
    );
    fc.assert(
      fc.property(reordered, ([declared, shuffled]) => {
        expect(frozen(shuffled)).toEqual(frozen(declared));
      }),
    );
  });

  it('refuses what is not a declaration', () => {
    expect(faultOf([])).toEqual({ code: 'no-parties' });
    expect(faultOf(declare(...Array.from({ length: PARTIES_MAX + 1 }, () => 1)))).toEqual({
      code: 'too-many-parties',
    });
    expect(faultOf(declare(1, 0))).toEqual({ code: 'weight-not-positive', index: 1 });
    expect(faultOf(declare(1, -3))).toEqual({ code: 'weight-not-positive', index: 1 });
    expect(faultOf([...declare(1, 2), ...declare(5)])).toEqual({ code: 'party-duplicate', index: 2 });
  });

  it('refuses to name somebody who would get nothing', () => {
    expect(faultOf(declare(10n ** 12n, 1n))).toEqual({ code: 'weight-vanishes', index: 1 });
  });
});

describe('weightsDocument', () => {
  const weights = frozen(declare(2, 1));
  const modelId = asId('model', '019a0000-0000-7000-8000-0000000000aa');

  it('says in public ids and text what was frozen', () => {
    expect(weightsDocument(modelId, 3, weights)).toEqual({
      document: 'attribution-weights',
      modelId: encodeId('model', modelId),
      version: 3,
      method: 'declared',
      rounding: 'largest-remainder, ties by SHA-256 of partyId',
      weights: [
        { partyId: encodeId('party', party(0)), weight: '2', weightPpb: 666_666_667 },
        { partyId: encodeId('party', party(1)), weight: '1', weightPpb: 333_333_333 },
      ],
    });
  });

  it('has another digest for another version', () => {
    expect(digestOf(weightsDocument(modelId, 1, weights))).not.toBe(
      digestOf(weightsDocument(modelId, 2, weights)),
    );
  });
});
