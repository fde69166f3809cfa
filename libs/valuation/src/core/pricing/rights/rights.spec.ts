import fc from 'fast-check';
import { encumber, type Encumbrance } from '../flows/encumbrance.js';
import type { PathFlows } from '../flows/path-flows.js';
import { HORIZON_MONTHS, shareWithin, STEP_COUNT, TIME_GRID } from '../time-grid.js';
import { inferenceAccessValue } from './inference-access.js';
import { sharedByLicensees } from './non-exclusive.js';
import { type PricedPath, runningValue } from './path-value.js';
import { revenueShareValue } from './revenue-share.js';

const DOMAINS = 2;
const MONTHS = Float64Array.from(TIME_GRID, ({ lengthMonths }) => lengthMonths);
const EVERYWHERE = new Float64Array(DOMAINS).fill(1);

const amounts = (max: number) =>
  fc.float64Array({ minLength: STEP_COUNT, maxLength: STEP_COUNT, min: 0, max, noNaN: true });

/** Domains whose receipts exceed their contribution, and a fixed cost that may exceed both. */
const domainFlows = fc
  .record({ calls: amounts(1e6), contribution: amounts(1e5), costs: amounts(1e4) })
  .map(({ calls, contribution, costs }) => ({
    calls: calls.map(Math.round),
    contribution,
    receipts: contribution.map((kept, step) => kept + (costs[step] ?? 0)),
  }));

const pathFlows: fc.Arbitrary<PathFlows> = fc
  .record({
    domains: fc.array(domainFlows, { minLength: DOMAINS, maxLength: DOMAINS }),
    fixedCost: amounts(1e4),
    runningSteps: fc.integer({ min: 0, max: STEP_COUNT }),
  })
  .map((flows) => afterEnd(flows));

/** Nothing comes in after the end. */
function afterEnd(flows: PathFlows): PathFlows {
  for (const { calls, receipts, contribution } of flows.domains)
    for (const series of [calls, receipts, contribution]) series.fill(0, flows.runningSteps);
  flows.fixedCost.fill(0, flows.runningSteps);
  return flows;
}

const pathOf = (flows: PathFlows): PricedPath => ({
  flows,
  fixedCostShares: Float64Array.of(0.3, 0.7),
  discount: Float64Array.from(TIME_GRID, ({ midYears }) => 1.05 ** -midYears),
  monthsOfStep: MONTHS,
  nonExclusiveShare: 0.5,
  underReplacement: 1,
});

const term = fc.integer({ min: 1, max: HORIZON_MONTHS });
const close = (a: number, b: number): void => {
  expect(Math.abs(a - b)).toBeLessThanOrEqual(1e-9 * Math.max(1, Math.abs(a), Math.abs(b)));
};

describe('on every path', () => {
  it('an exclusive licence and its reversion are the full transfer', () => {
    fc.assert(
      fc.property(pathFlows, term, (flows, termMonths) => {
        const path = pathOf(flows);
        const within = shareWithin(termMonths);
        const full = runningValue(path, EVERYWHERE, shareWithin(HORIZON_MONTHS));
        const reversion = runningValue(
          path,
          EVERYWHERE,
          within.map((share) => 1 - share),
        );
        close(runningValue(path, EVERYWHERE, within) + reversion, full);
      }),
      { numRuns: 50 },
    );
  });

  it('exclusive licences in the fields are one in all of them', () => {
    fc.assert(
      fc.property(pathFlows, term, (flows, termMonths) => {
        const path = pathOf(flows);
        const within = shareWithin(termMonths);
        const apart =
          runningValue(path, Float64Array.of(1, 0), within) +
          runningValue(path, Float64Array.of(0, 1), within);
        close(apart, runningValue(path, EVERYWHERE, within));
      }),
      { numRuns: 50 },
    );
  });

  it('a revenue share is linear in its share, grows with its term, and stops at its cap', () => {
    const collected = new Float64Array(STEP_COUNT).fill(1);
    fc.assert(
      fc.property(
        pathFlows,
        term,
        fc.double({ min: 0.01, max: 0.5, noNaN: true }),
        (flows, termMonths, share) => {
          const path = pathOf(flows);
          const valueOf = (part: number, months: number, cap = Infinity): number =>
            revenueShareValue(path, { share: part, cap, within: shareWithin(months), collected });
          close(valueOf(2 * share, termMonths), 2 * valueOf(share, termMonths));
          expect(valueOf(share, termMonths)).toBeLessThanOrEqual(valueOf(share, HORIZON_MONTHS) + 1e-6);
          const cap = valueOf(share, termMonths) / 2;
          expect(valueOf(share, termMonths, cap)).toBeLessThanOrEqual(cap);
        },
      ),
      { numRuns: 50 },
    );
  });

  it('access costs no more than one user’s share of all receipts, and grows with its capacity', () => {
    fc.assert(
      fc.property(
        pathFlows,
        term,
        fc.integer({ min: 1, max: 1_000_000 }),
        (flows, termMonths, callsPerMonth) => {
          const path = pathOf(flows);
          const within = shareWithin(termMonths);
          const valueOf = (calls: number): number =>
            inferenceAccessValue(path, { callsPerMonth: calls, within }, 0).value;
          const receipts = revenueShareValue(path, {
            share: path.nonExclusiveShare,
            cap: Infinity,
            within,
            collected: new Float64Array(STEP_COUNT).fill(1),
          });
          expect(valueOf(callsPerMonth)).toBeLessThanOrEqual(receipts * (1 + 1e-9) + 1e-6);
          expect(valueOf(callsPerMonth)).toBeLessThanOrEqual(valueOf(2 * callsPerMonth) + 1e-6);
        },
      ),
      { numRuns: 50 },
    );
  });
});

