import { assert, assertDefined, type Json } from '#libs/kernel';
import { readDossier } from './dossier/read-dossier.js';
import type { PricingRefusal } from './refusal.js';
import type { PricedRight, Valuation, ValueText } from './valuation.js';
import { valueDossier } from './value-dossier.js';

type Document = Readonly<Record<string, Json>>;

const usageOf = (calls: readonly number[], pricePerCall: number): Json =>
  calls.map((count, index) => ({
    month: `2026-${String(index + 1).padStart(2, '0')}`,
    calls: count,
    revenueMinor: Math.round(count * pricePerCall),
  }));

const CALLS = [410_000, 402_000, 377_000, 381_000, 352_000, 340_000, 338_000, 309_000, 301_000, 290_000];

const scoresFrom = (start: number): Json =>
  [0, 1, 2, 3, 4, 5].map((half) => ({ t: 2023.9 + half / 2, score: start - 0.012 * half, trials: 400 }));

const domain = (over: Document = {}): Document => ({
  name: 'bots',
  scores: scoresFrom(0.9),
  usage: usageOf(CALLS, 0.5),
  ...over,
});

const dossier = (over: Document = {}): Document => ({
  currency: 'EUR',
  valuationDate: '2026-11-21',
  seed: 'specimen',
  pathCount: 500,
  domains: [domain()],
  costs: { servePerThousandCallsMinor: 100 },
  ...over,
});

function outcomeOf(document: Document): Valuation | PricingRefusal {
  const read = readDossier(document);
  assert(read.ok, read.ok ? '' : JSON.stringify(read.error.problems));
  const result = valueDossier(read.value);
  return result.ok ? result.value : result.error;
}

const valued = new Map<string, Valuation>();

/** The valuation of a dossier, computed once for all scenarios that look at it. */
function valuationOf(document: Document): Valuation {
  const key = JSON.stringify(document);
  const known = valued.get(key);
  if (known !== undefined) return known;
  const outcome = outcomeOf(document);
  assert('values' in outcome, 'the dossier carries a value');
  valued.set(key, outcome);
  return outcome;
}

const refusalOf = (document: Document): string => {
  const outcome = outcomeOf(document);
  return 'code' in outcome ? outcome.code : 'valued';
};

type Priced = Extract<PricedRight, ValueText>;

function rightsOf(rights: Json, over: Document = {}): readonly Priced[] {
  return valuationOf(dossier({ rights, ...over })).rights.map((right) => {
    assert(!('refused' in right), 'the right is priced');
    return right;
  });
}

const LEVELS = ['p10', 'p50', 'p90'] as const;

describe('a valuation', () => {
  it('is the same for the same dossier, byte for byte, and another for another seed', () => {
    const text = JSON.stringify(outcomeOf(dossier()));
    expect(JSON.stringify(valuationOf(dossier()))).toBe(text);
    expect(JSON.stringify(valuationOf(dossier({ seed: 'other' })))).not.toBe(text);
  });

  it('is plain JSON', () => {
    const valuation = valuationOf(dossier());
    expect(JSON.parse(JSON.stringify(valuation))).toEqual(valuation);
  });

  it('hardly depends on the seed', () => {
    const medians = ['specimen', 'other'].map((seed) =>
      Number(valuationOf(dossier({ seed })).values.base.p50),
    );
    expect(Math.max(...medians) / Math.min(...medians)).toBeLessThan(1.1);
  });

  it('has bridges that sum to their values to the minor unit', () => {
    const { values, bridge, bridges } = valuationOf(dossier({ costs: { fixedPerMonthMinor: 20_000 } }));
    const sum = (steps: Valuation['bridge']): string =>
      steps.reduce((total, { amountMinor }) => total + BigInt(amountMinor), 0n).toString();
    expect(sum(bridge)).toBe(values.base.p50);
    for (const name of ['market', 'distress', 'encumbered'] as const)
      expect(sum(bridges[name])).toBe(values[name].p50);
  });

  it('crosses zero in every curve within the horizon, the sooner the cheaper the substitute', () => {
    const cheaper = {
      substitutes: [{ name: 's', series: [{ t: 2026.8, quality: 0.9, pricePerThousandCallsMinor: 150 }] }],
    };
    const alone = valuationOf(dossier()).curves.total.crossesZeroOn.p50;
    const beset = valuationOf(dossier({ domains: [domain(cheaper)] })).curves.total.crossesZeroOn.p50;
    expect(Date.parse(assertDefined(beset, 'a crossing'))).toBeLessThan(
      Date.parse(assertDefined(alone, 'a crossing')),
    );
  });
});

