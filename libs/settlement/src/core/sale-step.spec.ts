import * as fc from 'fast-check';
import { SALE_STATES } from './sale-states.js';
import { stepDue, type TimedSale } from './sale-step.js';

const sale = (over: Partial<TimedSale>): TimedSale => ({
  state: 'due',
  payByMs: 100,
  deliverByMs: 200,
  inspectByMs: 300,
  releaseAtMs: 400,
  ...over,
});

describe('stepDue', () => {
  it.each([
    ['due', 99, 'collect'],
    ['due', 100, 'collect-or-default'],
    ['paid', 199, undefined],
    ['paid', 200, 'refund'],
    ['delivered', 299, undefined],
    ['delivered', 300, 'accept'],
    ['accepted', 399, undefined],
    ['accepted', 400, 'release'],
  ] as const)('of a sale that is %s at %d ms is %s', (state, nowMs, step) => {
    expect(stepDue(sale({ state }), nowMs)).toBe(step);
  });

  it.each(['contested', 'released', 'refunded', 'defaulted'] as const)(
    'is none for a sale that is %s, however late',
    (state) => {
      expect(stepDue(sale({ state }), Number.MAX_SAFE_INTEGER)).toBeUndefined();
    },
  );

  it('stays due when it is looked at later', () => {
    fc.assert(
      fc.property(fc.constantFrom(...SALE_STATES), fc.nat(1_000), fc.nat(1_000), (state, at, more) => {
        const due = stepDue(sale({ state }), at);
        if (due !== undefined && due !== 'collect') expect(stepDue(sale({ state }), at + more)).toBe(due);
      }),
    );
  });
});
