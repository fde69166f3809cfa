import { normalCriticalValue } from './normal-distribution.js';
import { studentCriticalValue } from './student-distribution.js';

describe('studentCriticalValue', () => {
  // scipy 1.17.1, t.ppf((1 + level) / 2, df).
  it.each([
    [0.95, 1, 12.706204736174694],
    [0.95, 2, 4.302652729749462],
    [0.95, 9, 2.262157162798205],
    [0.95, 39, 2.022690920036761],
    [0.99, 5, 4.032142983555228],
    [0.8, 30, 1.3104150253913955],
    [0.95, 100_000, 1.9599877075346095],
  ])('is scipy’s at %d with %i degrees of freedom', (level, degreesOfFreedom, critical) => {
    expect(studentCriticalValue(level, degreesOfFreedom)).toBeCloseTo(critical, 10);
  });

  it('is tan(πp/2) with one degree of freedom, where the distribution is Cauchy’s', () => {
    for (const level of [0.1, 0.5, 0.9, 0.99])
      expect(studentCriticalValue(level, 1)).toBeCloseTo(Math.tan((Math.PI * level) / 2), 9);
  });

  it('falls towards the normal one', () => {
    expect(studentCriticalValue(0.95, 1e7) / normalCriticalValue(0.95)).toBeCloseTo(1, 6);
    expect(studentCriticalValue(0.95, 5)).toBeGreaterThan(studentCriticalValue(0.95, 6));
  });

  it.each([0, 1, 1.2])('asserts on the level %d', (level) => {
    expect(() => studentCriticalValue(level, 3)).toThrow('level out of range');
  });
});
