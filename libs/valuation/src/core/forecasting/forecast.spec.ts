import { assert, seededRandom } from '#libs/kernel';
import fc from 'fast-check';
import { type Forecast, forecast, type ForecastPoint } from './forecast.js';
import type { ForecastRequest } from './forecast-request.js';

const LEVELS = [0.5, 0.8, 0.95];

const requestOf = (part: Partial<ForecastRequest> & Pick<ForecastRequest, 'kind' | 'y'>): ForecastRequest => {
  const t = part.t ?? part.y.map((_, index) => index);
  const last = t.at(-1) ?? 0;
  return { t, horizons: [last + 1, last + 3, last + 6], levels: LEVELS, seed: '1', ...part };
};

function answerTo(part: Partial<ForecastRequest> & Pick<ForecastRequest, 'kind' | 'y'>): Forecast {
  const result = forecast(requestOf(part));
  assert(result.ok, `refused: ${JSON.stringify(result)}`);
  return result.value;
}

const widthAt = (point: ForecastPoint | undefined, level: number): number => {
  const interval = point?.intervals.find((one) => one.level === level);
  return (interval?.upper ?? Number.NaN) - (interval?.lower ?? Number.NaN);
};

const scores = fc.array(
  fc.integer({ min: 0, max: 50 }).map((right) => right / 50),
  {
    minLength: 5,
    maxLength: 14,
  },
);

/** In steps as of a currency: amounts that differ in the sixteenth digit only are at the mercy of rounding. */
const amounts = fc.array(
  fc.oneof(
    { weight: 8, arbitrary: fc.integer({ min: 1, max: 100_000 }).map((steps) => steps / 10) },
    fc.constant(0),
  ),
  { minLength: 8, maxLength: 14 },
);

/** Few, since each is a forecast; seeds of fast-check vary from run to run. */
const RUNS = { numRuns: 6 };

/** What must hold of any forecast: order, nesting, the median inside, all numbers finite. */
function expectSane({ points, weights }: Forecast, most: number): void {
  expect(Object.values(weights).reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1, 9);
  for (const { median, mean, intervals } of points) {
    const limits = [
      ...intervals.map(({ lower }) => lower).reverse(),
      median,
      ...intervals.map(({ upper }) => upper),
    ];
    expect(limits).toEqual(limits.toSorted((a, b) => a - b));
    expect(Math.min(mean, ...limits)).toBeGreaterThanOrEqual(0);
    expect(Math.max(mean, ...limits)).toBeLessThanOrEqual(most);
  }
}

describe('a forecast of quality', () => {
  it('stays within 0 and 1, its levels nested around the median', () => {
    fc.assert(
      fc.property(scores, fc.boolean(), (y, withTrials) => {
        expectSane(answerTo({ kind: 'quality', y, ...(withTrials ? { trials: y.map(() => 50) } : {}) }), 1);
      }),
      RUNS,
    );
  });

  it('widens as it looks further ahead', () => {
    const random = seededRandom('widening');
    const y = Array.from({ length: 16 }, () => 0.7 + 0.02 * random.normal());
    const { points } = answerTo({
      kind: 'quality',
      y,
      trials: y.map(() => 100),
      horizons: [16, 17, 19, 23, 31],
    });
    for (const level of LEVELS) {
      const widths = points.map((point) => widthAt(point, level));
      expect(widths).toEqual(widths.toSorted((a, b) => a - b));
    }
  });

  it('of a constant series is that constant, with room for the noise of sampling', () => {
    const y = Array.from({ length: 12 }, () => 0.8);
    const { points } = answerTo({ kind: 'quality', y, trials: y.map(() => 100), levels: [0.95] });
    for (const point of points) {
      expect(point.median).toBeCloseTo(0.8, 1);
      // Two binomial standard deviations of 100 questions make 0.08 to either side.
      expect(widthAt(point, 0.95)).toBeGreaterThan(0.1);
    }
  });

  it('of a model that never fails leaves it room to fail', () => {
    const y = Array.from({ length: 10 }, () => 1);
    const [point] = answerTo({ kind: 'quality', y, trials: y.map(() => 20), levels: [0.95] }).points;
    expect(point?.median).toBeGreaterThan(0.95);
    expect(point?.intervals[0]?.lower).toBeLessThan(0.98);
    expect(point?.intervals[0]?.upper).toBe(1);
  });

  it('is surer of scores from more questions', () => {
    const y = [0.81, 0.8, 0.79, 0.8, 0.78, 0.79, 0.77, 0.78];
    const width = (trials: number): number =>
      widthAt(answerTo({ kind: 'quality', y, trials: y.map(() => trials) }).points[0], 0.95);
    expect(width(2_000)).toBeLessThan(width(50) / 2);
  });
});

