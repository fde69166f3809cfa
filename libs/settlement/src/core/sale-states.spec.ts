import * as fc from 'fast-check';
import { isResolved, SALE_STATES, type SaleState, saleTransition } from './sale-states.js';

/** Every way that a sale can take, told in whole. */
const WAYS: readonly (readonly SaleState[])[] = [
  ['due', 'defaulted'],
  ['due', 'paid', 'refunded'],
  ['due', 'paid', 'delivered', 'accepted', 'released'],
  ['due', 'paid', 'delivered', 'contested', 'accepted', 'released'],
  ['due', 'paid', 'delivered', 'contested', 'refunded'],
];

/** Two states that follow each other on some way. */
const onSomeWay = (from: SaleState, to: SaleState): boolean =>
  WAYS.some((way) => way.some((state, index) => state === from && way[index + 1] === to));

const states = fc.constantFrom(...SALE_STATES);

describe('saleTransition', () => {
  it('allows what lies on a way, and nothing else', () => {
    for (const from of SALE_STATES)
      for (const to of SALE_STATES)
        expect([from, to, saleTransition(from, to).ok]).toEqual([from, to, onSomeWay(from, to)]);
  });

  it('leads from every walk to one of the ends, along one of the ways', () => {
    fc.assert(
      fc.property(fc.array(states, { maxLength: 100 }), (wishes) => {
        const walked: SaleState[] = ['due'];
        for (const wish of wishes) {
          const next = saleTransition(walked.at(-1) ?? 'due', wish);
          if (next.ok) walked.push(next.value);
        }
        expect(WAYS.some((way) => walked.every((state, index) => way[index] === state))).toBe(true);
      }),
    );
  });
});

describe('isResolved', () => {
  it('is never taken back', () => {
    for (const from of SALE_STATES.filter(isResolved))
      for (const to of SALE_STATES) expect(saleTransition(from, to).ok && !isResolved(to)).toBe(false);
  });

  it('is reached on every way', () => {
    for (const way of WAYS) expect(way.some(isResolved)).toBe(true);
  });
});
