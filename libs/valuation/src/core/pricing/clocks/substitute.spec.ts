import { skillLogOdds } from './skill.js';
import {
  fillCheapestAnswer,
  type MarketTrends,
  type Substitute,
  substituteAtOwnPrice,
  substituteOf,
} from './substitute.js';

const USUAL: MarketTrends = {
  priceFall: { perYear: Math.LN2 / 1.1, deviation: 0 },
  skillGain: { perYear: 0.9, deviation: 0 },
};
const YEARS = [0, 1.1, 2.2, 5];
const NO_DEVIATION = { priceDeviate: 0, skillDeviate: 0 };

function costs(substitutes: readonly Substitute[], own: number, adequate = own): number[] {
  const out = new Float64Array(YEARS.length);
  const place = {
    chanceLevel: 0,
    skillToday: skillLogOdds(own, 0),
    adequateLogOdds: skillLogOdds(adequate, 0),
  };
  fillCheapestAnswer(substitutes, place, NO_DEVIATION, YEARS, out);
  return [...out];
}

describe('cheapest answer elsewhere', () => {
  it('costs price ÷ quality, and half of it after 1.1 years, where no substitute is known', () => {
    const [today, later, latest] = costs([substituteAtOwnPrice(8, USUAL)], 0.8);
    expect(today).toBeCloseTo(10, 9);
    expect(later).toBeCloseTo(5, 9);
    expect(latest).toBeCloseTo(2.5, 9);
  });

  it('is out of reach while the only substitute is too poor, and comes within it as that gains', () => {
    const poor = substituteOf([{ t: 0, quality: 0.6, pricePerCall: 1 }], 0, USUAL);
    const [today, , later] = costs([poor], 0.85);
    expect(today).toBe(Infinity);
    expect(later).toBeLessThan(1);
  });

  it('is that of the cheapest adequate substitute, per right answer', () => {
    const good = substituteOf([{ t: 0, quality: 0.9, pricePerCall: 9 }], 0, USUAL);
    const best = substituteOf([{ t: 0, quality: 0.96, pricePerCall: 4.8 }], 0, USUAL);
    expect(costs([good, best], 0.8)[0]).toBeCloseTo(5, 9);
    expect(costs([good], 0.8)[0]).toBeCloseTo(10, 9);
  });

  it('is nothing when a substitute is free', () => {
    const free = substituteOf([{ t: -1, quality: 0.9, pricePerCall: 0 }], 0, USUAL);
    expect(costs([free], 0.8)).toEqual([0, 0, 0, 0]);
  });
});

describe('a substitute from its quotes', () => {
  it('is carried forward from its last quote along its trends', () => {
    const { logPriceToday } = substituteOf([{ t: -1.1, quality: 0.9, pricePerCall: 10 }], 0, USUAL);
    expect(Math.exp(logPriceToday)).toBeCloseTo(5, 9);
  });

  it('follows its own price where it has been quoted for years', () => {
    const usual = { ...USUAL, priceFall: { perYear: 0.63, deviation: 0.3 } };
    const quotes = [-3, -2, -1, 0].map((t) => ({ t, quality: 0.9, pricePerCall: 10 }));
    expect(substituteOf(quotes, 0, usual).priceFall.perYear).toBeLessThan(0.2);
  });
});
