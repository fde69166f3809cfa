import { err, ok, type Result } from '#libs/kernel';
import type { DomainDefinition, DomainSlice } from './domain-definition.js';
import type { LabelPair } from './metric.js';
import { METRICS } from './metrics.js';
import type { ScoringRefusal, SliceScore } from './score-slice.js';

/**
 * Gathers what a slice's rows asked for and what was answered, a few rows at a time, so that neither rows nor answers
 * are ever held all at once. Pairs without a score of their own are held once however often they occur.
 */
export class SlicePairs {
  readonly #pairs: LabelPair[] = [];
  readonly #shared = new Map<string, Map<string, LabelPair>>();

  add(target: string, answer: string, score: number | null): void {
    this.#pairs.push(score === null ? this.#sharedPair(target, answer) : { target, answer, score });
  }

  /** The slice's score by the slice's metric, from all pairs. */
  score(
    definition: Pick<DomainDefinition, 'positiveLabel'>,
    slice: DomainSlice,
  ): Result<SliceScore, ScoringRefusal> {
    const score = METRICS[slice.metric].score(this.#pairs, definition.positiveLabel ?? '');
    return score.ok ? ok({ slice: slice.key, metric: slice.metric, ...score.value }) : err(score.error);
  }

  #sharedPair(target: string, answer: string): LabelPair {
    const answers = this.#shared.get(target) ?? new Map<string, LabelPair>();
    this.#shared.set(target, answers);
    const pair = answers.get(answer) ?? { target, answer };
    answers.set(answer, pair);
    return pair;
  }
}
