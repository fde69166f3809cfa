import { demandGeometry, PLOT } from './demand-geometry.js';

const LEVELS = [
  { priceMinor: 400n, from: 0n, to: 5n },
  { priceMinor: 200n, from: 5n, to: 20n },
];

test('the staircase goes from the best price down, to the last unit', () => {
  const { demand } = demandGeometry({ levels: LEVELS, servedFirst: 0n, stopOutMinor: 200n }, 10n, 100n);
  const points = demand.split(' ').map((point) => point.split(',').map(Number));
  expect(points[0]).toEqual([PLOT.left, PLOT.top]);
  expect(points.at(-1)?.[0]).toBe(PLOT.right);
  expect(points.map(([x]) => x)).toEqual([...points.map(([x]) => x)].sort((a, b) => Number(a) - Number(b)));
  const middle = (PLOT.top + PLOT.bottom) / 2;
  expect(points.slice(2).map(([, y]) => y)).toEqual([middle, middle]);
});

test('supply and stop-out price meet on the staircase', () => {
  const plot = demandGeometry({ levels: LEVELS, servedFirst: 0n, stopOutMinor: 200n }, 10n, 100n);
  expect(plot.supply).toBe((PLOT.left + PLOT.right) / 2);
  expect(plot.stopOut).toBe((PLOT.top + PLOT.bottom) / 2);
});

test('without a bid there is a supply and a reserve, and nothing between', () => {
  const plot = demandGeometry({ levels: [], servedFirst: 0n, stopOutMinor: undefined }, 10n, 100n);
  expect(plot).toMatchObject({ demand: '', supply: PLOT.right, reserve: PLOT.top, stopOut: undefined });
});
