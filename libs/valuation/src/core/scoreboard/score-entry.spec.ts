import { asCurrency } from '#libs/kernel';
import { admitScoreEntry, type RecordedOutcome } from './score-entry.js';

const RECORD: RecordedOutcome = {
  lot: 'lot',
  valuationDigest: 'ab'.repeat(32),
  kind: 'weights',
  currency: asCurrency('EUR'),
  valuedOn: '2026-03-01',
  closedOn: '2026-03-01',
  p10Minor: 0n,
  estimateMinor: 100n,
  p90Minor: 100n,
  forecastStandardDeviation: null,
  outcome: { state: 'sold', priceMinor: 1n },
  losingBidsMinor: [0n],
};

describe('a recorded outcome', () => {
  it('is admitted as it stands', () => {
    expect(admitScoreEntry(RECORD)).toEqual({ ok: true, value: RECORD });
  });

  it.each<[string, Partial<RecordedOutcome>]>([
    ['/valuedOn', { valuedOn: '2026-03-02' }],
    ['/valuedOn', { valuedOn: 'March' }],
    ['/closedOn', { closedOn: '2026-3-1' }],
    ['/p10Minor', { p10Minor: -1n }],
    ['/p10Minor', { p10Minor: 101n }],
    ['/p90Minor', { p90Minor: 99n }],
    ['/p90Minor', { p90Minor: 2n ** 53n }],
    ['/forecastStandardDeviation', { forecastStandardDeviation: -0.1 }],
    ['/forecastStandardDeviation', { forecastStandardDeviation: Number.NaN }],
    ['/outcome/priceMinor', { outcome: { state: 'sold', priceMinor: 0n } }],
    ['/outcome/priceMinor', { outcome: { state: 'sold', priceMinor: 2n ** 53n } }],
    ['/outcome/reserveMinor', { outcome: { state: 'unsold', reserveMinor: 0n } }],
    ['/losingBidsMinor/1', { losingBidsMinor: [5n, -5n] }],
  ])('is refused for %s', (path, change) => {
    expect(admitScoreEntry({ ...RECORD, ...change })).toMatchObject({ ok: false, error: { path } });
  });
});
