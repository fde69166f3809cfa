import fc from 'fast-check';
import { type AdaptiveLimit, afterCall, type CallOutcome, startingLimit } from './adaptive-limit.js';

const rules = { start: 4, max: 16 };
const answered = (latencyMicros: number): CallOutcome => ({ kind: 'answered', latencyMicros });

/** Calls one after the other, as many under way as the limit allows. */
const after = (outcomes: readonly CallOutcome[], from = startingLimit(rules)): AdaptiveLimit =>
  outcomes.reduce(
    (state, outcome) =>
      afterCall(state, outcome, { round: state.round, inFlight: Math.floor(state.limit) }, rules),
    from,
  );

const times = (count: number, outcome: CallOutcome): readonly CallOutcome[] =>
  Array.from({ length: count }, () => outcome);

describe('afterCall', () => {
  it('adds one call for each round of answers', () => {
    expect(after(times(4, answered(1_000))).limit).toBeCloseTo(4.9, 1);
    expect(after(times(9, answered(1_000))).limit).toBeCloseTo(5.9, 1);
  });

  it('adds nothing when the places are not all taken', () => {
    const state = afterCall(startingLimit(rules), answered(1_000), { round: 0, inFlight: 3 }, rules);
    expect(state.limit).toBe(4);
  });

  it('halves after an overload', () => {
    expect(after([{ kind: 'overloaded' }]).limit).toBe(2);
  });

  it('halves once for calls that were overloaded together', () => {
    const first = afterCall(startingLimit(rules), { kind: 'overloaded' }, { round: 0, inFlight: 4 }, rules);
    const second = afterCall(first, { kind: 'overloaded' }, { round: 0, inFlight: 3 }, rules);
    expect(second.limit).toBe(2);
  });

  it('cuts a tenth when answers take more than twice as long as they did', () => {
    const calm = after(times(20, answered(100_000)));
    const slow = after(times(30, answered(600_000)), calm);
    expect(slow.limit).toBeLessThan(calm.limit);
    expect(slow.round).toBeGreaterThan(calm.round);
  });

  it('takes the jitter of a fast endpoint for no queue', () => {
    const jitter = Array.from({ length: 200 }, (_, index) => answered(index % 2 === 0 ? 1_000 : 40_000));
    expect(after(jitter).round).toBe(0);
  });

  it('gets used to an endpoint that has become slower for good', () => {
    const calm = after(times(20, answered(100_000)));
    const settled = after(times(3_000, answered(600_000)), calm);
    expect(settled.limit).toBe(16);
  });

  it('learns nothing from a failure that has nothing to do with load', () => {
    const state = startingLimit(rules);
    expect(after([{ kind: 'failed' }])).toEqual(state);
  });

  it('stays between one and the maximum, whatever happens', () => {
    const outcome = fc.oneof(
      fc.integer({ min: 0, max: 1e8 }).map(answered),
      fc.constant<CallOutcome>({ kind: 'overloaded' }),
      fc.constant<CallOutcome>({ kind: 'failed' }),
    );
    fc.assert(
      fc.property(fc.array(outcome, { maxLength: 300 }), (outcomes) => {
        const { limit } = after(outcomes);
        expect(limit).toBeGreaterThanOrEqual(1);
        expect(limit).toBeLessThanOrEqual(16);
      }),
    );
  });
});