describe('a forecast of an amount', () => {
  it('is never below zero, its levels nested around the median', () => {
    fc.assert(
      fc.property(amounts, (y) => {
        fc.pre(y.filter((amount) => amount > 0).length >= 4);
        expectSane(answerTo({ kind: 'amount', y }), Infinity);
      }),
      RUNS,
    );
  });

  it('scales with the unit', () => {
    fc.assert(
      fc.property(amounts, fc.constantFrom(0.001, 100, 1e6), (y, unit) => {
        fc.pre(y.filter((amount) => amount > 0).length >= 4);
        const once = answerTo({ kind: 'amount', y }).points;
        const scaled = answerTo({ kind: 'amount', y: y.map((amount) => amount * unit) }).points;
        const ratio = (one: number, other = Number.NaN): number => (one === 0 ? 1 : other / (one * unit));
        once.forEach((point, index) => {
          const other = scaled[index];
          expect(ratio(point.median, other?.median)).toBeCloseTo(1, 2);
          point.intervals.forEach(({ upper }, level) => {
            expect(ratio(upper, other?.intervals[level]?.upper)).toBeCloseTo(1, 2);
          });
        });
      }),
      { numRuns: 8, endOnFailure: true },
    );
  });

  it('does not depend on the unit of time', () => {
    const y = [100, 90, 95, 80, 70, 75, 66, 60];
    const inMonths = answerTo({ kind: 'amount', y, horizons: [9, 12] });
    const inDays = answerTo({
      kind: 'amount',
      y,
      t: y.map((_, index) => 1_000 + 30 * index),
      horizons: [1_270, 1_360],
    });
    inMonths.points.forEach(({ median }, index) => {
      expect(inDays.points[index]?.median).toBeCloseTo(median, 6);
    });
  });

  it('of a series that fell and came to rest starts from where it rests', () => {
    const y = Array.from({ length: 24 }, (_, t) => 100 + 900 * Math.exp(-t / 3) + (t % 2));
    const { points } = answerTo({ kind: 'amount', y });
    for (const { median } of points) {
      expect(median).toBeGreaterThan(95);
      expect(median).toBeLessThan(106);
    }
  });

  it('after one leap stays within reason', () => {
    const y = Array.from({ length: 16 }, (_, t) => (t < 14 ? 100 + (t % 3) : 1));
    for (const { mean, intervals } of answerTo({ kind: 'amount', y }).points) {
      expect(mean).toBeLessThan(10_000);
      expect(intervals.at(-1)?.upper).toBeLessThan(100_000);
    }
  });

  it('of a series that ended is zero', () => {
    const y = [90, 80, 85, 70, 60, 50, 0, 0, 0, 0, 0, 0];
    const [point] = answerTo({ kind: 'amount', y, levels: [0.8] }).points;
    expect(point?.median).toBe(0);
    expect(point?.intervals).toEqual([{ level: 0.8, lower: 0, upper: 0 }]);
  });

  it('has room for a zero where zeros came now and then', () => {
    const y = [90, 0, 80, 85, 0, 70, 75, 0, 80, 70, 0, 74];
    const { points } = answerTo({ kind: 'amount', y, levels: [0.8] });
    for (const { median, intervals } of points) {
      expect(median).toBeGreaterThan(40);
      expect(intervals[0]?.lower).toBe(0);
    }
  });

  it('follows the season', () => {
    const y = Array.from(
      { length: 60 },
      (_, month) => 1_000 * (1 + 0.4 * Math.sin((Math.PI * month) / 6)) + (month % 5),
    );
    const { points } = answerTo({ kind: 'amount', y, horizons: [63, 69] });
    expect(points[0]?.median).toBeGreaterThan(1_300);
    expect(points[1]?.median).toBeLessThan(700);
  });
});

