import { emptyMeter } from '../wash/verify-receipts.js';
import { verifyReceipts } from '../wash/verify-receipts.js';
import { type DraftOrigin, draftReceipts, type MeteredHour, settledHour } from './draft-receipts.js';
import { ADMISSION, chainOf } from './receipt-fixture.js';

const HOUR_MS = 3_600_000;
const START = Date.parse('2026-03-07T00:00:00.000Z');

const ORIGIN: DraftOrigin = {
  meter: 'meter-1',
  payee: 'maker',
  currency: 'EUR',
  tariff: { perCallMinor: 2n, perMillionInputTokensMinor: 300n, perMillionOutputTokensMinor: 1_500n },
  nextSequence: 0,
  lastDigest: null,
  lastAtMs: Number.NEGATIVE_INFINITY,
};

const hour = (offset: number, payer: string, calls = 10n): MeteredHour => ({
  payer,
  hourStartMs: START + offset * HOUR_MS,
  calls,
  inputTokens: 4_000n,
  outputTokens: 1_999n,
});

describe('draftReceipts', () => {
  it('makes a chain that needs nothing but its signatures', () => {
    const drafts = draftReceipts([hour(0, 'customer'), hour(0, 'other'), hour(1, 'customer')], ORIGIN);
    const signed = chainOf(drafts);
    expect(signed.map(({ receipt }) => receipt)).toEqual(drafts);
    expect(verifyReceipts(emptyMeter('meter-1'), signed, ADMISSION).ok).toBe(true);
    expect(drafts.map(({ at }) => at)).toEqual([
      '2026-03-07T00:59:59.999Z',
      '2026-03-07T00:59:59.999Z',
      '2026-03-07T01:59:59.999Z',
    ]);
  });

  it('leaves fractions of a minor unit to the payer', () => {
    // 10 × 2 + (4,000 × 300 + 1,999 × 1,500) / 1,000,000 = 24.1985
    expect(draftReceipts([hour(0, 'customer')], ORIGIN)[0]?.amountMinor).toBe('24');
  });

  it('dates an hour that comes late where the chain stands', () => {
    const lastAtMs = START + 5 * HOUR_MS;
    const [draft] = draftReceipts([hour(0, 'customer')], { ...ORIGIN, nextSequence: 3, lastAtMs });
    expect(draft).toMatchObject({ sequence: 3, at: '2026-03-07T05:00:00.000Z' });
  });
});

describe('settledHour', () => {
  const open = [hour(1, 'customer'), hour(0, 'customer'), hour(0, 'other')];
  const charge = {
    kind: 'charge',
    payer: 'customer',
    at: new Date(START + 2 * HOUR_MS),
    calls: 10n,
    amountMinor: 24n,
  } as const;

  it('is the oldest of the payer with the same calls and price', () => {
    expect(settledHour(charge, open, ORIGIN.tariff)).toBe(open[1]);
  });

  it.each([
    ['a refund', { kind: 'refund' }],
    ['another payer', { payer: 'stranger' }],
    ['another number of calls', { calls: 11n }],
    ['another price', { amountMinor: 25n }],
    ['a date before the hour was over', { at: new Date(START + HOUR_MS - 2) }],
  ] as const)('is none for %s', (_what, change) => {
    expect(settledHour({ ...charge, ...change }, open, ORIGIN.tariff)).toBeUndefined();
  });
});
