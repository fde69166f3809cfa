import { type ArgumentMetadata, Injectable } from '@nestjs/common';
import { createZodValidationPipe } from 'nestjs-zod';
import type { ZodError } from 'zod';
import { ProblemException } from './problem-exception.js';
import { validationProblem } from './problem.filter.js';

const ZodPipe = createZodValidationPipe({
  // A route parameter without a contract is a mistake of ours, found by the first request.
  strictSchemaDeclaration: true,
  createValidationException: (error: unknown) => new ProblemException(validationProblem(error as ZodError)),
});

/** Decodes bodies, queries and path parameters by their contracts; what decorators of ours supply is trusted. */
@Injectable()
export class ContractPipe extends ZodPipe {
  override transform(value: unknown, metadata: ArgumentMetadata): unknown {
    return metadata.type === 'custom' ? value : super.transform(value, metadata);
  }
}
