import fc from 'fast-check';
import { seededRandom } from '#libs/kernel';
import { afterOutcome, levelToAsk, startAdaptiveConformal } from './adaptive-conformal.js';

describe('adaptive conformal inference', () => {
  it('asks for the level that is wanted before it has seen anything', () => {
    expect(levelToAsk(startAdaptiveConformal(0.95))).toBeCloseTo(0.95, 12);
  });

  it('asks for more after a miss and for less after a hit', () => {
    const start = startAdaptiveConformal(0.8, 0.05);
    expect(levelToAsk(afterOutcome(start, false))).toBeCloseTo(0.84, 12);
    expect(levelToAsk(afterOutcome(start, true))).toBeCloseTo(0.79, 12);
  });

  it('never misses more or less often than wanted by more than the bound, whoever chooses the outcomes', () => {
    fc.assert(
      fc.property(
        fc.array(fc.boolean(), { minLength: 50, maxLength: 400 }),
        fc.constantFrom(0.5, 0.8, 0.95),
        fc.constantFrom(0.005, 0.02, 0.05),
        (hits, level, rate) => {
          let state = startAdaptiveConformal(level, rate);
          let misses = 0;
          for (const hit of hits) {
            // Everything covers, nothing does not: what the proposition asks of the intervals.
            const covered = state.allowance <= 0 || (state.allowance < 1 && hit);
            misses += covered ? 0 : 1;
            state = afterOutcome(state, covered);
          }
          const bound = (Math.max(level, 1 - level) + rate) / (rate * hits.length);
          expect(Math.abs(misses / hits.length - (1 - level))).toBeLessThanOrEqual(bound + 1e-12);
        },
      ),
    );
  });

  it('brings intervals that are too narrow to the level that they claim', () => {
    const random = seededRandom('too narrow');
    let state = startAdaptiveConformal(0.8);
    let covered = 0;
    const outcomes = 4_000;
    for (let outcome = 0; outcome < outcomes; outcome += 1) {
      // A uniform outcome on [-1, 1]; an interval of claimed level L covers only 0.85 L.
      const hit = Math.abs(2 * random.uniform() - 1) <= 0.85 * levelToAsk(state);
      covered += hit ? 1 : 0;
      state = afterOutcome(state, hit);
    }
    expect(covered / outcomes).toBeCloseTo(0.8, 2);
  });
});
