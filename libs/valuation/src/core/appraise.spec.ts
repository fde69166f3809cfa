import { asCurrency, assert, digestOf, parseJson } from '#libs/kernel';
import type { Appraisal } from './appraisal.js';
import { appraise } from './appraise.js';
import { type Dossier, parseDossier } from './dossier.js';

const POINTS = [
  { t: 0, successes: 385, trials: 385, label: 'until 2016' },
  { t: 2, successes: 117, trials: 117, label: '2017' },
  { t: 3, successes: 179, trials: 182, label: '2018' },
  { t: 4, successes: 72, trials: 76, label: '2019' },
  { t: 5, successes: 64, trials: 65, label: '2020' },
  { t: 7, successes: 87, trials: 95, label: '2021 to 2023' },
  { t: 9, successes: 23, trials: 32, label: '2024' },
  { t: 10, successes: 13, trials: 21, label: '2025' },
  { t: 10.5, successes: 630, trials: 923, label: '2026' },
];

const CALLS = [410_000, 402_000, 377_000, 381_000, 352_000, 340_000, 338_000, 309_000, 301_000, 290_000];

const DOSSIER: Dossier = {
  dossierVersion: 1,
  manifestDigest: 'ab'.repeat(32),
  currency: asCurrency('EUR'),
  valuationDate: '2026-11-21',
  seed: 'val-1',
  pathCount: 300,
  domains: [
    {
      name: 'crawler-recall',
      callShareBps: 10_000,
      savingPerCorrectCallMicroMinor: '30000',
      scores: { originDate: '2016-01-01', chanceLevel: 0, points: POINTS },
    },
  ],
  usage: {
    source: 'fixture',
    months: CALLS.map((calls, index) => ({
      periodStart: `2026-${String(index + 1).padStart(2, '0')}-01`,
      calls: String(calls),
      revenueMinor: '0',
    })),
  },
  assumptions: { costPerCallMicroMinor: '2000', annualDiscountRateBps: 450, surplusShareBps: 5_000 },
  rights: [
    { kind: 'usage-licence', termMonths: 12, licensees: 5 },
    { kind: 'usage-licence', termMonths: 24, licensees: 5 },
  ],
};

const appraisalOf = (dossier: Dossier): Appraisal => {
  const appraisal = appraise(dossier);
  assert(appraisal.ok, appraisal.ok ? '' : appraisal.error.reason);
  return appraisal.value;
};

const withDomain = (change: Partial<Dossier['domains'][number]>): Dossier => ({
  ...DOSSIER,
  domains: DOSSIER.domains.map((domain) => ({ ...domain, ...change })),
});

describe('appraisal', () => {
  it('is the same for the same dossier, and after a trip through JSON text', () => {
    const json = parseJson(JSON.stringify(DOSSIER));
    assert(json.ok, 'the dossier is JSON');
    const read = parseDossier(json.value);
    assert(read.ok, 'the dossier is well formed');
    expect(appraisalOf(read.value)).toEqual(appraisalOf(DOSSIER));
  });

  it('is plain JSON that can be hashed', () => {
    const appraisal = appraisalOf(DOSSIER);
    expect(JSON.parse(JSON.stringify(appraisal))).toEqual(appraisal);
    expect(digestOf(appraisal)).toHaveLength(64);
  });

  it('names the digest of what it was made from', () => {
    expect(appraisalOf(DOSSIER).inputsDigest).toBe(digestOf(DOSSIER));
    expect(appraisalOf({ ...DOSSIER, seed: 'val-2' }).inputsDigest).not.toBe(digestOf(DOSSIER));
  });

  it('finds that the real series declines, and what is left today', () => {
    const [domain] = appraisalOf(DOSSIER).domains;
    const logistic = domain?.families.find(({ family }) => family === 'logistic');
    expect(logistic?.weight).toBeGreaterThan(0.999);
    expect(logistic?.parameters.b?.value).toBeGreaterThan(0.3);
    const today = domain?.curve.find(({ t }) => t >= 2026.89);
    expect(today?.q).toBeGreaterThan(0.6);
    expect(today?.q).toBeLessThan(0.72);
  });

  it('plots sixty points from the first score to the end of the longest term', () => {
    const curve = appraisalOf(DOSSIER).domains[0]?.curve ?? [];
    expect(curve).toHaveLength(60);
    expect(curve[0]?.t).toBeCloseTo(2016, 1);
    expect(curve.at(-1)?.t).toBeCloseTo(2028.89, 1);
    expect(curve.every(({ q, lower, upper }) => lower <= q && q <= upper)).toBe(true);
  });

  it('prices every right on the same paths, the longer term not below the shorter', () => {
    const [year, twoYears] = appraisalOf(DOSSIER).rights;
    expect(Number(year?.p50Minor)).toBeGreaterThan(0);
    expect(Number(twoYears?.p50Minor)).toBeGreaterThanOrEqual(Number(year?.p50Minor));
  });

  it('gives the same prices whatever day the scores count from', () => {
    const moved = POINTS.map((point) => ({ ...point, t: point.t - 4 }));
    const later = withDomain({ scores: { originDate: '2020-01-01', chanceLevel: 0, points: moved } });
    const pricesOf = (dossier: Dossier): readonly string[] =>
      appraisalOf(dossier).rights.flatMap(({ p10Minor, p50Minor, p90Minor }) => [
        p10Minor,
        p50Minor,
        p90Minor,
      ]);
    expect(pricesOf(later)).toEqual(pricesOf(DOSSIER));
  });

  it('simulates two thousand paths unless told otherwise', () => {
    const { pathCount: _pathCount, ...rest } = DOSSIER;
    expect(appraisalOf(rest).pathCount).toBe(2_000);
  });
});