describe('the same request', () => {
  const y = [100, 90, 95, 80, 70, 75, 66, 60];

  it('gives the same answer', () => {
    expect(answerTo({ kind: 'amount', y })).toEqual(answerTo({ kind: 'amount', y }));
  });

  it('with another seed gives nearly the same answer, by other draws', () => {
    const [one] = answerTo({ kind: 'amount', y, seed: 'one' }).points;
    const [other] = answerTo({ kind: 'amount', y, seed: 'other' }).points;
    expect(widthAt(other, 0.95)).not.toBe(widthAt(one, 0.95));
    expect(widthAt(other, 0.95) / widthAt(one, 0.95)).toBeCloseTo(1, 0);
  });

  it('says the same of a time, whatever else is asked', () => {
    const alone = answerTo({ kind: 'amount', y, horizons: [10], levels: [0.8] }).points[0];
    const among = answerTo({ kind: 'amount', y, horizons: [30, 10, 8], levels: [0.95, 0.8] }).points[1];
    expect(among?.median).toBe(alone?.median);
    expect(among?.intervals[1]).toEqual(alone?.intervals[0]);
  });
});

describe('a series that cannot carry a forecast', () => {
  it.each([
    ['too-few-points', { kind: 'quality', y: [0.9, 0.8, 0.7, 0.6] }],
    ['too-few-amounts', { kind: 'amount', y: [0, 0, 0, 5, 0, 0, 7, 0] }],
    ['horizon-too-far', { kind: 'amount', y: [5, 4, 5, 4, 5, 4], horizons: [6, 1_000] }],
  ] as const)('is refused: %s', (code, part) => {
    expect(forecast(requestOf(part))).toMatchObject({ ok: false, error: { code } });
  });
});

describe('coverage', () => {
  /** Share of outcomes inside the interval of each level, over simulated series. */
  function coverage(
    kind: 'quality' | 'amount',
    simulate: (random: ReturnType<typeof seededRandom>) => readonly number[],
  ) {
    const random = seededRandom(`coverage ${kind}`);
    const count = 40;
    let [inner, outer] = [0, 0];
    for (let series = 0; series < count; series += 1) {
      const values = simulate(random);
      const y = values.slice(0, -4);
      const outcome = values.at(-1) ?? 0;
      const [point] = answerTo({ kind, y, horizons: [y.length + 3], levels: [0.8, 0.95] }).points;
      const within = (index: number): boolean =>
        outcome >= (point?.intervals[index]?.lower ?? 0) && outcome <= (point?.intervals[index]?.upper ?? 0);
      inner += within(0) ? 1 : 0;
      outer += within(1) ? 1 : 0;
    }
    return { inner: inner / count, outer: outer / count };
  }

  it('of scores that wander is near what is claimed', () => {
    const { inner, outer } = coverage('quality', (random) => {
      let level = 0.75;
      return Array.from({ length: 13 }, () => (level += 0.02 * random.normal())).map((value) =>
        Math.min(1, value),
      );
    });
    expect(inner).toBeGreaterThan(0.6);
    expect(outer).toBeGreaterThan(0.85);
    expect(inner).toBeLessThan(0.96);
  });

  it('of amounts that wander is near what is claimed', () => {
    const { inner, outer } = coverage('amount', (random) => {
      let level = 5;
      return Array.from({ length: 13 }, () => Math.exp((level += 0.1 * random.normal() - 0.05)));
    });
    expect(inner).toBeGreaterThan(0.6);
    expect(outer).toBeGreaterThan(0.85);
    expect(inner).toBeLessThan(0.96);
  });
});
