import { wilsonInterval } from '../statistics/index.js';
import { type Contrast, contrastOf, type ContrastTerm, excessPValue } from './contrast.js';

const term = (value: number, influence: Readonly<Record<string, number>>): ContrastTerm<string> => ({
  value,
  support: Object.keys(influence).length,
  influence: Object.entries(influence),
});

describe('contrastOf', () => {
  it('takes the root of the squares of what each cluster moves, times C/(C − 1)', () => {
    const { value, standardError, degreesOfFreedom } = contrastOf(
      [term(0.9, { a: 0.03, b: -0.01, c: -0.02 })],
      [],
    );
    expect(value).toBe(0.9);
    expect(standardError).toBeCloseTo(Math.sqrt(((0.0009 + 0.0001 + 0.0004) * 3) / 2), 12);
    expect(degreesOfFreedom).toBe(2);
  });

  it('lets what two scores share drop out', () => {
    const [first, second] = [term(0.9, { a: 0.03, b: -0.03 }), term(0.8, { a: 0.02, b: -0.02 })];
    const together = contrastOf([first], [second]);
    const apart = contrastOf([first], [term(0.8, { c: 0.02, d: -0.02 })]);
    expect(together.standardError).toBeLessThan(apart.standardError / 2);
  });

  it('adds up to as many scores as there are', () => {
    const scores = [0.9, 0.8, 0.7, 0.5].map((value) => term(value, { a: 0.01, b: -0.01 }));
    expect(contrastOf(scores.slice(0, 2), scores.slice(2)).value).toBeCloseTo(0.5, 12);
  });

  it('allows for what was not seen where nothing varies', () => {
    const alike = term(1, { a: 0, b: 0, c: 0, d: 0 });
    const unseen = wilsonInterval(0, 4).upper;
    const none = contrastOf([alike], [alike]);
    expect(none.value).toBe(0);
    expect(none.lower).toBeCloseTo(-unseen, 12);
    expect(none.upper).toBeCloseTo(unseen, 12);
    expect(contrastOf([alike], [term(0, { a: 0, b: 0, c: 0, d: 0 })]).lower).toBeCloseTo(1 - 2 * unseen, 12);
  });
});

describe('excessPValue', () => {
  const contrast: Contrast = { value: 0.5, standardError: 0.2, degreesOfFreedom: 10, lower: 0, upper: 1 };

  // Tables of Student's t: P(T > 1.812) = .05 and P(T > 2.228) = .025 with ten degrees of freedom.
  it.each([
    [0.5 - 0.2 * 1.812_461_122_8, 0.05],
    [0.5 - 0.2 * 2.228_138_851_9, 0.025],
    [0.5, 0.5],
    [0.5 + 0.2 * 1.812_461_122_8, 0.95],
  ])('of a margin of %d is %d', (margin, pValue) => {
    expect(excessPValue(contrast, margin)).toBeCloseTo(pValue, 8);
  });
});
