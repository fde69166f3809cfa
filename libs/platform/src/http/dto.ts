import { applyDecorators } from '@nestjs/common';
import { ApiHeader } from '@nestjs/swagger';
import { createZodDto } from 'nestjs-zod';
import type { z } from 'zod';

/** A class for Nest's decorators from a contract: decodes requests, encodes responses, documents both. */
export const dto = <S extends z.ZodType>(schema: S) => createZodDto<S, true>(schema, { codec: true });

/** Documents the header that makes a write repeatable; the `@Write()` parameter demands it. */
export const WriteRoute = (): MethodDecorator =>
  applyDecorators(
    ApiHeader({
      name: 'Idempotency-Key',
      required: true,
      description: 'Names this write: repeating it with the same key and body does nothing twice.',
      schema: { type: 'string', minLength: 1, maxLength: 255 },
    }),
  );
