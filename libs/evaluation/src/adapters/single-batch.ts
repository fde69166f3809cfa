import { assert, err, type Result } from '#libs/kernel';
import type { ModelAnswer } from '../core/model-answer.js';
import type { AnswerError } from './answer-error.js';
import type { AnswerOptions, ModelLimits, OpenModel } from './open-model-contract.js';

/** What is particular to a kind of model. */
export interface BatchAnswerer {
  answer(
    inputs: readonly string[],
    options: AnswerOptions,
  ): Promise<Result<readonly ModelAnswer[], AnswerError>>;
  /** Whether a model that failed so can go on. */
  survives(error: AnswerError): boolean;
  /** May be called more than once. */
  close(): Promise<void>;
  /** Whether it has ended by itself. */
  hasEnded?(): boolean;
}

/** The rules that all models share: one batch at a time, not more than the limit, nothing after the end. */
export function singleBatchModel(answerer: BatchAnswerer, limits: ModelLimits): OpenModel {
  let state: 'idle' | 'busy' | 'closed' = 'idle';
  const close = async (): Promise<void> => {
    state = 'closed';
    await answerer.close();
  };
  return {
    close,
    async answer(inputs, options) {
      assert(state !== 'busy', 'a model answers one batch at a time');
      assert(
        options.sampleIds === undefined || options.sampleIds.length === inputs.length,
        'one sample id for each input',
      );
      if (state === 'closed' || answerer.hasEnded?.() === true) return err({ code: 'model-closed' });
      if (inputs.length > limits.batchInputsMax)
        return err({ code: 'batch-too-large', batchInputsMax: limits.batchInputsMax });
      state = 'busy';
      const answers = await answerer.answer(inputs, options);
      if (answers.ok || answerer.survives(answers.error)) release();
      // Not waited for: native code within a thread ends when it is done, and whoever asked has waited long enough.
      else void close();
      return answers;
    },
  };

  /** Somebody may have closed it while it was busy. */
  function release(): void {
    if (state === 'busy') state = 'idle';
  }
}
