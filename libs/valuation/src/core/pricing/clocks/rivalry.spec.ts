import { logOddsOfElo } from './skill.js';
import { demandAgainstRivals, rivalOdds } from './rivalry.js';

const after = (gapElo: number, years: number): number =>
  demandAgainstRivals(rivalOdds(gapElo), Math.exp(logOddsOfElo(157) * years));

describe('demand against rivals', () => {
  it('is what it is today', () => {
    for (const gap of [-400, 0, 250]) expect(after(gap, 0)).toBeCloseTo(1, 12);
  });

  it('follows the chance to win by Elo’s formula: from parity, 157 points behind after a year', () => {
    expect(after(0, 1)).toBeCloseTo(2 / (1 + 10 ** (157 / 400)), 12);
  });

  it('falls faster for a model that is behind already than for one that is ahead', () => {
    expect(after(300, 1)).toBeLessThan(after(0, 1));
    expect(after(0, 1)).toBeLessThan(after(-300, 1));
  });

  it('never rises while the frontier moves', () => {
    const course = [0, 0.5, 1, 2, 4, 8].map((years) => after(50, years));
    expect(course).toEqual([...course].sort((a, b) => b - a));
  });
});
