/** What is carried from one forecast of an asset to the next, so that its intervals come to cover what they claim. */
export interface AdaptiveConformal {
  /** Coverage that is wanted in the long run. */
  readonly level: number;
  /** Share of misses that the next interval is asked to allow; outside [0, 1] after a run of luck or of misses. */
  readonly allowance: number;
  /** How far one outcome moves the allowance. */
  readonly rate: number;
}

/** Moves slowly enough not to chase single misses, fast enough to follow a market within some dozens of outcomes. */
export const ADAPTATION_RATE = 0.02;

/** Levels that an interval can still be asked for: the nearest to none of the distribution, and to all of it. */
const LEVEL_RANGE = { min: 0.01, max: 0.999 } as const;

export const startAdaptiveConformal = (level: number, rate: number = ADAPTATION_RATE): AdaptiveConformal => ({
  level,
  allowance: 1 - level,
  rate,
});

/**
 * Adaptive conformal inference (Gibbs and Candès, 2021, equation 2): after a miss the next interval is asked to
 * miss less often, after a hit more often. Whatever the outcomes, and though they be not exchangeable, the share of
 * misses then tends to what was wanted: over T outcomes it is off by at most (1 + rate) / (rate T) (proposition 4.1,
 * for intervals that are everything at an allowance of 0 and nothing at 1).
 */
export const afterOutcome = (state: AdaptiveConformal, covered: boolean): AdaptiveConformal => ({
  ...state,
  allowance: state.allowance + state.rate * (1 - state.level - (covered ? 0 : 1)),
});

/** The level to ask the next forecast for. */
export const levelToAsk = ({ allowance }: AdaptiveConformal): number =>
  Math.min(LEVEL_RANGE.max, Math.max(LEVEL_RANGE.min, 1 - allowance));
