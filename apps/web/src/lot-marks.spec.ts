import { lotMarks } from './lot-marks.js';
import type { Right, Sale } from './market-view.js';

const range = { p10: '100', p50: '200', p90: '300' };
const right = (per: Right['per']): Right => ({
  kind: 'revenue-share',
  terms: {},
  per,
  price: { ...range, market: range, reserve: '90' },
  refusal: null,
});
const saleOf = (announcement: object, book?: object): Pick<Sale, 'detail' | 'book'> =>
  ({ detail: { announcement }, book }) as unknown as Pick<Sale, 'detail' | 'book'>;

const reserveIn = (...given: Parameters<typeof lotMarks>) =>
  lotMarks(...given).find(({ key }) => key === 'reserve')?.amountMinor;

test('a lot that was sold as a whole has a hammer price', () => {
  const sale = saleOf({ reserveMinor: '90' }, { family: 'item', priceMinor: 250n });
  expect(
    lotMarks(right('lot'), { item: 'lot' }, sale).map(({ key, amountMinor }) => [key, amountMinor]),
  ).toEqual([
    ['p10', 100n],
    ['p50', 200n],
    ['p90', 300n],
    ['reserve', 90n],
    ['hammer', 250n],
  ]);
});

test('the reserve of units is that of all of them where the lot is priced as a whole', () => {
  const sale = saleOf({ reserveMinor: '3', supply: '40' });
  expect(reserveIn(right('lot'), { item: 'lot' }, sale)).toBe(120n);
  expect(reserveIn(right('licence'), { item: 'lot' }, sale)).toBe(3n);
});

test('of several lots each has its own reserve, and none a hammer price', () => {
  const items = [
    { item: 'Japan', reserveMinor: '70' },
    { item: 'France', reserveMinor: '80' },
  ];
  const sale = saleOf({ items }, { family: 'packages' });
  expect(reserveIn(right('lot'), { item: 'France' }, sale)).toBe(80n);
  expect(lotMarks(right('lot'), { item: 'France' }, sale).map(({ key }) => key)).not.toContain('hammer');
});
