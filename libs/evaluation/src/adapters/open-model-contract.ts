import type { Result } from '#libs/kernel';
import type { ModelAnswer } from '../core/model-answer.js';
import type { AnswerError } from './answer-error.js';

export interface ModelLimits {
  /** Heap of the model's thread. */
  readonly memoryMebibytes: number;
  /** For loading the model, once. */
  readonly loadTimeoutMs: number;
  /** Inputs of one call. */
  readonly batchInputsMax: number;
}

export const DEFAULT_MODEL_LIMITS: ModelLimits = {
  memoryMebibytes: 256,
  loadTimeoutMs: 30_000,
  batchInputsMax: 10_000,
};

export interface AnswerOptions {
  /** For the whole batch. */
  readonly timeoutMs: number;
  readonly signal?: AbortSignal | undefined;
  /** One for each input. Recorded answers may be found by them, and endpoints recognise repeated calls. */
  readonly sampleIds?: readonly string[] | undefined;
  /** What distinguishes this call from another about the same samples: the run and the repeat. */
  readonly callScope?: string | undefined;
  /**
   * Told of each answer as it comes, in any order. An answer of which it was told has been paid for, whatever
   * becomes of the rest of the batch.
   */
  readonly onAnswer?: ((index: number, answer: ModelAnswer) => void) | undefined;
}

/** A loaded model that answers one batch at a time. Must be closed, or what it holds keeps the process alive. */
export interface OpenModel {
  /** Answers in the order of the inputs: all of them or none. */
  answer(
    inputs: readonly string[],
    options: AnswerOptions,
  ): Promise<Result<readonly ModelAnswer[], AnswerError>>;
  close(): Promise<void>;
}
