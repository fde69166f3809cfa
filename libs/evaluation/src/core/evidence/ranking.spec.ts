import fc from 'fast-check';
import { valueOf } from '../statistics/index.js';
import { type GroupedScore, groupedScore } from './grouped-score.js';
import { linearisedScore } from './linearised-score.js';
import { liftOver, rankDelta, rankOf } from './ranking.js';

const scoreOf = (share: number): GroupedScore =>
  groupedScore(
    valueOf(
      linearisedScore(
        'accuracy',
        Array.from({ length: 400 }, (_, at) => ({
          target: 'yes',
          answer: at < share * 400 ? 'yes' : 'no',
          cluster: String(at),
        })),
        'yes',
      ),
    ),
  );

describe('rankOf', () => {
  it('is bounded by those that are credibly better or worse', () => {
    const others = [0.9, 0.803, 0.797, 0.5].map(scoreOf);
    expect(rankOf(scoreOf(0.8), others)).toEqual({ value: 3, best: 2, worst: 4, of: 5 });
  });

  it('is shared by those that score the same', () => {
    expect(rankOf(scoreOf(0.8), [scoreOf(0.8)])).toEqual({ value: 1, best: 1, worst: 2, of: 2 });
  });

  it('is 1 of 1 where there is nobody else', () => {
    expect(rankOf(scoreOf(0.8), [])).toEqual({ value: 1, best: 1, worst: 1, of: 1 });
  });
});

describe('rankDelta', () => {
  it('is how many places are lost on hidden rows, at least and at most', () => {
    const open = { value: 1, best: 1, worst: 2, of: 5 };
    const hidden = { value: 4, best: 3, worst: 5, of: 5 };
    expect(rankDelta(open, hidden)).toEqual({ value: 3, lower: 1, upper: 4, of: 5 });
  });
});

describe('liftOver', () => {
  it.each([
    [1, 0.5, 1],
    [0.75, 0.5, 0.5],
    [0.5, 0.5, 0],
    [0.25, 0.5, -0.5],
    [0, 0.5, -1],
    [1, 1, 0],
  ])('of %d over %d is %d', (value, baseline, lift) => {
    expect(liftOver(value, baseline)).toBe(lift);
  });

  it('lies between −1 and 1, and grows with the score', () => {
    const share = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(share, share, share, (a, b, baseline) => {
        const [low, high] = [liftOver(Math.min(a, b), baseline), liftOver(Math.max(a, b), baseline)];
        expect(low).toBeGreaterThanOrEqual(-1);
        expect(high).toBeLessThanOrEqual(1);
        expect(low).toBeLessThanOrEqual(high);
      }),
    );
  });
});
