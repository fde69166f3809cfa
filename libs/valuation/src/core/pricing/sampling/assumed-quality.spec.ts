import { assert } from '#libs/kernel';
import { quantileOf, sortedCopy } from '../quantiles.js';
import { assumedQuality, type QualityDrift } from './assumed-quality.js';

const YEARS = [0.1, 1, 4];
const PATHS = 4_000;

function coursesOf(score: number, trials: number, chanceLevel: number, drift: QualityDrift) {
  const drawn = assumedQuality([{ t: 0, score, trials }], chanceLevel, drift, YEARS, PATHS, 'seed');
  assert(drawn.ok, 'a skilled model is drawn');
  return Array.from({ length: PATHS }, (_, index) => drawn.value.series.path(index));
}

const deciles = (paths: readonly Float64Array[], at: number) => {
  const sorted = sortedCopy(Float64Array.from(paths, (path) => path[at] ?? Number.NaN));
  return { low: quantileOf(sorted, 0.1), middle: quantileOf(sorted, 0.5), high: quantileOf(sorted, 0.9) };
};

test('without drift quality stays where the scores say, as surely as they say it', () => {
  const paths = coursesOf(0.8, 1_000, 0, { perYear: 0, deviation: 0 });
  const { low, middle, high } = deciles(paths, 2);
  expect(middle).toBeCloseTo(0.8, 2);
  // The normal interval of a proportion at 80 %: 1.2816 standard errors.
  expect(high - low).toBeCloseTo(2 * 1.2816 * Math.sqrt((0.8 * 0.2) / 1_000), 2);
  expect(paths.every((path) => path[0] === path[2])).toBe(true);
});

test('the spread grows with the square root of time', () => {
  const logit = (p: number): number => Math.log(p / (1 - p));
  const paths = coursesOf(0.7, 1e9, 0, { perYear: 0, deviation: 0.4 });
  const width = (at: number): number => {
    const { low, high } = deciles(paths, at);
    return logit(high) - logit(low);
  };
  expect(width(2) / width(1)).toBeCloseTo(2, 0);
  expect(width(1)).toBeCloseTo(2 * 1.2816 * 0.4, 1);
});

test('a drift moves the median of skill above chance, and never below chance', () => {
  const paths = coursesOf(0.75, 1e9, 0.5, { perYear: -1, deviation: 0.2 });
  // Skill of a half, one unit of log-odds lower after a year: 1 / (1 + e).
  expect(deciles(paths, 1).middle).toBeCloseTo(0.5 + 0.5 / (1 + Math.E), 2);
  expect(paths.flatMap((path) => [...path]).every((quality) => quality >= 0.5 && quality <= 1)).toBe(true);
});

test('a model that always answered right may still err', () => {
  const { middle } = deciles(coursesOf(1, 20, 0, { perYear: 0, deviation: 0 }), 0);
  expect(middle).toBeGreaterThan(0.95);
  expect(middle).toBeLessThan(1);
});

test.each([
  { scores: [], code: 'too-few-points' },
  { scores: [{ t: 0, score: 0.5, trials: 100 }], code: 'no-skill' },
])('no course: $code', ({ scores, code }) => {
  const drawn = assumedQuality(scores, 0.5, { perYear: 0, deviation: 0.3 }, YEARS, 10, 'seed');
  expect(drawn).toMatchObject({ ok: false, error: { code } });
});