describe('non-exclusive licences', () => {
  it('are each worth less the more there are, and never more together than an exclusive one', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.integer({ min: 1, max: 1_000 }),
        (share, copies) => {
          const each = sharedByLicensees(share, copies) / copies;
          expect(each).toBeLessThanOrEqual(share + 1e-12);
          expect(each * copies).toBeLessThanOrEqual(1);
          expect(sharedByLicensees(share, copies + 1) / (copies + 1)).toBeLessThanOrEqual(each + 1e-12);
        },
      ),
    );
  });

  it('get the clause’s half when there is one of them', () => {
    expect(sharedByLicensees(0.5, 1)).toBe(0.5);
  });
});

describe('rights that others hold', () => {
  const within = fc.integer({ min: 1, max: HORIZON_MONTHS }).map((months) => shareWithin(months));
  const unit = fc.double({ min: 0, max: 1, noNaN: true });
  const scope = fc.tuple(unit, unit).map((shares) => Float64Array.from(shares));
  const encumbrance: fc.Arbitrary<Encumbrance> = fc.oneof(
    fc.record({
      kind: fc.constant('usage-licence' as const),
      scope,
      copies: fc.option(fc.integer({ min: 1, max: 9 }), { nil: undefined }),
      within,
    }),
    fc.record({
      kind: fc.constant('inference-access' as const),
      callsPerMonth: fc.integer({ min: 1, max: 1_000_000 }),
      within,
    }),
    fc.record({
      kind: fc.constant('revenue-share' as const),
      share: unit,
      cap: fc.double({ min: 0, max: 1e6, noNaN: true }),
      within,
    }),
  );

  it('never add to what is left, in any step', () => {
    fc.assert(
      fc.property(pathFlows, fc.array(encumbrance, { maxLength: 4 }), (flows, encumbrances) => {
        const before = flows.domains.map(({ contribution }) => contribution.slice());
        encumber(flows, encumbrances, { nonExclusiveShare: 0.5, feeShare: 0.1 }, MONTHS);
        for (const [which, { contribution, receipts }] of flows.domains.entries())
          for (let step = 0; step < STEP_COUNT; step++) {
            expect(contribution[step]).toBeLessThanOrEqual((before[which]?.[step] ?? 0) + 1e-9);
            expect(receipts[step]).toBeGreaterThanOrEqual(-1e-9);
          }
      }),
      { numRuns: 50 },
    );
  });

  it('leave nothing where one is exclusive everywhere and for good', () => {
    fc.assert(
      fc.property(pathFlows, (flows) => {
        const all = {
          kind: 'exclusive-licence' as const,
          scope: EVERYWHERE,
          copies: undefined,
          within: shareWithin(HORIZON_MONTHS),
        };
        encumber(flows, [all], { nonExclusiveShare: 0.5, feeShare: 0 }, MONTHS);
        for (const { receipts } of flows.domains) expect(receipts.every((amount) => amount === 0)).toBe(true);
      }),
      { numRuns: 20 },
    );
  });
});
