import { BID_CONTENT, type SealedFormat } from './bid-content.js';

const isBid = (format: SealedFormat, bid: unknown): boolean => BID_CONTENT[format].safeParse(bid).success;

describe('the content of a bid', () => {
  it.each<[SealedFormat, unknown]>([
    ['second-price', { priceMinor: '1' }],
    ['first-price', { priceMinor: '9223372036854775807' }],
    ['uniform-price', { steps: [{ priceMinor: '5', quantity: '10' }] }],
    ['pay-as-bid', { nonCompetitiveQuantity: '10' }],
    ['core-selecting', { packages: [{ items: ['a', 'b'], priceMinor: '5' }] }],
    ['vcg', { packages: [{ items: ['a'], priceMinor: '5' }] }],
  ])('of a %s auction may be %j', (format, bid) => {
    expect(isBid(format, bid)).toBe(true);
  });

  it.each<[SealedFormat, unknown]>([
    ['second-price', { priceMinor: '0' }],
    ['second-price', { priceMinor: '-1' }],
    ['second-price', { priceMinor: '01' }],
    ['second-price', { priceMinor: 1 }],
    ['second-price', { priceMinor: '9223372036854775808' }],
    ['second-price', { priceMinor: '1', more: '1' }],
    ['second-price', { steps: [{ priceMinor: '5', quantity: '10' }] }],
    ['uniform-price', { priceMinor: '1' }],
    ['uniform-price', {}],
    ['uniform-price', { steps: [] }],
    ['uniform-price', { steps: Array.from({ length: 11 }, () => ({ priceMinor: '5', quantity: '1' })) }],
    ['uniform-price', { steps: [{ priceMinor: '5', quantity: '1' }], nonCompetitiveQuantity: '1' }],
    ['core-selecting', { packages: [] }],
    ['core-selecting', { packages: [{ items: [], priceMinor: '5' }] }],
    ['core-selecting', { packages: [{ items: ['a', 'a'], priceMinor: '5' }] }],
  ])('of a %s auction may not be %j', (format, bid) => {
    expect(isBid(format, bid)).toBe(false);
  });
});
