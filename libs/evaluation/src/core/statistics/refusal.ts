import { assert, err, type Result } from '#libs/kernel';

export type StatisticRefusalCode =
  | 'no-rows'
  | 'no-positives'
  | 'no-predicted-positives'
  | 'single-class'
  | 'zero-variance'
  | 'no-variation'
  | 'no-pairable-ratings'
  | 'infinite-loss'
  | 'too-few-rows'
  | 'too-few-clusters'
  | 'too-few-positives'
  | 'too-few-samples'
  | 'too-few-repeats'
  | 'biased-resamples'
  | 'undefined-resamples'
  | 'not-binary';

/** Why a figure is not given: the data do not determine it, or too few of them do. */
export interface StatisticRefusal {
  readonly code: StatisticRefusalCode;
  /** For people; says what is missing. */
  readonly reason: string;
}

/** A figure, or the reason why there is none. */
export type Statistic<T = number> = Result<T, StatisticRefusal>;

export const refuse = (
  code: StatisticRefusalCode,
  reason: string,
): { readonly ok: false; readonly error: StatisticRefusal } => err({ code, reason });

/** The figure, where the caller knows that there is one: a refusal would be a bug. */
export function valueOf<T>(statistic: Statistic<T>): T {
  assert(statistic.ok, 'the figure was refused');
  return statistic.value;
}
