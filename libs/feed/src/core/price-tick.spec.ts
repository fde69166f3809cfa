import { sha256Hex } from '#libs/kernel';
import { instrumentOf, tickOf } from './price-tick.js';

const sale = {
  auctionId: 'auc_1',
  lotKind: 'usage-licence',
  modelId: 'mdl_1',
  currency: 'EUR',
  priceMinor: 12_345n,
  confidence: { lowMinor: 10_000n, highMinor: 20_000n },
};

test('an instrument names the right, the model and the currency', () => {
  expect(instrumentOf(sale)).toBe('usage-licence/mdl_1/EUR');
});

test('the digest is that of the canonical text, which anybody can write again', () => {
  const { tick, body, digest } = tickOf(sale, 7n, 1_700_000_000_000);
  expect(sha256Hex(body)).toBe(digest);
  expect(JSON.parse(body)).toEqual(tick);
  expect(Object.keys(JSON.parse(body) as object)).toEqual(Object.keys(tick).sort());
});

test('a tick goes stale thirty days after it was published', () => {
  const { tick } = tickOf(sale, 7n, Date.UTC(2026, 0, 1));
  expect(tick.publishedAt).toBe('2026-01-01T00:00:00.000Z');
  expect(tick.staleAfter).toBe('2026-01-31T00:00:00.000Z');
});

test('a right that no valuation priced has no confidence', () => {
  expect(tickOf({ ...sale, confidence: undefined }, 7n, 0).tick.confidence).toBeNull();
  expect(tickOf(sale, 7n, 0).tick.confidence).toEqual({ lowMinor: '10000', highMinor: '20000' });
});
