import type { SoldLot } from './auction-view.js';

const STATES: Readonly<Record<SoldLot['state'], string>> = {
  due: 'waiting for payment',
  paid: 'paid, waiting for delivery',
  delivered: 'delivered, under inspection',
  contested: 'contested, waiting for a ruling',
  accepted: 'accepted',
  released: 'accepted, nothing held back any more',
  refunded: 'refunded',
  defaulted: 'not paid',
};

export const soldState = ({ state }: Pick<SoldLot, 'state'>): string => STATES[state];

/** Until when the next step has to be taken; undefined where none is waited for. */
export function soldDeadline(
  sale: Pick<SoldLot, 'state' | 'payBy' | 'deliverBy' | 'inspectBy' | 'releaseAt'>,
): Date | undefined {
  switch (sale.state) {
    case 'due':
      return sale.payBy;
    case 'paid':
      return sale.deliverBy ?? undefined;
    case 'delivered':
      return sale.inspectBy ?? undefined;
    case 'accepted':
      return sale.releaseAt ?? undefined;
    case 'contested':
    case 'released':
    case 'refunded':
    case 'defaulted':
      return undefined;
  }
}

/** Whether nothing of a sale will change any more. */
export const isOver = ({ state }: Pick<SoldLot, 'state'>): boolean =>
  state === 'released' || state === 'refunded' || state === 'defaulted';

/** Whether the right was granted; the price, or most of it, is then shared out. */
export const isGranted = ({ state }: Pick<SoldLot, 'state'>): boolean =>
  state === 'accepted' || state === 'released';
