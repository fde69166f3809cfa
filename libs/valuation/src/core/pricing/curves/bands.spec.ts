import { SAMPLE_YEARS } from '../time-grid.js';
import { bandAt, firstFall, yearsRange } from './bands.js';

const PATHS = 5;

/** Path p falls along a line from 1 to nothing at `ends[p]` years. */
const bundle = (ends: readonly number[]): Float64Array =>
  Float64Array.from(SAMPLE_YEARS.flatMap((years) => ends.map((end) => 1 - years / end)));

describe('bands', () => {
  it('are deciles and median over the paths at one time', () => {
    const values = [0.3, 0.1, 0.5, 0.2, 0.4];
    const constant = Float64Array.from(SAMPLE_YEARS.flatMap(() => values));
    const { p10, p50, p90 } = bandAt(constant, PATHS, 7);
    expect(p10).toBeCloseTo(0.14, 12);
    expect(p50).toBe(0.3);
    expect(p90).toBeCloseTo(0.46, 12);
  });

  it('tell when a path falls to a level, between samples too', () => {
    const times = firstFall(bundle([1, 2, 4, 8, 16]), PATHS, () => 0);
    for (const [path, end] of [1, 2, 4, 8].entries()) expect(times[path]).toBeCloseTo(end, 9);
    expect(times[4]).toBe(Infinity);
  });

  it('say null for what lies beyond the horizon', () => {
    expect(yearsRange(Float64Array.of(1, 2, Infinity, Infinity, Infinity))).toEqual({
      p10: 1.4,
      p50: null,
      p90: null,
    });
  });

  it('say at once for what has fallen already', () => {
    expect(firstFall(bundle([1, 2, 4, 8, 16]), PATHS, () => 1)[0]).toBe(0);
  });
});
