import { qualityAhead, readDocument, type ShownDocument } from './valuation-document.js';

const amounts = { p10: '-5', p50: '10', p90: '20' };
const pointAt = (t: number) => ({
  t,
  quality: { p10: 0.7, p50: 0.8, p90: 0.9 },
  utilityPerMonthMinor: amounts,
});
const crossesZeroOn = { p10: '2028-01-01', p50: null, p90: null };

const DOCUMENT: ShownDocument = {
  label: 'estimate, not an appraisal',
  calibration: 'uncalibrated',
  valuationDate: '2026-11-21',
  usageSource: 'fixture',
  bridge: [{ step: 'discounting', amountMinor: '-3' }],
  forecasts: [{ domain: 'bots', quality: { naive: 1 } }],
  curves: {
    domains: [{ domain: 'bots', points: [2026.9, 2030.9, 2031].map(pointAt), crossesZeroOn }],
    total: { points: [{ t: 2026.9, utilityPerMonthMinor: amounts }], crossesZeroOn },
  },
};

test('a document is read whatever else stands in it', () => {
  expect(readDocument({ ...DOCUMENT, seed: 'x' })).toEqual(DOCUMENT);
});

test('what is no valuation is not read', () => {
  expect(readDocument(null)).toBeUndefined();
  expect(readDocument({ ...DOCUMENT, bridge: [{ step: 'fee', amountMinor: '1.5' }] })).toBeUndefined();
});

test('quality is shown a few years ahead, with its band', () => {
  expect(qualityAhead(DOCUMENT, 'bots')).toEqual([
    { t: 2026.9, q: 0.8, lower: 0.7, upper: 0.9 },
    { t: 2030.9, q: 0.8, lower: 0.7, upper: 0.9 },
  ]);
});

test('of a domain that was not valued nothing is known', () => {
  expect(qualityAhead(DOCUMENT, 'spam')).toEqual([]);
});
