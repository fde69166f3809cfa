import { comparableSchema } from '../dossier/comparable-schema.js';
import { marketIndication } from './market-approach.js';

const SUBJECT = { annualRevenue: 1_000_000, valuationDate: '2026-11-21' };

const lot = (over: object) =>
  comparableSchema.parse({ date: '2026-06-01', annualRevenueMinor: 1_000_000, ...over });

const sold = (priceMinor: number, over: object = {}) => lot({ priceMinor, ...over });

describe('market approach', () => {
  it('says nothing from two lots, or about a model without receipts', () => {
    const lots = [sold(1), sold(2), sold(3)];
    expect(marketIndication(lots.slice(1), SUBJECT)).toBeUndefined();
    expect(marketIndication(lots, { ...SUBJECT, annualRevenue: 0 })).toBeUndefined();
  });

  it('gives the multiple of lots that all went for the same', () => {
    const lots = [sold(800_000), sold(800_000), sold(800_000), sold(800_000)];
    const indication = marketIndication(lots, SUBJECT);
    expect(Math.exp(indication?.logPrice ?? 0)).toBeCloseTo(800_000, -2);
  });

  it('scales with the valued receipts', () => {
    const lots = [sold(700_000), sold(900_000), sold(400_000, { annualRevenueMinor: 500_000 })];
    const once = marketIndication(lots, SUBJECT);
    const scaled = lots.map((each) => ({
      ...each,
      annualRevenueMinor: 7n * each.annualRevenueMinor,
      priceMinor: each.priceMinor === undefined ? undefined : 7n * each.priceMinor,
    }));
    const seven = marketIndication(scaled, { ...SUBJECT, annualRevenue: 7_000_000 });
    expect((seven?.logPrice ?? 0) - (once?.logPrice ?? 0)).toBeCloseTo(Math.log(7), 9);
  });

  it('takes an unsold lot as a sign of a lower price', () => {
    const lots = [sold(700_000), sold(900_000), sold(800_000)];
    const unsold = [...lots, lot({ reserveMinor: 600_000 }), lot({ reserveMinor: 600_000 })];
    const without = marketIndication(lots, SUBJECT)?.logPrice ?? 0;
    expect(marketIndication(unsold, SUBJECT)?.logPrice).toBeLessThan(without);
    expect(marketIndication(unsold, SUBJECT)).toMatchObject({ lots: 5, unsold: 2 });
  });

  it('counts losing bids, and does not take them for prices', () => {
    const lots = [sold(700_000), sold(900_000), sold(800_000)];
    const withBids = lots.map((each) => ({ ...each, losingBidsMinor: [300_000n, 200_000n] }));
    const indication = marketIndication(withBids, SUBJECT);
    expect(indication?.bids).toBe(6);
    expect(Math.exp(indication?.logPrice ?? 0)).toBeGreaterThan(500_000);
  });
});
