import type { Result } from '#libs/kernel';

/** What a row asked for and what the model said. */
export interface LabelPair {
  readonly target: string;
  readonly answer: string;
  /** Probability of the positive label, where the model gave one. */
  readonly score?: number | undefined;
}

/** A score with its 95 % interval. */
export interface Score {
  /** Rows that count for the metric. */
  readonly n: number;
  /** Rows among them whose answer is the target. */
  readonly correct: number;
  /** The metric, in [0, 1]; for a false positive rate the share of errors, not of correct answers. */
  readonly value: number;
  readonly lower: number;
  readonly upper: number;
}

/** The rows do not determine the metric. */
export interface ScoreRefusal {
  readonly code: 'no-rows' | 'no-positives' | 'no-negatives' | 'scores-missing';
}

export type MetricDirection = 'higher-is-better' | 'lower-is-better';

/** A pure function from answered rows to a score. Whatever is not the target is an error. */
export interface Metric<Id extends string = string> {
  readonly id: Id;
  readonly direction: MetricDirection;
  /** Whether it tells one label from all others, and so needs to know which. */
  readonly needsPositiveLabel: boolean;
  /** @param positiveLabel anything where the metric does not need one */
  readonly score: (pairs: readonly LabelPair[], positiveLabel: string) => Result<Score, ScoreRefusal>;
}
