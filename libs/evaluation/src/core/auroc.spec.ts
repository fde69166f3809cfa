import * as fc from 'fast-check';
import { assert } from '#libs/kernel';
import { auroc } from './auroc.js';
import { balancedAccuracy } from './balanced-accuracy.js';
import type { LabelPair, Score } from './metric.js';

const scored = (target: string, ...scores: readonly number[]): LabelPair[] =>
  scores.map((score) => ({ target, answer: score > 0.5 ? 'spam' : 'ham', score }));

const areaOf = (pairs: readonly LabelPair[]): Score => {
  const score = auroc.score(pairs, 'spam');
  assert(score.ok, 'expected an area');
  return score.value;
};

const anyScore = fc.integer({ min: 0, max: 20 }).map((twentieths) => twentieths / 20);
const anyClass = fc.array(anyScore, { minLength: 1, maxLength: 30 });

describe('auroc', () => {
  it('is the share of pairs in order, ties counting half', () => {
    const pairs = [...scored('spam', 0.9, 0.4, 0.7), ...scored('ham', 0.4, 0.1)];
    expect(areaOf(pairs)).toMatchObject({ n: 5, correct: 4, value: 5.5 / 6 });
  });

  it('agrees with counting every pair', () => {
    fc.assert(
      fc.property(anyClass, anyClass, (positives, negatives) => {
        const inOrder = positives.flatMap((p) => negatives.map((n) => (p > n ? 1 : p === n ? 0.5 : 0)));
        const share = inOrder.reduce<number>((sum, each) => sum + each, 0) / inOrder.length;
        expect(areaOf([...scored('spam', ...positives), ...scored('ham', ...negatives)]).value).toBeCloseTo(
          share,
          12,
        );
      }),
    );
  });

  it('depends on nothing but the order of scores', () => {
    fc.assert(
      fc.property(anyClass, anyClass, (positives, negatives) => {
        const cubed = (scores: readonly number[]): number[] => scores.map((score) => score ** 3);
        const plain = areaOf([...scored('spam', ...positives), ...scored('ham', ...negatives)]);
        const bent = areaOf([...scored('spam', ...cubed(positives)), ...scored('ham', ...cubed(negatives))]);
        expect(bent.value).toBe(plain.value);
      }),
    );
  });

  it('is the balanced accuracy of a model that gives labels only', () => {
    const pairs = [
      ...Array.from({ length: 17 }, () => ({ target: 'spam', answer: 'spam' })),
      ...Array.from({ length: 3 }, () => ({ target: 'spam', answer: '?' })),
      ...Array.from({ length: 4 }, () => ({ target: 'ham', answer: 'spam' })),
      ...Array.from({ length: 6 }, () => ({ target: 'ham', answer: 'ham' })),
    ];
    const balanced = balancedAccuracy.score(pairs, 'spam');
    assert(balanced.ok, 'expected a score');
    expect(areaOf(pairs).value).toBeCloseTo(balanced.value.value, 15);
  });

  it('refuses a single class, and scores that are there for some rows only', () => {
    expect(auroc.score(scored('spam', 0.2), 'spam')).toMatchObject({ error: { code: 'no-negatives' } });
    expect(auroc.score(scored('ham', 0.2), 'spam')).toMatchObject({ error: { code: 'no-positives' } });
    expect(auroc.score([...scored('spam', 0.2), { target: 'ham', answer: 'ham' }], 'spam')).toMatchObject({
      error: { code: 'scores-missing' },
    });
  });
});
