import { nearestLabel } from './nearest-label.js';

const labels = [
  { label: 'east', vector: [1, 0] },
  { label: 'north', vector: [0, 5] },
];

describe('nearestLabel', () => {
  it.each([
    [[2, 1], 'east'],
    [[1, 2], 'north'],
    [[-1, 0.1], 'north'],
    [[1, 1], 'east'],
  ])('goes by direction, not by length: %j is %s', (vector, label) => {
    expect(nearestLabel(vector, labels)).toBe(label);
  });

  it.each([[[0, 0]], [[1]], [[1, 0, 0]]])('knows nothing of %j', (vector) => {
    expect(nearestLabel(vector, labels)).toBeUndefined();
  });
});
