import fc from 'fast-check';
import { linearScale } from './linear-scale.js';

const PIXELS = { from: 60, to: 700 } as const;
const value = fc.double({ min: -1e16, max: 1e16, noNaN: true });

describe('a linear scale', () => {
  it('puts the lowest and the highest value on its ends', () => {
    const { at } = linearScale([300, -100, 0], PIXELS);
    expect([at(-100), at(0), at(300)]).toEqual([60, 220, 700]);
  });

  it('may run upwards', () => {
    const { at } = linearScale([0, 10], { from: 200, to: 20 });
    expect([at(0), at(10)]).toEqual([200, 20]);
  });

  it('keeps all values on the axis and in their order', () => {
    fc.assert(
      fc.property(fc.array(value, { minLength: 1, maxLength: 9 }), (values) => {
        const { at } = linearScale(values, PIXELS);
        const places = values.toSorted((a, b) => a - b).map(at);
        expect(places).toEqual(places.toSorted((a, b) => a - b));
        for (const place of places) {
          expect(place).toBeGreaterThanOrEqual(PIXELS.from);
          expect(place).toBeLessThanOrEqual(PIXELS.to);
        }
      }),
    );
  });

  it('has a few ticks, ascending, evenly apart and within', () => {
    fc.assert(
      fc.property(value, fc.double({ min: 1e-3, max: 1e15, noNaN: true }), (from, span) => {
        // Ends nearer to each other than their digits can tell have no ticks between them.
        fc.pre(span > Math.abs(from) * 1e-6);
        const { ticks } = linearScale([from, from + span], PIXELS);
        expect(ticks.length).toBeGreaterThanOrEqual(2);
        expect(ticks.length).toBeLessThanOrEqual(12);
        const slack = span * 1e-5;
        for (const [index, tick] of ticks.entries()) {
          expect(tick).toBeGreaterThanOrEqual(from - slack);
          expect(tick).toBeLessThanOrEqual(from + span + slack);
          const step = (ticks[1] ?? 0) - (ticks[0] ?? 0);
          expect(Math.abs(tick - (ticks[0] ?? 0) - index * step)).toBeLessThanOrEqual(slack);
        }
      }),
    );
  });

  it.each([
    [
      [0, 1_000],
      [0, 200, 400, 600, 800, 1_000],
    ],
    [
      [0, 7],
      [0, 1, 2, 3, 4, 5, 6, 7],
    ],
    [
      [2026.9, 2036.8],
      [2028, 2030, 2032, 2034, 2036],
    ],
    [
      [-30, 10],
      [-30, -20, -10, 0, 10],
    ],
  ])('of %j has round ticks', (values, ticks) => {
    expect(linearScale(values, PIXELS).ticks).toEqual(ticks);
  });

  it.each([[[]], [[0]], [[-5, -5]]])('of %j is an axis all the same', (values) => {
    const { at, ticks } = linearScale(values, PIXELS);
    expect(at(values[0] ?? 0)).toBe(PIXELS.from);
    expect(ticks.length).toBeGreaterThan(1);
  });
});
