/** How many calls to one endpoint may be under way, and what has been learnt about it so far. */
export interface AdaptiveLimit {
  /** Not whole: it grows by fractions. At least 1. */
  readonly limit: number;
  /** Counts the cuts. A call that began before the last cut says nothing about the time after it. */
  readonly round: number;
  /** Latency of the endpoint when it is not pressed, in microseconds. */
  readonly restingMicros: number | undefined;
  /** Exponentially weighted mean of recent latencies, in microseconds. */
  readonly recentMicros: number | undefined;
}

export interface AdaptiveRules {
  readonly start: number;
  readonly max: number;
}

export type CallOutcome =
  | { readonly kind: 'answered'; readonly latencyMicros: number }
  /** Told to slow down, or no answer in time. */
  | { readonly kind: 'overloaded' }
  /** Says nothing about load. */
  | { readonly kind: 'failed' };

const OVERLOAD_FACTOR = 0.5;
const SLOW_FACTOR = 0.9;

/** Slow is above twice the resting latency and 50 ms: below that the jitter of a fast endpoint is no queue. */
const SLOW_RATIO = 2;
const SLOW_SLACK_MICROS = 50_000;

const RECENT_WEIGHT = 0.1;
/** The resting latency falls at once and rises slowly, so that an endpoint that has changed is learnt anew. */
const RESTING_WEIGHT = 0.005;

export const startingLimit = ({ start, max }: AdaptiveRules): AdaptiveLimit => ({
  limit: Math.min(start, max),
  round: 0,
  restingMicros: undefined,
  recentMicros: undefined,
});

/**
 * Additive increase, multiplicative decrease (Chiu and Jain 1989): one more call at a time for every round of
 * answers while all places are taken, half of them after an overload, a tenth fewer when answers become slow.
 * At most one cut per round, or one overload that hits all calls at once would cut to nothing.
 *
 * @param call the round in which the call began, and how many were under way when it ended, itself included
 */
export function afterCall(
  state: AdaptiveLimit,
  outcome: CallOutcome,
  call: { readonly round: number; readonly inFlight: number },
  { max }: AdaptiveRules,
): AdaptiveLimit {
  switch (outcome.kind) {
    case 'failed':
      return state;
    case 'overloaded':
      return call.round < state.round ? state : cut(state, OVERLOAD_FACTOR);
    case 'answered': {
      const learnt = { ...state, ...latencies(state, outcome.latencyMicros) };
      if (call.round === state.round && isSlow(learnt)) return cut(learnt, SLOW_FACTOR);
      const isFull = call.inFlight >= Math.floor(state.limit);
      return isFull ? { ...learnt, limit: Math.min(max, state.limit + 1 / state.limit) } : learnt;
    }
  }
}

const cut = (state: AdaptiveLimit, factor: number): AdaptiveLimit => ({
  ...state,
  limit: Math.max(1, state.limit * factor),
  round: state.round + 1,
});

const isSlow = ({ recentMicros = 0, restingMicros = 0 }: AdaptiveLimit): boolean =>
  recentMicros > SLOW_RATIO * restingMicros + SLOW_SLACK_MICROS;

function latencies(
  { recentMicros, restingMicros }: AdaptiveLimit,
  latencyMicros: number,
): { recentMicros: number; restingMicros: number } {
  const recent = recentMicros ?? latencyMicros;
  const resting = restingMicros ?? latencyMicros;
  return {
    recentMicros: recent + RECENT_WEIGHT * (latencyMicros - recent),
    restingMicros:
      latencyMicros < resting ? latencyMicros : resting + RESTING_WEIGHT * (latencyMicros - resting),
  };
}
