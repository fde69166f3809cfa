import { sliceRecall } from './slice-support.js';
import { wilsonInterval } from './wilson-interval.js';

describe('sliceRecall', () => {
  it('refuses a slice of 29 positives', () => {
    expect(sliceRecall(29, 29)).toEqual({
      ok: false,
      error: { code: 'too-few-positives', reason: 'a slice needs at least 30 positives, there are 29' },
    });
  });

  it('gives the recall of 30 with Wilson’s interval', () => {
    expect(sliceRecall(24, 30)).toEqual({
      ok: true,
      value: { value: 0.8, ...wilsonInterval(24, 30), n: 30 },
    });
  });

  it('draws the line where the interval of one half reaches 0.17 to either side', () => {
    const reach = (positives: number): number => {
      const { lower, upper } = wilsonInterval(positives / 2, positives);
      return (upper - lower) / 2;
    };
    expect(reach(28)).toBeGreaterThan(0.17);
    expect(reach(30)).toBeLessThan(0.17);
  });
});
