import { assertDefined, seededRandom } from '#libs/kernel';
import type { PricingDossierDocument } from '../pricing/dossier/dossier-schema.js';
import type { FindingCode } from './finding.js';
import { screenDossier, type ScreeningReport } from './screen-dossier.js';
import { simulatedDossier } from './simulated-dossier-fixture.js';

type Domain = PricingDossierDocument['domains'][number];

/** A domain of a simulated dossier, in the hands of somebody who wants more for it. */
const inDomain =
  (change: (domain: Domain) => Partial<Domain>) =>
  (document: PricingDossierDocument): PricingDossierDocument => ({
    ...document,
    comparables: [],
    domains: document.domains.map((domain) => ({ ...domain, ...change(domain) })),
  });

/** Usage with the months from `first` (negative: from the end) multiplied; receipts follow unless held. */
const multiplied = (
  { usage }: Domain,
  first: number,
  months: number,
  factor: number,
  moves: { readonly calls: boolean; readonly receipts: boolean } = { calls: true, receipts: true },
): Pick<Domain, 'usage'> => {
  const from = first < 0 ? usage.length + first : first;
  return {
    usage: usage.map((month, index) => {
      const by = index >= from && index < from + months ? factor : 1;
      return {
        ...month,
        calls: Math.round(Number(month.calls) * (moves.calls ? by : 1)),
        revenueMinor: Math.round(Number(month.revenueMinor) * (moves.receipts ? by : 1)),
      };
    }),
  };
};

/** A score so much higher, in whole right answers. */
const raised = ({ scores }: Domain, first: number, by: number): Pick<Domain, 'scores'> => ({
  scores: scores.map((score, index) =>
    index < (first < 0 ? scores.length + first : first)
      ? score
      : {
          ...score,
          score: Math.min(Math.round((score.score + by) * score.trials), score.trials) / score.trials,
        },
  ),
});

const reports = (
  count: number,
  seed: string,
  change?: (document: PricingDossierDocument) => PricingDossierDocument,
): readonly ScreeningReport[] => {
  const random = seededRandom(seed);
  return Array.from({ length: count }, () => screenDossier(simulatedDossier(random, change)));
};

const shareWith = (code: FindingCode, some: readonly ScreeningReport[]): number =>
  some.filter(({ findings }) => findings.some((finding) => finding.code === code)).length / some.length;

describe('clean dossiers', () => {
  it('are left alone, but for two in a hundred at the most', () => {
    const found = reports(400, 'clean').filter(({ findings }) => findings.length > 0);
    expect(found.length / 400).toBeLessThanOrEqual(0.02);
  });
});

describe('manipulated dossiers', () => {
  it.each<[string, FindingCode, number, (domain: Domain) => Partial<Domain>]>([
    ['usage doubled in the last month', 'usage-late-jump', 0.7, (domain) => multiplied(domain, -1, 1, 2)],
    ['usage tripled for one month', 'usage-outlier', 0.8, (domain) => multiplied(domain, 4, 1, 3)],
    ['usage tripled from one month on', 'usage-step', 0.8, (domain) => multiplied(domain, 4, 99, 3)],
    [
      'usage of a script',
      'usage-too-flat',
      1,
      ({ usage }) => ({ usage: usage.map((month, index) => ({ ...month, calls: 70_123 - 113 * index })) }),
    ],
    [
      'usage in round figures',
      'usage-rounded',
      1,
      ({ usage }) => ({
        usage: usage.map((month) => ({
          ...month,
          calls: 100 * (100 + Math.round(Number(month.calls) / 100)),
        })),
      }),
    ],
    [
      'receipts doubled in the last month',
      'call-price-out-of-line',
      0.95,
      (domain) => multiplied(domain, -1, 1, 2, { calls: false, receipts: true }),
    ],
    [
      'receipts for no calls',
      'revenue-without-calls',
      1,
      (domain) => multiplied(domain, 3, 1, 0, { calls: true, receipts: false }),
    ],
    [
      'a share of right answers that cannot be',
      'score-impossible',
      1,
      ({ scores }) => ({ scores: [{ t: 2024, score: 0.8234, trials: 150 }, ...scores] }),
    ],
    [
      'scores on a line',
      'score-variance-low',
      0.7,
      ({ scores }) => ({
        scores: scores.map((score, index) => ({
          ...score,
          score: Math.round((0.8 - 0.01 * index) * score.trials) / score.trials,
        })),
      }),
    ],
    ['the last score a fifth up', 'score-late-jump', 0.5, (domain) => raised(domain, -1, 0.2)],
  ])('are found: %s', (name, code, power, change) => {
    expect(shareWith(code, reports(40, name, inDomain(change)))).toBeGreaterThanOrEqual(power);
  });

  it('are found: a comparable at thirty times its price', () => {
    const dossiers = reports(40, 'comparables', (document) => {
      const sold = document.comparables?.findIndex(({ priceMinor }) => priceMinor !== undefined) ?? -1;
      return {
        ...document,
        comparables: (document.comparables ?? []).map((lot, index) =>
          index === sold ? { ...lot, priceMinor: 30 * Number(lot.priceMinor) } : lot,
        ),
      };
    });
    const examined = dossiers.filter(({ checks }) =>
      checks.some(({ name, skipped }) => name === 'comparable-residuals' && skipped === null),
    );
    expect(examined.length).toBeGreaterThan(20);
    expect(shareWith('comparable-out-of-line', examined)).toBeGreaterThan(0.8);
  });
});

