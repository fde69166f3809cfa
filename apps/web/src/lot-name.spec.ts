import { lotName, lotTerms } from './lot-name.js';
import type { AnnouncedLot } from './auction-view.js';

const LOT = {
  item: 'Japan',
  terms: { kind: 'exclusive-licence', fieldOfUse: 'any', territory: ['JP'], termMonths: 24 },
} as unknown as AnnouncedLot;

test('a lot is named by its right, among several by its item too', () => {
  expect(lotName(LOT, false)).toBe('Exclusive licence');
  expect(lotName(LOT, true)).toBe('Japan: Exclusive licence');
});

test('its terms do not repeat the kind', () => {
  const text = lotTerms(LOT, 'EUR');
  expect(text).toContain('term: 24 months');
  expect(text).not.toContain('exclusive');
});
