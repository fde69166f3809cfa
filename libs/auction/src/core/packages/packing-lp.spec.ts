import * as fc from 'fast-check';
import { PackingLp } from './packing-lp.js';

const COLUMNS = 8;
const columns = Array.from({ length: COLUMNS }, (_, column) => column);

const anyRow = fc.subarray(columns, { minLength: 1 });
const anyRows = fc.array(anyRow, { minLength: 1, maxLength: 10 });
const anyCosts = fc.array(
  fc.integer({ min: 0, max: 40 }).map((cost) => cost / 40),
  { minLength: COLUMNS, maxLength: COLUMNS },
);

/**
 * Whether the solution is optimal, by strong duality: it keeps the rows, and no solution is worth more, because the
 * prices of the rows, and for open columns what is missing in them, sum to what it is worth.
 */
function expectOptimal(lp: PackingLp, costs: readonly number[]): void {
  const share = (column: number): number => lp.columnValue(column);
  for (const row of lp.rows)
    expect(row.reduce((sum, column) => sum + share(column), 0)).toBeLessThanOrEqual(1 + 1e-7);
  const open = columns.filter((column) => !lp.isClosed(column));
  for (const column of columns) {
    expect(share(column)).toBeGreaterThanOrEqual(-1e-7);
    expect(share(column)).toBeLessThanOrEqual((open.includes(column) ? 1 : 0) + 1e-7);
  }
  const missing = open.map((column) => {
    const paid = lp.rows.reduce((sum, row, at) => (row.includes(column) ? sum + lp.rowPrice(at) : sum), 0);
    return Math.max(0, (costs[column] ?? 0) - paid);
  });
  const prices = lp.rows.map((_, row) => lp.rowPrice(row));
  const bound = [...prices, ...missing].reduce((sum, price) => sum + price, 0);
  const worth = columns.reduce((sum, column) => sum + (costs[column] ?? 0) * share(column), 0);
  expect(worth).toBeCloseTo(bound, 7);
  expect(lp.objective).toBeCloseTo(worth, 7);
}

describe('PackingLp', () => {
  it('shares three columns that exclude each other in pairs by halves', () => {
    const lp = new PackingLp(
      [1, 1, 1],
      [
        [0, 1],
        [1, 2],
        [0, 2],
      ],
    );
    expect(lp.solve(100)).toBe(true);
    expect([0, 1, 2].map((column) => lp.columnValue(column))).toEqual([0.5, 0.5, 0.5]);
    expect(lp.objective).toBeCloseTo(1.5, 12);
  });

  it('solves to optimality', () => {
    fc.assert(
      fc.property(anyCosts, anyRows, (costs, rows) => {
        const lp = new PackingLp(costs, rows);
        expect(lp.solve(1_000)).toBe(true);
        expectOptimal(lp, costs);
      }),
      { numRuns: 300 },
    );
  });

  it('stays optimal when columns are closed, rows added and slack rows dropped', () => {
    fc.assert(
      fc.property(anyCosts, anyRows, anyRows, fc.subarray(columns), (costs, rows, more, closed) => {
        const lp = new PackingLp(costs, rows);
        lp.solve(1_000);
        for (const column of closed) lp.close(column);
        lp.solve(1_000);
        expectOptimal(lp, costs);
        lp.dropSlackRows();
        expectOptimal(lp, costs);
        for (const row of more) lp.addRow(row);
        expect(lp.solve(1_000)).toBe(true);
        expectOptimal(lp, costs);
      }),
      { numRuns: 300 },
    );
  });

  it('comes back to a state that was saved', () => {
    fc.assert(
      fc.property(anyCosts, anyRows, anyRow, fc.subarray(columns), (costs, rows, row, closed) => {
        const lp = new PackingLp(costs, rows);
        lp.solve(1_000);
        const shares = columns.map((column) => lp.columnValue(column));
        const state = lp.save();
        lp.addRow(row);
        for (const column of closed) lp.close(column);
        lp.solve(1_000);
        lp.restore(state);
        expect(columns.map((column) => lp.columnValue(column))).toEqual(shares);
        expect(lp.rows).toHaveLength(rows.length);
        expectOptimal(lp, costs);
      }),
    );
  });

  it('goes on with other costs and other columns closed', () => {
    fc.assert(
      fc.property(anyCosts, anyCosts, anyRows, fc.subarray(columns), (costs, others, rows, closed) => {
        const lp = new PackingLp(costs, rows);
        lp.solve(1_000);
        const isClosed = columns.map((column) => closed.includes(column));
        const resumed = PackingLp.resume(others, lp.save(), isClosed);
        expect(resumed.solve(1_000)).toBe(true);
        expectOptimal(resumed, others);
      }),
      { numRuns: 300 },
    );
  });
});
