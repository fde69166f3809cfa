import fc from 'fast-check';
import { type Amounts, type BudgetUse, grantBatch, isUnlimited, type RunBudget } from './budget.js';

const NOTHING: Amounts = { calls: 0, costMicroMinor: 0n, timeMs: 0 };
const UNLIMITED: RunBudget = { calls: undefined, costMicroMinor: undefined, timeMs: undefined };
const FRESH: BudgetUse = { spent: NOTHING, reserved: NOTHING, batchesInFlight: 0 };

/** Twenty-five calls of at most 100 each. */
const WISH = { calls: 25, ceilingsMicroMinor: Array.from({ length: 25 }, () => 100n), timeMs: 60_000 };

describe('grantBatch', () => {
  it('grants all that is wanted where there is no limit', () => {
    expect(isUnlimited(UNLIMITED)).toBe(true);
    expect(grantBatch(UNLIMITED, FRESH, WISH)).toEqual({
      kind: 'granted',
      calls: 25,
      costMicroMinor: 0n,
      timeMs: 60_000,
    });
  });

  it('cuts a batch down to the calls that are left', () => {
    const use = {
      spent: { ...NOTHING, calls: 90 },
      reserved: { ...NOTHING, calls: 3 },
      batchesInFlight: 1,
    };
    expect(grantBatch({ ...UNLIMITED, calls: 100 }, use, WISH)).toMatchObject({ calls: 7 });
  });

  it('cuts the time of a batch down to the time that is left', () => {
    const use = { ...FRESH, spent: { ...NOTHING, timeMs: 59_000 } };
    expect(grantBatch({ ...UNLIMITED, timeMs: 60_000 }, use, WISH)).toMatchObject({ timeMs: 1_000 });
  });

  it('asks as far as the money left pays for at the ceilings', () => {
    const use = { ...FRESH, spent: { ...NOTHING, costMicroMinor: 1_000n } };
    const wish = { calls: 4, ceilingsMicroMinor: [300n, 300n, 500n, 1n], timeMs: 1 };
    expect(grantBatch({ ...UNLIMITED, costMicroMinor: 2_000n }, use, wish)).toMatchObject({
      calls: 2,
      costMicroMinor: 600n,
    });
  });

  it('lets what is free go on when the money is spent', () => {
    const use = { ...FRESH, spent: { ...NOTHING, costMicroMinor: 5n } };
    const wish = { calls: 2, ceilingsMicroMinor: [0n, 0n], timeMs: 1 };
    expect(grantBatch({ ...UNLIMITED, costMicroMinor: 5n }, use, wish)).toMatchObject({ calls: 2 });
  });

  it('lets one batch at a time go on where nobody can tell what a call will cost', () => {
    const budget = { ...UNLIMITED, costMicroMinor: 1n };
    const wish = { calls: 25, ceilingsMicroMinor: undefined, timeMs: 1 };
    expect(grantBatch(budget, FRESH, wish)).toMatchObject({ kind: 'granted', calls: 25, costMicroMinor: 0n });
    expect(grantBatch(budget, { ...FRESH, batchesInFlight: 1 }, wish)).toEqual({ kind: 'wait' });
    const spent = { ...FRESH, spent: { ...NOTHING, costMicroMinor: 70n } };
    expect(grantBatch(budget, spent, wish)).toEqual({ kind: 'exhausted', limit: 'money' });
  });

  it.each([
    ['calls', { ...UNLIMITED, calls: 5 }],
    ['money', { ...UNLIMITED, costMicroMinor: 550n }],
    ['time', { ...UNLIMITED, timeMs: 50 }],
  ] as const)('is exhausted when no %s are left and nobody can give any back', (limit, budget) => {
    const use = { ...FRESH, spent: { calls: 5, costMicroMinor: 500n, timeMs: 50 } };
    expect(grantBatch(budget, use, WISH)).toEqual({ kind: 'exhausted', limit });
    expect(grantBatch(budget, { ...use, batchesInFlight: 1 }, WISH)).toEqual({ kind: 'wait' });
  });

  it('never grants beyond a limit, whatever was spent and set aside', () => {
    const count = fc.integer({ min: 0, max: 200 });
    const amounts = fc.record({
      calls: count,
      costMicroMinor: fc.bigInt({ min: 0n, max: 5_000n }),
      timeMs: count,
    });
    const ceilings = fc.array(fc.bigInt({ min: 0n, max: 300n }), { minLength: 1, maxLength: 40 });
    fc.assert(
      fc.property(amounts, amounts, amounts, ceilings, (budget, spent, reserved, ceilingsMicroMinor) => {
        const use = { spent, reserved, batchesInFlight: 1 };
        const wish = { calls: ceilingsMicroMinor.length, ceilingsMicroMinor, timeMs: 100 };
        const grant = grantBatch(budget, use, wish);
        if (grant.kind !== 'granted') return;
        const paid = ceilingsMicroMinor.slice(0, grant.calls).reduce((sum, one) => sum + one, 0n);
        expect(grant.costMicroMinor).toBe(paid);
        expect(grant.calls).toBeGreaterThan(0);
        expect(spent.calls + reserved.calls + grant.calls).toBeLessThanOrEqual(budget.calls);
        expect(spent.timeMs + reserved.timeMs + grant.timeMs).toBeLessThanOrEqual(budget.timeMs);
        if (paid > 0n)
          expect(spent.costMicroMinor + reserved.costMicroMinor + paid).toBeLessThanOrEqual(
            budget.costMicroMinor,
          );
      }),
    );
  });
});
