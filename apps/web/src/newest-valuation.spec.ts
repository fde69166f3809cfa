import { asId } from '#libs/kernel';
import { valuationOf } from './market-fixture.js';
import type { Valuation } from './market-view.js';
import { newestValuation } from './newest-valuation.js';

const valued = (name: string, state: Valuation['state'], day: string): Valuation =>
  valuationOf({ id: asId('valuation', name), state, queuedAt: new Date(`${day}T12:00:00Z`) });

test('what has come to an end is shown while its successor is computed', () => {
  const valuations = [
    valued('old', 'completed', '2026-11-01'),
    valued('next', 'running', '2026-11-03'),
    valued('last', 'refused', '2026-11-02'),
  ];
  expect(newestValuation(valuations)?.id).toBe('last');
});

test('the first of all is shown as under way', () => {
  const valuations = [valued('a', 'queued', '2026-11-01'), valued('b', 'running', '2026-11-02')];
  expect(newestValuation(valuations)?.id).toBe('b');
  expect(newestValuation([])).toBeUndefined();
});
