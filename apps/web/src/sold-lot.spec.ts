import { isOver, soldDeadline, soldState } from './sold-lot.js';

const TIMES = {
  payBy: new Date('2026-11-22T12:00:00Z'),
  deliverBy: new Date('2026-11-23T12:00:00Z'),
  inspectBy: null,
  releaseAt: null,
};

test('a sale is told by what it waits for, and until when', () => {
  expect(soldState({ state: 'due' })).toBe('waiting for payment');
  expect(soldDeadline({ ...TIMES, state: 'due' })).toBe(TIMES.payBy);
  expect(soldDeadline({ ...TIMES, state: 'paid' })).toBe(TIMES.deliverBy);
});

test('nothing is waited for where a deadline is not set, or all is over', () => {
  expect(soldDeadline({ ...TIMES, state: 'accepted' })).toBeUndefined();
  expect(soldDeadline({ ...TIMES, state: 'released' })).toBeUndefined();
});

test('a sale whose holdback runs is not over', () => {
  expect(isOver({ state: 'accepted' })).toBe(false);
  expect(isOver({ state: 'refunded' })).toBe(true);
});
