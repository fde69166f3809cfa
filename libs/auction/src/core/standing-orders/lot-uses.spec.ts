import { lotUses } from './lot-uses.js';

const years = (p50: number | null) => ({ p10: p50, p50, p90: p50 });
const month = (revenueMinor?: string | number) => ({
  month: '2026-01',
  calls: '5',
  ...(revenueMinor === undefined ? {} : { revenueMinor }),
});

const DOSSIER = {
  currency: 'EUR',
  domains: [
    {
      name: 'web',
      usage: [month('90000000'), ...Array.from({ length: 11 }, () => month('100')), month(1300)],
    },
    { name: 'mail', usage: [month(), month('5')] },
    { name: 'new', usage: [] },
  ],
};

const clocksOf = (
  domain: string,
  capability: number | null,
  competitiveness: number | null,
  usage: number | null,
) => ({
  capability: [{ domain, halfLifeYears: years(capability) }],
  competitiveness: [{ domain, halfLifeYears: years(competitiveness) }],
  usage: [{ domain, halfLifeYears: years(usage) }],
});

describe('what a valuation says of the uses of a model', () => {
  const uses = lotUses({ dossier: DOSSIER, document: { clocks: clocksOf('web', 3, 1.5, null) } });

  it('is the mean revenue of the last twelve months, rounded down', () => {
    expect(uses?.map(({ domain, revenuePerMonthMinor }) => [domain, revenuePerMonthMinor])).toEqual([
      ['web', 200n],
      ['mail', 2n],
      ['new', 0n],
    ]);
  });

  it('is the median half-life of the clock that runs out first, or none within the horizon', () => {
    expect(uses?.map(({ halfLifeYears }) => halfLifeYears)).toEqual([1.5, null, null]);
  });

  it('is nothing where there are no such documents', () => {
    expect(lotUses({ dossier: DOSSIER, document: {} })).toBeUndefined();
    expect(lotUses({ dossier: null, document: { clocks: clocksOf('web', 1, 1, 1) } })).toBeUndefined();
  });
});
