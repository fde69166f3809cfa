import { cohenKappa, valueOf } from '../statistics/index.js';
import { answerSimilarity, type SimilarityCounts } from './answer-similarity.js';

const counts = (given: Partial<SimilarityCounts>): SimilarityCounts => ({
  rows: 1_000,
  sameLabel: 990,
  chanceAgreement: 0.5,
  eitherWrong: 100,
  sameWrong: 98,
  ...given,
});

describe('answerSimilarity', () => {
  it('gives the kappa of the table of answers', () => {
    // Both say yes to 400, no to 450; they differ on 150.
    const table = [
      [400, 100],
      [50, 450],
    ];
    const chanceAgreement = (500 * 450 + 500 * 550) / 1_000_000;
    const { kappa } = answerSimilarity(counts({ sameLabel: 850, chanceAgreement }));
    expect(valueOf(kappa).value).toBeCloseTo(valueOf(cohenKappa(table)), 12);
  });

  it('flags who shares the answers and the errors', () => {
    expect(answerSimilarity(counts({})).isNearClone).toEqual({ ok: true, value: true });
  });

  it('does not flag who is right where others are right', () => {
    const { isNearClone } = answerSimilarity(counts({ sameLabel: 950, eitherWrong: 60, sameWrong: 10 }));
    expect(isNearClone).toEqual({ ok: true, value: false });
  });

  it('does not flag who never gives the rare answer and shares the errors of all who do not', () => {
    const neverSaysYes = counts({ sameLabel: 960, chanceAgreement: 0.95, eitherWrong: 300, sameWrong: 290 });
    expect(answerSimilarity(neverSaysYes).isNearClone).toEqual({ ok: true, value: false });
  });

  it('says nothing of models that make next to no errors', () => {
    const perfect = counts({ sameLabel: 1_000, eitherWrong: 34, sameWrong: 34 });
    expect(answerSimilarity(perfect).isNearClone).toMatchObject({ error: { code: 'too-few-rows' } });
    const shared = { ...perfect, eitherWrong: 35, sameWrong: 35 };
    expect(answerSimilarity(shared).isNearClone).toEqual({ ok: true, value: true });
  });

  it('says nothing of models that always answer the same', () => {
    const constant = counts({ sameLabel: 1_000, chanceAgreement: 1, eitherWrong: 400, sameWrong: 400 });
    expect(answerSimilarity(constant).isNearClone).toMatchObject({ error: { code: 'zero-variance' } });
  });

  it('says nothing where there are no rows', () => {
    const none = counts({ rows: 0, sameLabel: 0, chanceAgreement: 0, eitherWrong: 0, sameWrong: 0 });
    expect(answerSimilarity(none).isNearClone).toMatchObject({ ok: false, error: { code: 'no-rows' } });
  });
});
