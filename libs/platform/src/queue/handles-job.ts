import type { z } from 'zod';
import type { JobDefinition } from './job.js';

export const HANDLES_JOB = Symbol('HandlesJob');

/** Marks the method that does a job. Boot fails unless each job has exactly one. */
export const HandlesJob =
  <P extends z.ZodType>(job: JobDefinition<P>) =>
  (
    _target: object,
    _key: string,
    descriptor: { readonly value?: (payload: z.output<P>) => Promise<void> },
  ): void => {
    Reflect.defineMetadata(HANDLES_JOB, job, descriptor.value as object);
  };
