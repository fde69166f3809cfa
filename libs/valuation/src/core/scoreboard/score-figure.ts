import type { Estimate } from '#core/evaluation';
import { err, ok, type Result } from '#libs/kernel';
import type { RatioFigure, RatioRefusal, RatioResult } from '../ratio-study/index.js';

/** Why a figure of the board is not given. */
export interface ScoreRefusal {
  readonly code:
    RatioRefusal['code'] | 'no-lots' | 'no-sales' | 'no-claims' | 'too-few-claims' | 'mostly-unsold';
  readonly reason: string;
}

/** A figure with its 95 % interval and the lots behind it, or the reason why there is none. */
export type ScoreFigure = Result<Estimate, ScoreRefusal>;

export const refuseScore = (
  code: ScoreRefusal['code'],
  reason: string,
): { readonly ok: false; readonly error: ScoreRefusal } => err({ code, reason });

/** On a board a figure without an interval is no figure: nobody could tell how much of it is chance. */
export function withInterval(figure: RatioResult<RatioFigure>, n: number): ScoreFigure {
  if (!figure.ok) return figure;
  const { value, interval } = figure.value;
  return interval.ok ? ok({ value, ...interval.value, n }) : interval;
}
