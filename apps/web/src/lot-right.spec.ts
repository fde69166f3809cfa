import { rightOfLot } from './lot-right.js';
import type { AnnouncedLot } from './auction-view.js';
import type { Right } from './market-view.js';

const right = (kind: string, terms: Right['terms']): Right => ({
  kind,
  terms,
  per: 'lot',
  price: null,
  refusal: null,
});
const lot = (terms: AnnouncedLot['terms']): Pick<AnnouncedLot, 'terms'> => ({ terms });

const RIGHTS = [
  right('revenue-share', { shareBps: 500, termMonths: 12, capMinor: null }),
  right('revenue-share', { shareBps: 500, termMonths: 24, capMinor: null }),
];

test('the right of a lot is the one with the very same terms, in any order', () => {
  const terms = { termMonths: 24, kind: 'revenue-share', capMinor: null, shareBps: 500 } as const;
  expect(rightOfLot(RIGHTS, lot(terms))).toBe(RIGHTS[1]);
});

test('other terms are another right', () => {
  const terms = { kind: 'revenue-share', shareBps: 500, termMonths: 36, capMinor: null } as const;
  expect(rightOfLot(RIGHTS, lot(terms))).toBeUndefined();
});