describe('appraisal refuses', () => {
  const codeOf = (dossier: Dossier): string => {
    const appraisal = appraise(dossier);
    if (appraisal.ok) return 'appraised';
    const { code, subject } = appraisal.error;
    return subject === undefined ? code : `${code}: ${subject}`;
  };

  it('scores from after the valuation date', () => {
    expect(codeOf({ ...DOSSIER, valuationDate: '2026-01-01' })).toBe('after-valuation-date: crawler-recall');
  });

  it('a month that has not ended', () => {
    expect(codeOf({ ...DOSSIER, valuationDate: '2026-10-31' })).toBe('after-valuation-date');
    expect(codeOf({ ...DOSSIER, valuationDate: '2026-11-01' })).toBe('appraised');
  });

  it('usage that is long past', () => {
    expect(codeOf({ ...DOSSIER, valuationDate: '2027-11-21' })).toBe('usage-stale');
  });

  it('a malformed or too short usage series', () => {
    const months = DOSSIER.usage.months;
    const usage = (changed: typeof months): Dossier => ({
      ...DOSSIER,
      usage: { source: 'declared', months: changed },
    });
    expect(codeOf(usage([...months].reverse()))).toBe('usage-invalid');
    expect(codeOf(usage(months.slice(5)))).toBe('usage-too-short');
  });

  it('scores that carry no curve, naming the domain', () => {
    const scores = { originDate: '2016-01-01', chanceLevel: 0, points: POINTS.slice(0, 4) };
    expect(codeOf(withDomain({ scores }))).toBe('too-few-points: crawler-recall');
  });

  it('two domains of one name, and domains that claim more than all calls', () => {
    const [domain] = DOSSIER.domains;
    assert(domain !== undefined, 'the dossier has a domain');
    expect(codeOf({ ...DOSSIER, domains: [domain, domain] })).toBe('duplicate-domain');
    expect(codeOf({ ...DOSSIER, domains: [domain, { ...domain, name: 'other' }] })).toBe(
      'shares-exceed-whole',
    );
  });

  it('a price that one odd month has made anybody’s guess', () => {
    const months = DOSSIER.usage.months.map((month, index) =>
      index === CALLS.length - 1 ? { ...month, calls: '2900000' } : month,
    );
    expect(codeOf({ ...DOSSIER, usage: { source: 'declared', months } })).toBe(
      'too-uncertain: usage-licence',
    );
  });

  it('amounts beyond exactness, naming the right', () => {
    expect(codeOf(withDomain({ savingPerCorrectCallMicroMinor: '999999999999999' }))).toBe('appraised');
    const crowded = CALLS.map((_, index) => ({
      periodStart: `2026-${String(index + 1).padStart(2, '0')}-01`,
      calls: '999999999999999',
      revenueMinor: '0',
    }));
    const absurd = withDomain({ savingPerCorrectCallMicroMinor: '999999999999999' });
    expect(codeOf({ ...absurd, usage: { source: 'fixture', months: crowded } })).toBe(
      'amount-out-of-range: usage-licence',
    );
  });
});

describe('dossier', () => {
  const problemsOf = (json: unknown): readonly string[] => {
    const dossier = parseDossier(json);
    return dossier.ok ? [] : dossier.error.problems.map(({ path }) => path);
  };

  it('is read as it stands', () => {
    expect(problemsOf(DOSSIER)).toEqual([]);
  });

  it('refuses unknown fields', () => {
    expect(parseDossier({ ...DOSSIER, hint: 'buy' }).ok).toBe(false);
  });

  it('points at amounts that are numbers or written in two ways', () => {
    const assumptions = { ...DOSSIER.assumptions, costPerCallMicroMinor: 5 };
    expect(problemsOf({ ...DOSSIER, assumptions })).toEqual(['/assumptions/costPerCallMicroMinor']);
    expect(problemsOf(withDomain({ savingPerCorrectCallMicroMinor: '-0' }))).toEqual([
      '/domains/0/savingPerCorrectCallMicroMinor',
    ]);
    expect(problemsOf(withDomain({ savingPerCorrectCallMicroMinor: '007' }))).toHaveLength(1);
  });

  it('points at more successes than trials', () => {
    const points = [{ t: 0, successes: 2, trials: 1, label: '' }];
    const scores = { originDate: '2016-01-01', chanceLevel: 0, points };
    expect(problemsOf(withDomain({ scores }))).toEqual(['/domains/0/scores/points/0/successes']);
  });

  it('points at a currency that does not exist and a day that is in no calendar', () => {
    expect(problemsOf({ ...DOSSIER, currency: 'XQX', valuationDate: '2026-02-30' })).toEqual([
      '/currency',
      '/valuationDate',
    ]);
  });
});
