import type { RatioResult } from './ratio-refusal.js';

/** A figure of a study, with its interval or the reason why there is none. */
export interface RatioFigure {
  readonly value: number;
  readonly interval: RatioResult<{ readonly lower: number; readonly upper: number }>;
}
