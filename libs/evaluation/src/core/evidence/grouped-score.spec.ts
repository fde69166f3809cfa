import fc from 'fast-check';
import { contrastOf } from './contrast.js';
import { groupedScore, SCORE_GROUPS, scoreDifference } from './grouped-score.js';
import { type AnsweredRow, linearisedScore, type LinearisedScore } from './linearised-score.js';
import { valueOf } from '../statistics/index.js';

const scoreOf = (rows: readonly AnsweredRow[]): LinearisedScore =>
  valueOf(linearisedScore('accuracy', rows, 'yes'));

const CLUSTERS = 20;

const rowsOf = (right: readonly boolean[]): readonly AnsweredRow[] =>
  right.map((isRight, at) => ({
    target: 'yes',
    answer: isRight ? 'yes' : 'no',
    cluster: `cluster ${String(at % CLUSTERS)}`,
  }));

const answers = fc.array(fc.boolean(), { minLength: 100, maxLength: 100 });

describe('groupedScore', () => {
  it('keeps the value, and what all groups together move', () => {
    const grouped = groupedScore(scoreOf(rowsOf([true, true, false, true])));
    expect(grouped).toMatchObject({ value: 0.75, n: 4, support: 4, groups: 4 });
    expect(grouped.influence).toHaveLength(SCORE_GROUPS);
    expect(grouped.influence.reduce((sum, moved) => sum + moved, 0)).toBeCloseTo(0, 12);
  });

  it('puts a cluster into the same group whatever was answered', () => {
    const [first, second] = [
      [true, false],
      [false, true],
    ].map((right) => groupedScore(scoreOf(rowsOf(right))));
    const held = (influence?: Float64Array) =>
      [...(influence ?? [])].flatMap((moved, at) => (moved === 0 ? [] : at));
    expect(held(first?.influence)).toEqual(held(second?.influence));
  });
});

describe('scoreDifference', () => {
  it('is that of the clusters themselves while each has a group of its own', () => {
    fc.assert(
      fc.property(answers, answers, (a, b) => {
        const [first, second] = [scoreOf(rowsOf(a)), scoreOf(rowsOf(b))];
        const direct = contrastOf([first], [second]);
        expect(groupedScore(first).groups).toBe(CLUSTERS);
        const grouped = scoreDifference(groupedScore(first), groupedScore(second));
        expect(grouped.value).toBeCloseTo(direct.value, 12);
        expect(grouped.standardError).toBeCloseTo(direct.standardError, 9);
      }),
    );
  });

  it('knows the standard error to a few per cent where many clusters share a group', () => {
    const rows = (phase: number): readonly AnsweredRow[] =>
      Array.from({ length: 40_000 }, (_, at) => ({
        target: 'yes',
        answer: (at * 7_919 + phase) % 13 < 9 ? 'yes' : 'no',
        cluster: String(at),
      }));
    const [first, second] = [scoreOf(rows(0)), scoreOf(rows(5))];
    const direct = contrastOf([first], [second]).standardError;
    const grouped = scoreDifference(groupedScore(first), groupedScore(second)).standardError;
    expect(Math.abs(grouped / direct - 1)).toBeLessThan(0.06);
  });
});