describe('the four values', () => {
  it('stand in their order on every level', () => {
    const { base, market, distress, encumbered } = valuationOf(
      dossier({ grants: [{ kind: 'usage-licence', copies: 2, termMonths: 24, grantedOn: '2026-02-01' }] }),
    ).values;
    for (const level of LEVELS) {
      expect(BigInt(distress[level])).toBeLessThanOrEqual(BigInt(market[level]));
      expect(BigInt(market[level])).toBeLessThanOrEqual(BigInt(base[level]));
      expect(BigInt(encumbered[level])).toBeLessThan(BigInt(base[level]));
    }
  });

  it('scale with the currency', () => {
    const scaled = (factor: number): Document =>
      dossier({
        domains: [
          domain({
            usage: usageOf(CALLS, 0.5 * factor),
            substitutes: [
              { name: 's', series: [{ t: 2026.5, quality: 0.85, pricePerThousandCallsMinor: 400 * factor }] },
            ],
          }),
        ],
        costs: {
          servePerThousandCallsMinor: 100 * factor,
          fixedPerMonthMinor: 9_000 * factor,
          replacementMinor: 900_000 * factor,
        },
        comparables: [6, 7, 9].map((price) => ({
          date: '2026-03-01',
          annualRevenueMinor: 1_000_000 * factor,
          priceMinor: price * 100_000 * factor,
        })),
      });
    const once = valuationOf(scaled(1));
    const often = valuationOf(scaled(1_000));
    for (const value of ['base', 'market', 'distress', 'encumbered'] as const)
      for (const level of LEVELS)
        expect(
          Math.abs(Number(often.values[value][level]) - 1_000 * Number(once.values[value][level])),
        ).toBeLessThanOrEqual(1_000);
  });

  it('are nothing without usage, whatever is paid for answers elsewhere', () => {
    const idle = domain({
      usage: usageOf(
        CALLS.map(() => 0),
        0,
      ),
      substitutes: [{ name: 's', series: [{ t: 2026.5, quality: 0.9, pricePerThousandCallsMinor: 5_000 }] }],
    });
    const { values, rights } = valuationOf(
      dossier({ domains: [idle], costs: { fixedPerMonthMinor: 1_000 } }),
    );
    expect(values.base).toEqual({ p10: '0', p50: '0', p90: '0', mean: '0' });
    for (const right of rights) expect(right).toMatchObject({ p90: '0', reserve: '0' });
  });

  it('are capped by what an equal model costs', () => {
    const { values, reconciliation } = valuationOf(
      dossier({ costs: { servePerThousandCallsMinor: 100, replacementMinor: 300_000 } }),
    );
    expect(values.base.p90).toBe('300000');
    expect(reconciliation.cost.bindingShare).toBeGreaterThan(0.5);
  });

  it('are moved by comparable sales, and say by how much', () => {
    const comparables = Array.from({ length: 12 }, (_, index) => ({
      date: '2026-05-01',
      annualRevenueMinor: 1_000_000 + 10_000 * index,
      priceMinor: 150_000,
      losingBidsMinor: [100_000],
    }));
    const alone = valuationOf(dossier());
    const compared = valuationOf(dossier({ comparables }));
    expect(Number(compared.values.market.p50)).toBeLessThan(Number(alone.values.market.p50));
    expect(compared.reconciliation.market.weight).toBeGreaterThan(0.3);
    expect(compared.values.base).toEqual(alone.values.base);
  });
});

