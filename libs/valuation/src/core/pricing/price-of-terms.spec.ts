import { assert } from '#libs/kernel';
import { EXAMPLE_DOSSIER } from './dossier/example-dossier.js';
import { readDossier } from './dossier/read-dossier.js';
import { priceOfTerms } from './price-of-terms.js';
import { valueDossier } from './value-dossier.js';

const TERMS = {
  kind: 'usage-licence',
  copies: 3,
  fieldOfUse: 'any',
  territory: 'worldwide',
  termMonths: 24,
  transferable: false,
} as const;

const read = readDossier({
  ...EXAMPLE_DOSSIER,
  pathCount: 500,
  rights: [
    { kind: 'usage-licence', copies: 3, termMonths: 24 },
    { kind: 'revenue-share', shareBps: 500, termMonths: 12, capMinor: '70000' },
    { kind: 'exclusive-licence', fieldOfUse: 'somewhere/else', termMonths: 12 },
  ],
});
assert(read.ok, 'the example is a dossier');
const valued = valueDossier(read.value);
assert(valued.ok, 'the example can be valued');
const valuation = valued.value;

test('a lot is priced by its very terms, however the dossier abbreviated them', () => {
  const price = priceOfTerms(valuation, TERMS);
  expect(price?.right).toBe(valuation.rights[0]);
  expect(price?.hammer.p50Minor.toString()).toBe(
    (valuation.rights[0] as { market: { p50: string } }).market.p50,
  );
  expect((price?.range.p90Minor ?? 0n) >= (price?.hammer.p90Minor ?? 1n)).toBe(true);
});

test('amounts in terms count by their value', () => {
  const terms = { kind: 'revenue-share', shareBps: 500, termMonths: 12, capMinor: '70000' } as const;
  expect(priceOfTerms(valuation, terms)).toBeDefined();
  expect(priceOfTerms(valuation, { ...terms, capMinor: '70001' })).toBeUndefined();
});

test('neither other terms nor a right that was refused has a price', () => {
  expect(priceOfTerms(valuation, { ...TERMS, termMonths: 12 })).toBeUndefined();
  expect(
    priceOfTerms(valuation, {
      kind: 'exclusive-licence',
      fieldOfUse: 'somewhere/else',
      territory: 'worldwide',
      termMonths: 12,
    }),
  ).toBeUndefined();
});
