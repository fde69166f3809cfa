import { err, ok, type Result } from '#libs/kernel';

/**
 * What becomes of one award.
 *
 * `due`: the price is not in escrow yet. `paid`: it is, the seller has to deliver. `delivered`: the buyer may inspect.
 * `contested`: the buyer received something else, says the buyer; an operator rules. `accepted`: the right is granted;
 * a part of the price may still be held back. `released`: nothing is held any more. `refunded`: the buyer has the
 * price back. `defaulted`: the buyer did not pay.
 */
export const SALE_STATES = [
  'due',
  'paid',
  'delivered',
  'contested',
  'accepted',
  'released',
  'refunded',
  'defaulted',
] as const;

export type SaleState = (typeof SALE_STATES)[number];

const NEXT: Readonly<Record<SaleState, readonly SaleState[]>> = {
  due: ['paid', 'defaulted'],
  paid: ['delivered', 'refunded'],
  delivered: ['accepted', 'contested'],
  contested: ['accepted', 'refunded'],
  accepted: ['released'],
  released: [],
  refunded: [],
  defaulted: [],
};

/** The state to go to, or that it cannot be reached from here. No state is its own successor. */
export const saleTransition = (
  from: SaleState,
  to: SaleState,
): Result<SaleState, { readonly code: 'illegal-transition' }> =>
  NEXT[from].includes(to) ? ok(to) : err({ code: 'illegal-transition' });

/** Whether the auction need not wait for this sale any longer. Money that is held back does not keep it waiting. */
export const isResolved = (state: SaleState): boolean =>
  state === 'accepted' || state === 'released' || state === 'refunded' || state === 'defaulted';
