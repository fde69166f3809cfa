import { type EdgeCell, edgeMap, isFirst, shadeOf } from './edge-map.js';
import type { ResidualEdges } from './market-view.js';

const cell = (domain: string, lift: number): EdgeCell => ({ domain, lift }) as EdgeCell;

const EDGES = {
  domains: [{ domain: 'bots' }, { domain: 'spam' }, { domain: 'voice' }],
  versions: [
    { id: 'v1', modelName: 'all-rounder', label: '2', cells: [cell('spam', 0.6), cell('bots', 0.5)] },
    { id: 'v2', modelName: 'specialist 1', label: '1', cells: [cell('spam', -0.8), cell('voice', 0.9)] },
  ],
  next: null,
} as unknown as ResidualEdges;

test('each version has a cell for each domain, in their order', () => {
  const { rows } = edgeMap(EDGES);
  const specialist = rows.find(({ key }) => key === 'v2');
  expect(specialist?.cells.map((one) => one?.lift)).toEqual([undefined, -0.8, 0.9]);
});

test('what is weakest in general stands first', () => {
  expect(edgeMap(EDGES).rows.map(({ name, meanLift }) => [name, meanLift])).toEqual([
    ['specialist 1', expect.closeTo(0.05)],
    ['all-rounder 2', 0.55],
  ]);
});

test.each([
  [-1, 0],
  [0, 0],
  [0.01, 1],
  [0.25, 2],
  [0.74, 3],
  [0.75, 4],
  [1, 4],
])('a lift of %d has shade %d', (lift, shade) => {
  expect(shadeOf(lift)).toBe(shade);
});

test('the only one is not the best of several', () => {
  const ranked = (value: number, of: number): EdgeCell => ({
    ...cell('bots', 1),
    rank: { value, best: 1, worst: of, of },
  });
  expect([ranked(1, 3), ranked(2, 3), ranked(1, 1)].map(isFirst)).toEqual([true, false, false]);
});
