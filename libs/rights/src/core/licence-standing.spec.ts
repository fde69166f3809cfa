import fc from 'fast-check';
import { type LicensedGrant, licenceStanding } from './licence-standing.js';
import type { LotTerms } from './terms.js';

const DAY_MS = 86_400_000;
const GRANTED = Date.parse('2026-01-31T12:00:00.000Z');
const TERMS: LotTerms = { kind: 'inference-access', callsPerMonth: 1_000, termMonths: 1 };
const METERED: LicensedGrant = {
  terms: TERMS,
  grantedAtMs: GRANTED,
  metering: { everyDays: 7, requiredAtMs: GRANTED },
};

describe('licenceStanding', () => {
  it('keeps a grant without a meter in force until its term ends', () => {
    const grant = { ...METERED, metering: undefined };
    const end = Date.parse('2026-02-28T12:00:00.000Z');
    expect(licenceStanding(grant, undefined, end - 1)).toBe('in-force');
    expect(licenceStanding(grant, undefined, end)).toBe('ended');
  });

  it('gives a grant that was never metered the whole time first', () => {
    expect(licenceStanding(METERED, undefined, GRANTED + 7 * DAY_MS)).toBe('in-force');
    expect(licenceStanding(METERED, undefined, GRANTED + 7 * DAY_MS + 1)).toBe('lapsed');
  });

  it('counts from the last receipt', () => {
    const last = GRANTED + 10 * DAY_MS;
    expect(licenceStanding(METERED, last, last + 7 * DAY_MS)).toBe('in-force');
    expect(licenceStanding(METERED, last, last + 7 * DAY_MS + 1)).toBe('lapsed');
  });

  it('does not count time before the meter was asked for', () => {
    const metering = { everyDays: 7, requiredAtMs: GRANTED + 20 * DAY_MS };
    expect(licenceStanding({ ...METERED, metering }, GRANTED, GRANTED + 27 * DAY_MS)).toBe('in-force');
  });

  it('has ended rather than lapsed when the term is over', () => {
    expect(licenceStanding(METERED, undefined, GRANTED + 40 * DAY_MS)).toBe('ended');
  });

  it('never ends an assignment of the weights', () => {
    const grant = {
      ...METERED,
      terms: { kind: 'weights', assignment: true } as const,
      metering: undefined,
    };
    expect(licenceStanding(grant, undefined, GRANTED + 10_000 * DAY_MS)).toBe('in-force');
  });

  it('is never worse for a receipt that arrives later', () => {
    const rank = { 'in-force': 2, lapsed: 1, ended: 0 };
    fc.assert(
      fc.property(fc.nat(60), fc.nat(60), fc.nat(60), (first, second, now) => {
        const [earlier, later] = [Math.min(first, second), Math.max(first, second)];
        const at = (day: number) => licenceStanding(METERED, GRANTED + day * DAY_MS, GRANTED + now * DAY_MS);
        expect(rank[at(later)]).toBeGreaterThanOrEqual(rank[at(earlier)]);
      }),
    );
  });
});
