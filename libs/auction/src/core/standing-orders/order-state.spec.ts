import { mayMove, ORDER_STATES } from './order-state.js';

describe('a standing order', () => {
  it('is spent only by an auction, and ends once', () => {
    const moves = ORDER_STATES.flatMap((from) =>
      ORDER_STATES.filter((to) => mayMove(from, to)).map((to) => `${from} → ${to}`),
    );
    expect(moves).toEqual([
      'standing → matched',
      'standing → withdrawn',
      'standing → expired',
      'matched → standing',
      'matched → spent',
    ]);
  });
});
