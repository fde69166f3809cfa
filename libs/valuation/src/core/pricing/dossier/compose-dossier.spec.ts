import type { DecaySeries } from '#core/evaluation';
import fc from 'fast-check';
import {
  composeDossier,
  type MonthOnRecord,
  type StatedTerms,
  type VersionRecords,
} from './compose-dossier.js';
import { readDossier } from './read-dossier.js';

const STATED: StatedTerms = {
  currency: 'EUR',
  valuationDate: '2026-11-21',
  seed: 'a test',
  domains: [{ name: 'mail', callShareBps: 10_000 }],
};

const seriesOf = (times: readonly number[]): DecaySeries => ({
  originDate: '2024-02-29',
  chanceLevel: 0.5,
  points: times.map((t) => ({ t, successes: 9, trials: 12, label: 'a slice' })),
});

const month = (periodStart: string, calls: bigint, source: MonthOnRecord['source'] = 'receipts') => ({
  periodStart,
  calls,
  revenueMinor: calls / 10n,
  source,
});

const records = (more: Partial<VersionRecords> = {}): VersionRecords => ({
  manifestDigest: 'ab'.repeat(32),
  series: [seriesOf([0])],
  months: [month('2026-09-01', 1_000n), month('2026-10-01', 2_000n)],
  grants: [],
  comparables: [],
  ...more,
});

test('a composed dossier is a dossier', () => {
  expect(readDossier(composeDossier(STATED, records()))).toMatchObject({ ok: true });
});

test('scores stand at their days, with the trials behind them', () => {
  const { domains } = composeDossier(STATED, records({ series: [seriesOf([0, 366 / 365.25])] }));
  expect(domains[0]).toMatchObject({
    chanceLevel: 0.5,
    scores: [
      { t: '2024-02-29', score: 0.75, trials: 12 },
      { t: '2025-03-01', score: 0.75, trials: 12 },
    ],
  });
});

test.each([
  { times: [0, 0.5, 1, 1.5, 2], course: 'fitted' },
  { times: [0, 0.5, 1, 1.5], course: 'assumed' },
  { times: [0, 0, 0, 0, 0, 0], course: 'assumed' },
])('scores of $times.length slices: the course is $course', ({ times, course }) => {
  const { domains } = composeDossier(STATED, records({ series: [seriesOf(times)] }));
  expect(domains[0]?.qualityCourse).toBe(course);
});

test('nobody asked, nothing scored: a slice without trials is left out', () => {
  const empty: DecaySeries = { ...seriesOf([]), points: [{ t: 0, successes: 0, trials: 0, label: '' }] };
  expect(composeDossier(STATED, records({ series: [empty] })).domains[0]?.scores).toEqual([]);
});

test('what could not be known at the date is left out', () => {
  const terms = { kind: 'weights', assignment: true } as const;
  const lot = { kind: 'weights', annualRevenueMinor: '1', priceMinor: '1' } as const;
  const dossier = composeDossier(
    STATED,
    records({
      months: ['2026-10-01', '2026-11-01', '2026-12-01'].map((first) => month(first, 5n)),
      grants: ['2026-11-21', '2026-11-22'].map((grantedOn) => ({ terms, grantedOn })),
      comparables: ['2026-11-21', '2026-11-22'].map((date) => ({ ...lot, date })),
    }),
  );
  expect(dossier.domains[0]?.usage.map((used) => used.month)).toEqual(['2026-10']);
  expect(dossier.grants).toEqual([{ ...terms, grantedOn: '2026-11-21' }]);
  expect(dossier.comparables).toEqual([{ ...lot, date: '2026-11-21' }]);
});

test.each([
  { sources: ['receipts', 'receipts'], usageSource: 'receipts' },
  { sources: ['receipts', 'declared'], usageSource: 'declared' },
  { sources: ['declared', 'fixture'], usageSource: 'fixture' },
] as const)('usage of $sources is $usageSource', ({ sources, usageSource }) => {
  const months = sources.map((source, index) => month(`2026-0${String(index + 1)}-01`, 5n, source));
  expect(composeDossier(STATED, records({ months })).usageSource).toBe(usageSource);
});

test('the parts of a month sum to the share of it that the domains have together', () => {
  const shares = fc
    .array(fc.integer({ min: 0, max: 1_250 }), { minLength: 1, maxLength: 8 })
    .chain((bps) => fc.record({ bps: fc.constant(bps), calls: fc.bigInt({ min: 0n, max: 10n ** 14n }) }));
  fc.assert(
    fc.property(shares, ({ bps, calls }) => {
      const domains = bps.map((callShareBps, index) => ({ name: String(index), callShareBps }));
      const dossier = composeDossier(
        { ...STATED, domains },
        records({ series: bps.map(() => seriesOf([0])), months: [month('2026-10-01', calls)] }),
      );
      const parts = dossier.domains.map(({ usage }) => BigInt(usage[0]?.calls ?? '-1'));
      const whole = (calls * BigInt(bps.reduce((sum, share) => sum + share, 0))) / 10_000n;
      expect(parts.reduce((sum, part) => sum + part, 0n)).toBe(whole);
      for (const [index, part] of parts.entries()) {
        const exact = (calls * BigInt(bps[index] ?? 0)) / 10_000n;
        expect(part === exact || part === exact + 1n).toBe(true);
      }
    }),
  );
});
