import { digestOf, type Json } from '#libs/kernel';
import { alterations } from '../../../../test/support/altered-leaves.js';
import { tickOf } from './price-tick.js';
import { verifyPriceTick } from './verify-price-tick.js';

const SALE = {
  auctionId: `auc_${'1'.repeat(32)}`,
  lotKind: 'usage-licence',
  modelId: `mdl_${'2'.repeat(32)}`,
  currency: 'EUR',
  priceMinor: 12_345n,
  confidence: { lowMinor: 10_000n, highMinor: 20_000n },
};
const PUBLISHED_AT_MS = 1_700_000_000_000;

const published = (sale = SALE) => {
  const { tick, digest } = tickOf(sale, 7n, PUBLISHED_AT_MS);
  return { tick, digest };
};

const faults = (bundle: Json): readonly string[] =>
  verifyPriceTick(bundle)
    .checks.filter(({ ok }) => !ok)
    .map(({ name }) => name);

describe('verifyPriceTick', () => {
  it('confirms a tick as it was published', () => {
    const { valid, kind, checks } = verifyPriceTick(published());
    expect({ valid, kind }).toEqual({ valid: true, kind: 'price-tick' });
    expect(checks.map(({ name }) => name)).toEqual([
      'digest',
      'instrument',
      'auction',
      'confidence',
      'stale-after',
    ]);
  });

  it('confirms one without a valuation', () => {
    const { tick } = tickOf({ ...SALE, confidence: undefined }, 7n, PUBLISHED_AT_MS);
    expect(faults({ tick, digest: digestOf(tick) })).toEqual([]);
  });

  // Nothing in a tick is informative only: its digest is over all of it.
  it('names a check for whatever was altered', () => {
    const unseen = alterations(published()).filter(({ document }) => faults(document).length === 0);
    expect(unseen).toEqual([]);
  });

  it.each<[string, object, string]>([
    ['another currency', { currency: 'USD' }, 'instrument'],
    ['a right that is not sold', { instrument: `reputation/${SALE.modelId}/EUR` }, 'instrument'],
    ['no model', { instrument: 'usage-licence/mdl_1/EUR' }, 'instrument'],
    ['an instrument of four parts', { instrument: `usage-licence/${SALE.modelId}/EUR/x` }, 'instrument'],
    ['no auction', { auctionId: 'auc_1' }, 'auction'],
    ['a band upside down', { confidence: { lowMinor: '2', highMinor: '1' } }, 'confidence'],
    ['another time to go stale', { staleAfter: '2030-01-01T00:00:00.000Z' }, 'stale-after'],
  ])('finds %s also under a digest that fits', (_what, change, check) => {
    const tick = { ...published().tick, ...change };
    expect(faults({ tick, digest: digestOf(tick) })).toEqual([check]);
  });
});
