/**
 * A standing order waits as `standing`. An auction takes it as `matched`; once the auction has closed its limit may be
 * known and it is `spent`, whatever came of it. Cancelled before the close, the auction gives it back.
 */
export const ORDER_STATES = ['standing', 'matched', 'spent', 'withdrawn', 'expired'] as const;

export type OrderState = (typeof ORDER_STATES)[number];

const MOVES: Readonly<Record<OrderState, readonly OrderState[]>> = {
  standing: ['matched', 'withdrawn', 'expired'],
  matched: ['spent', 'standing'],
  spent: [],
  withdrawn: [],
  expired: [],
};

export const mayMove = (from: OrderState, to: OrderState): boolean => MOVES[from].includes(to);