describe('the price of a right', () => {
  const share = (shareBps: number, over: Document = {}): Document => ({
    kind: 'revenue-share',
    shareBps,
    termMonths: 24,
    ...over,
  });
  const exclusive = (termMonths: number): Document => ({ kind: 'exclusive-licence', termMonths });
  const asked = (): readonly Priced[] =>
    rightsOf([
      { kind: 'weights' },
      share(700),
      share(2_100),
      share(5_000, { capMinor: 10_000 }),
      { kind: 'inference-access', callsPerMonth: 10_000, termMonths: 12 },
      ...[6, 12, 48, 120].map(exclusive),
    ]);

  it('of an exclusive licence and its reversion is that of the weights, on the mean', () => {
    const [weights, ...others] = asked();
    for (const { kind, mean, reversionMean } of others)
      if (kind === 'exclusive-licence')
        expect((BigInt(mean) + BigInt(reversionMean ?? 'none')).toString()).toBe(weights?.mean);
  });

  it('to share revenue is linear in its basis points', () => {
    const [, one, three] = asked();
    for (const level of LEVELS)
      expect(Math.abs(3 * Number(one?.[level]) - Number(three?.[level]))).toBeLessThanOrEqual(2);
  });

  it('to share revenue stops at its cap', () => {
    expect(Number(asked()[3]?.p90)).toBeLessThanOrEqual(10_000);
  });

  it('grows with the term', () => {
    const medians = asked()
      .slice(-4)
      .map(({ p50 }) => Number(p50));
    expect(medians).toEqual([...medians].sort((a, b) => a - b));
  });

  it('does not depend on which others are asked for', () => {
    expect(rightsOf([share(700)])[0]).toEqual(asked()[1]);
  });

  it('has a reserve that covers what performing it costs', () => {
    const access = asked()[4];
    expect(BigInt(access?.reserve ?? '0')).toBeGreaterThanOrEqual(BigInt(access?.sellerValue ?? '1'));
    expect(Number(access?.sellerValue)).toBeGreaterThan(5_000);
  });

  it('is split by field and country as the usage is', () => {
    const two = { domains: [domain(), domain({ name: 'spam' })], territoryShares: { DE: 0.25 } };
    const scopes = [
      { fieldOfUse: 'any' },
      { fieldOfUse: 'bots' },
      { fieldOfUse: 'spam' },
      { fieldOfUse: 'any', territory: ['DE'] },
    ];
    const [all, bots, spam, inGermany] = rightsOf(
      scopes.map((scope) => ({ kind: 'exclusive-licence', termMonths: 12, ...scope })),
      two,
    ).map(({ mean }) => Number(mean));
    expect(Math.abs((bots ?? 0) + (spam ?? 0) - (all ?? 0))).toBeLessThanOrEqual(2);
    expect(Math.abs(4 * (inGermany ?? 0) - (all ?? 0))).toBeLessThanOrEqual(4);
  });

  it('is refused by itself where the dossier does not tell, beside others that are priced', () => {
    const { rights } = valuationOf(
      dossier({
        rights: [{ kind: 'exclusive-licence', termMonths: 12, territory: ['DE'] }, { kind: 'weights' }],
      }),
    );
    expect(rights[0]).toMatchObject({ kind: 'exclusive-licence', refused: { code: 'territory-unknown' } });
    expect(rights[1]).toHaveProperty('p50');
  });
});

describe('a dossier that carries no value is refused', () => {
  const scores = assertDefined(scoresFrom(0.9) as readonly Json[], 'scores');
  const longAgo = scores.map((score, index) => ({ ...(score as Document), t: 2010 + index / 10 }));
  it.each<[string, Document]>([
    ['too-few-points', dossier({ domains: [domain({ scores: scores.slice(0, 3) })] })],
    ['too-few-points', dossier({ domains: [domain({ scores: [] })] })],
    ['no-skill', dossier({ domains: [domain({ chanceLevel: 0.9 })] })],
    // Who raises an alarm at everything finds every positive.
    ['no-skill', dossier({ domains: [domain({ chanceLevel: 1 })] })],
    ['horizon-too-far', dossier({ domains: [domain({ scores: longAgo })] })],
    ['usage-too-short', dossier({ domains: [domain({ usage: usageOf(CALLS.slice(0, 3), 0.5) })] })],
    ['usage-stale', dossier({ valuationDate: '2028-11-21' })],
    ['no-price-evidence', dossier({ domains: [domain({ usage: usageOf(CALLS, 0) })] })],
    ['after-valuation-date', dossier({ valuationDate: '2026-10-15' })],
    ['after-valuation-date', dossier({ valuationDate: '2026-05-01' })],
    ['already-assigned', dossier({ grants: [{ kind: 'weights', grantedOn: '2026-01-01' }] })],
    [
      'amount-out-of-range',
      dossier({
        domains: [
          domain({
            usage: usageOf(
              CALLS.map((calls) => 1e6 * calls),
              900,
            ),
          }),
        ],
      }),
    ],
  ])('%s', (code, document) => {
    expect(refusalOf(document)).toBe(code);
  });
});
