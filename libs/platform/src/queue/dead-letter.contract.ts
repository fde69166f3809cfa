import { z } from 'zod';
import { idOf, instant } from '../platform.contract.js';

export const deadLetterView = z.strictObject({
  id: idOf('deadLetter'),
  job: z.string(),
  /** Ids of what the job was about, as it was delivered. */
  payload: z.record(z.string(), z.unknown()),
  reason: z.string(),
  attempts: z.number().int(),
  diedAt: instant,
  retriedAt: instant.nullable(),
});

export const deadLetterList = z.strictObject({ deadLetters: z.array(deadLetterView) });

export const deadLetterParams = z.strictObject({ deadLetterId: idOf('deadLetter') });
