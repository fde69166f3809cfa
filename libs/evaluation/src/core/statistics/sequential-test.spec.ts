import * as fc from 'fast-check';
import { seededRandom } from '#libs/kernel';
import { alwaysValidInterval, decideSequentially } from './sequential-test.js';
import { wilsonInterval } from './wilson-interval.js';

/** ln k! for k up to 2 000, by adding up. */
const logFactorials = Array.from({ length: 2_001 }, () => 0);
for (let k = 1; k < logFactorials.length; k += 1)
  logFactorials[k] = (logFactorials[k - 1] ?? 0) + Math.log(k);
const logFactorial = (k: number): number => logFactorials[k] ?? NaN;

/** The Bayes factor of a uniform prior against the rate: s!f!/(n + 1)! over p^s (1 − p)^f. */
const naiveEvidence = (successes: number, failures: number, rate: number): number =>
  logFactorial(successes) +
  logFactorial(failures) -
  logFactorial(successes + failures) -
  Math.log(successes + failures + 1) -
  successes * Math.log(rate) -
  failures * Math.log(1 - rate);

/** The exact chance of ever deciding within so many rows at a rate: all paths that have not crossed are carried on. */
function chanceOfDeciding(threshold: number, rate: number, rows: number): number {
  let undecided = [1];
  let decided = 0;
  for (let seen = 1; seen <= rows; seen += 1) {
    const next = Array.from({ length: seen + 1 }, () => 0);
    undecided.forEach((chance, successes) => {
      next[successes] = (next[successes] ?? 0) + chance * (1 - rate);
      next[successes + 1] = (next[successes + 1] ?? 0) + chance * rate;
    });
    undecided = next.map((chance, successes) => {
      if (chance === 0 || naiveEvidence(successes, seen - successes, threshold) < Math.log(20)) return chance;
      decided += chance;
      return 0;
    });
  }
  return decided;
}

const outcomes = fc.array(fc.constantFrom(0, 1), { minLength: 1, maxLength: 200 });
const rate = fc.double({ min: 0.05, max: 0.95, noNaN: true });
const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

describe('decideSequentially', () => {
  it('stops at the first row at which the evidence reaches 20, and says on which side', () => {
    fc.assert(
      fc.property(outcomes, rate, (rows, threshold) => {
        const evidenceAfter = rows.map((_, index) => {
          const successes = sum(rows.slice(0, index + 1));
          return naiveEvidence(successes, index + 1 - successes, threshold);
        });
        fc.pre(evidenceAfter.every((evidence) => Math.abs(evidence - Math.log(20)) > 1e-9));
        const first = evidenceAfter.findIndex((evidence) => evidence >= Math.log(20));
        const { decision, rows: looked } = decideSequentially(rows, threshold);
        if (first === -1) return decision === 'undecided' && looked === rows.length;
        const share = sum(rows.slice(0, first + 1)) / (first + 1);
        return looked === first + 1 && decision === (share > threshold ? 'above' : 'below');
      }),
    );
  });

  it('decides a row of successes against one half after eight', () => {
    // 2^n/(n + 1) first reaches 20 at n = 8: 256/9 = 28.4.
    expect(decideSequentially(Array(100).fill(1), 0.5)).toEqual({ decision: 'above', rows: 8 });
    expect(decideSequentially(Array(100).fill(0), 0.5)).toEqual({ decision: 'below', rows: 8 });
  });

  it('does not read on once it has decided', () => {
    function* endless(): Generator<number> {
      for (;;) yield 1;
    }
    expect(decideSequentially(endless(), 0.9).decision).toBe('above');
  });

  it.each([0.5, 0.75, 0.9])(
    'at its threshold %d decides wrongly in at most 5 %%, looking 1 000 times',
    (threshold) => {
      const chance = chanceOfDeciding(threshold, threshold, 1_000);
      expect(chance).toBeLessThanOrEqual(0.05);
      expect(chance).toBeGreaterThan(0.02);
    },
  );

  it('nearly always decides when the rate lies well off the threshold', () => {
    expect(chanceOfDeciding(0.75, 0.65, 1_000)).toBeGreaterThan(0.99);
    expect(chanceOfDeciding(0.75, 0.85, 1_000)).toBeGreaterThan(0.99);
  });

  it('raises few false alarms in simulated streams, where peeking at Wilson’s interval raises many', () => {
    const random = seededRandom('continuous peeking');
    const [streams, rows, threshold] = [600, 1_000, 0.75];
    let [wrong, wrongByPeeking] = [0, 0];
    for (let stream = 0; stream < streams; stream += 1) {
      const answers = Array.from({ length: rows }, () => Number(random.uniform() < threshold));
      if (decideSequentially(answers, threshold).decision !== 'undecided') wrong += 1;
      if (peekingDecides(answers, threshold)) wrongByPeeking += 1;
    }
    expect(wrong / streams).toBeLessThanOrEqual(0.05);
    expect(wrong).toBeGreaterThan(0);
    expect(wrongByPeeking / streams).toBeGreaterThan(0.3);
  });

  it.each([0, 1])('asserts on the threshold %d', (threshold) => {
    expect(() => decideSequentially([1], threshold)).toThrow('threshold');
  });

  it('asserts on an outcome that is neither success nor failure', () => {
    expect(() => decideSequentially([0.5], 0.5)).toThrow('neither');
  });
});

/** What must not be done: look every ten rows and stop once the threshold is outside Wilson's interval. */
function peekingDecides(answers: readonly number[], threshold: number): boolean {
  let successes = 0;
  return answers.some((answer, index) => {
    successes += answer;
    if ((index + 1) % 10 !== 0) return false;
    const deviation = Math.sqrt((threshold * (1 - threshold)) / (index + 1));
    return Math.abs(successes / (index + 1) - threshold) > 1.96 * deviation;
  });
}

describe('alwaysValidInterval', () => {
  const counts = fc.tuple(fc.integer({ min: 0, max: 900 }), fc.integer({ min: 0, max: 900 }));

  it('holds exactly the rates that the rows do not speak against', () => {
    fc.assert(
      fc.property(counts, rate, ([successes, failures], candidate) => {
        fc.pre(successes + failures > 0);
        const evidence = naiveEvidence(successes, failures, candidate);
        fc.pre(Math.abs(evidence - Math.log(20)) > 1e-6);
        const { lower, upper } = alwaysValidInterval(successes, failures);
        expect(lower <= candidate && candidate <= upper).toBe(evidence < Math.log(20));
      }),
    );
  });

  it('is open without rows, and towards the side that no row contradicts', () => {
    expect(alwaysValidInterval(0, 0)).toEqual({ lower: 0, upper: 1 });
    expect(alwaysValidInterval(12, 0).upper).toBe(1);
    expect(alwaysValidInterval(0, 12).lower).toBe(0);
  });

  it('mirrors, and pays for its promise with width', () => {
    fc.assert(
      fc.property(counts, ([successes, failures]) => {
        fc.pre(successes + failures > 0);
        const { lower, upper } = alwaysValidInterval(successes, failures);
        expect(alwaysValidInterval(failures, successes).lower).toBeCloseTo(1 - upper, 9);
        const once = wilsonInterval(successes, successes + failures);
        expect(upper - lower).toBeGreaterThan(once.upper - once.lower);
      }),
    );
  });

  it('widens with the level', () => {
    const [wide, narrow] = [alwaysValidInterval(40, 10, 0.99), alwaysValidInterval(40, 10, 0.8)];
    expect(wide.lower).toBeLessThan(narrow.lower);
    expect(wide.upper).toBeGreaterThan(narrow.upper);
  });
});