describe('comparables that contradict themselves', () => {
  const lot = { date: '2026-05-01', annualRevenueMinor: 1_000, priceMinor: 900, reserveMinor: 800 };
  const codesOf = (comparables: NonNullable<PricingDossierDocument['comparables']>) =>
    screenDossier(simulatedDossier(seededRandom('lots'), (document) => ({ ...document, comparables })))
      .findings.filter(({ subject }) => subject.name === 'comparables')
      .map(({ code, subject }) => [code, subject.pointer]);

  it('are named where they stand twice', () => {
    expect(codesOf([lot, { ...lot, priceMinor: 901 }, lot])).toEqual([
      ['comparable-repeated', '/comparables/2'],
    ]);
  });

  it('are named where they were sold below their reserve', () => {
    expect(codesOf([{ ...lot, priceMinor: 700 }])).toEqual([
      ['comparable-below-reserve', '/comparables/0/priceMinor'],
    ]);
  });

  it('are named where a bid lost that lies above the price', () => {
    expect(codesOf([{ ...lot, losingBidsMinor: [850, 950] }])).toEqual([
      ['losing-bid-above-price', '/comparables/0/losingBidsMinor/1'],
    ]);
  });
});

describe('a report', () => {
  const doubled = inDomain((domain) => ({ ...multiplied(domain, -1, 1, 4), ...raised(domain, -1, 0) }));
  const report = screenDossier(simulatedDossier(seededRandom('report'), doubled));

  it('names the month, and tells it once', () => {
    const { usage } = assertDefined(
      simulatedDossier(seededRandom('report'), doubled).domains[0],
      'one domain',
    );
    const last = `/domains/0/usage/${String(usage.length - 1)}/calls`;
    expect(report.findings.map(({ code, subject }) => [code, subject.pointer])).toEqual([
      ['usage-late-jump', last],
    ]);
  });

  it('is plain JSON', () => {
    expect(JSON.parse(JSON.stringify(report))).toEqual(report);
  });

  it('says which checks had too few data', () => {
    const short = screenDossier(
      simulatedDossier(
        seededRandom('short'),
        inDomain(({ usage, scores }) => ({ usage: usage.slice(-3), scores: scores.slice(-2) })),
      ),
    );
    const skipped = short.checks.filter((check) => check.skipped !== null).map(({ name }) => name);
    expect(skipped).toEqual([
      'usage-changes',
      'usage-late-rise',
      'usage-flatness',
      'usage-rounding',
      'call-price',
      'score-changes',
      'score-late-rise',
      'score-variance',
      'comparable-residuals',
    ]);
    expect(short.findings).toEqual([]);
  });
});

describe('another unit of money', () => {
  it('changes nothing', () => {
    const tenfold = (document: PricingDossierDocument): PricingDossierDocument => ({
      ...document,
      domains: document.domains.map((domain) => ({
        ...domain,
        usage: domain.usage.map((month) => ({ ...month, revenueMinor: 10 * Number(month.revenueMinor) })),
      })),
      comparables: (document.comparables ?? []).map(({ priceMinor, ...lot }) => ({
        ...lot,
        annualRevenueMinor: 10 * Number(lot.annualRevenueMinor),
        reserveMinor: 10 * Number(lot.reserveMinor),
        ...(priceMinor === undefined ? {} : { priceMinor: 10 * Number(priceMinor) }),
      })),
    });
    const spiked = inDomain((domain) => multiplied(domain, -1, 1, 3, { calls: false, receipts: true }));
    const [plain] = reports(1, 'units', spiked);
    const [dear] = reports(1, 'units', (document) => tenfold(spiked(document)));
    expect(plain?.findings.length).toBeGreaterThan(0);
    expect(dear?.checks).toEqual(plain?.checks);
    expect(dear?.findings.map(({ code, subject }) => [code, subject])).toEqual(
      plain?.findings.map(({ code, subject }) => [code, subject]),
    );
  });
});
