import { dodges } from './dodges.js';

test('the first model stands in its place, the others right and left of it in turns', () => {
  expect(dodges(5, 1_000)).toEqual([0, 5, -5, 10, -10]);
});

test('models move closer on a narrow plot and when they are many', () => {
  expect(dodges(2, 260)).toEqual([0, 2]);
  const many = dodges(13, 1_000);
  expect(Math.max(...many) - Math.min(...many)).toBeCloseTo(30);
});

test('no model needs no place', () => {
  expect(dodges(0, 1_000)).toEqual([]);
});
